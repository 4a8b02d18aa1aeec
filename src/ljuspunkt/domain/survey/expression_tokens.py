"""The words and signs of an expression in XLSForm's language, each with its place."""

import re
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken

LONGEST = 2000
"""How many signs an expression may have."""

Kind = Literal["text", "number", "answer", "function", "sign", "end"]

STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
"""Word processors' quotation marks and hard spaces, read as the plain ones, as every reader of XLSForms does."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<answer>\$\{\s*(?P<name>[^{}\s][^{}]*?)\s*\})
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<function>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(
    | (?P<word>and|or|div|mod)(?![\w.-])
    | (?P<sign><=|>=|!=|[=<>+*(),.-])
    )""",
    re.VERBOSE | re.ASCII,
)
_OPERATORS = ("and", "or", "div", "mod")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `place` counts from 1. Of a text it is what stands between the quotation marks."""

    kind: Kind
    text: str
    place: int


def tokens_of(text: str) -> list[Token]:
    """Return an expression's words and signs, with an end after them.

    Raises:
        RuleBroken: it is too long, or something in it is no word or sign of the language.
    """
    if len(text) > LONGEST:
        raise RuleBroken("expression_long", "The expression is longer than {most} characters.", most=LONGEST)
    plain = text.translate(STRAIGHT)
    end = len(plain.rstrip())
    found: list[Token] = []
    at = 0
    while at < end:
        match = _TOKEN.match(plain, at)
        if match is None:
            at += len(plain[at:]) - len(plain[at:].lstrip())
            raise RuleBroken(
                "expression_sign",
                "“{sign}” at place {place} of the expression isn't understood there.",
                sign=plain[at : at + 12],
                place=at + 1,
            )
        found.extend(_tokens(match))
        at = match.end()
    return [*found, Token("end", "", end + 1)]


def _tokens(match: re.Match[str]) -> list[Token]:
    kind = match.lastgroup
    place = match.start(kind or 0) + 1
    if match["answer"]:
        return [Token("answer", match["name"], match.start("answer") + 1)]
    if match["text"]:
        return [Token("text", match["text"][1:-1], place)]
    if match["number"]:
        return [Token("number", match["number"], place)]
    if match["function"] in _OPERATORS:
        return [Token("sign", match["function"], place), Token("sign", "(", match.end())]
    if match["function"]:
        return [Token("function", match["function"], place)]
    return [Token("sign", match["word"] or match["sign"], place)]
