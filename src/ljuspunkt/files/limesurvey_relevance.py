"""LimeSurvey's relevance equations (villkor) in XLSForm's language, as far as they can be said in it.

Source: LimeSurvey's manual, ExpressionScript: operators and their words, `.NAOK`, codes such as 12X3X45SQ001.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ljuspunkt.domain.errors import RuleBroken

OPERATORS = {
    "==": "=",
    "=": "=",
    "eq": "=",
    "!=": "!=",
    "ne": "!=",
    "<": "<",
    "lt": "<",
    "<=": "<=",
    "le": "<=",
    ">": ">",
    "gt": ">",
    ">=": ">=",
    "ge": ">=",
}
DEEPEST = 30

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"[^"]*"|'[^']*')
    | (?P<name>\d+X\d+X\d+[A-Za-z0-9_]*|[A-Za-z][A-Za-z0-9_]*)(?P<suffix>(?:\.[A-Za-z_]+)*)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign>==|!=|<=|>=|&&|\|\||[=<>!(),-])
    )""",
    re.VERBOSE | re.ASCII,
)
_CODE = re.compile(r"\d+X\d+X(?P<qid>\d+)(?P<rest>\w*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variable:
    """What a name in an equation stands for: a question here, or one tick of a question with several answers."""

    name: str
    tick: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that has been translated; `tick` where it is a tick, which is a condition by itself."""

    text: str
    tick: bool = False


def translated(equation: str, variables: Mapping[str, Variable]) -> str:
    """Return an equation in XLSForm's language.

    Args:
        equation: as LimeSurvey keeps it.
        variables: what its names stand for; a question is also known under # and its id.

    Raises:
        RuleBroken: it has something that can't be said here.
    """
    reader = _Reader(_tokens(equation), variables)
    found = reader.either()
    if reader.at < len(reader.tokens):
        raise reader.unexpected()
    return found.text


def _tokens(equation: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    text = equation.strip().replace("\u00a0", " ")
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(found) > 500:
            raise RuleBroken(
                "expression_sign",
                "“{sign}” at place {place} of the expression isn't understood there.",
                sign=text[at : at + 12].strip(),
                place=at + 1,
            )
        kind = next(kind for kind in ("text", "name", "number", "sign") if match[kind] is not None)
        suffix = match["suffix"] or ""
        if kind == "name" and suffix and suffix not in (".NAOK", ".value", ".code", ".valueNAOK", ".value.NAOK"):
            raise RuleBroken("unknown_function", "The function “{name}” isn't supported.", name=suffix)
        found.append((kind, match[kind]))
        at = match.end()
        if not text[at:].strip():
            break
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], variables: Mapping[str, Variable]) -> None:
        self.tokens = tokens
        self.variables = variables
        self.at = 0
        self.depth = 0

    def unexpected(self) -> RuleBroken:
        if self.at >= len(self.tokens):
            return RuleBroken("expression_ends", "The expression ends where something more is needed.")
        return RuleBroken(
            "expression_sign",
            "“{sign}” at place {place} of the expression isn't understood there.",
            sign=self.tokens[self.at][1],
            place=self.at + 1,
        )

    def _take(self, *texts: str) -> str | None:
        if self.at < len(self.tokens):
            kind, text = self.tokens[self.at]
            if kind in ("sign", "name") and text.lower() in texts:
                self.at += 1
                return text.lower()
        return None

    def either(self) -> _Part:
        parts = [self._all()]
        while self._take("or", "||"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else _Part(" or ".join(part.text for part in parts))

    def _all(self) -> _Part:
        parts = [self._comparison()]
        while self._take("and", "&&"):
            parts.append(self._comparison())
        return parts[0] if len(parts) == 1 else _Part(" and ".join(part.text for part in parts))

    def _comparison(self) -> _Part:
        left = self._one()
        operator = self._take(*OPERATORS)
        if operator is None:
            return left
        right = self._one()
        if not left.tick and not right.tick:
            return _Part(f"{left.text} {OPERATORS[operator]} {right.text}")
        tick, value = (left.text, right.text) if left.tick else (right.text, left.text)
        ticked = {"'Y'": True, "''": False, "'N'": False}.get(value)
        if ticked is None or OPERATORS[operator] not in ("=", "!="):
            raise RuleBroken("tick_compared", "A tick can only be compared with “Y” or with nothing.")
        return _Part(tick if ticked == (OPERATORS[operator] == "=") else f"not({tick})")

    def _one(self) -> _Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RuleBroken("expression_deep", "The expression has too many brackets within each other.")
        try:
            return self._thing()
        finally:
            self.depth -= 1

    def _thing(self) -> _Part:
        if self._take("!", "not"):
            return _Part(f"not({self._one().text})")
        if self._take("-"):
            return _Part(f"-{self._one().text}")
        if self._take("("):
            inner = self.either()
            if not self._take(")"):
                raise self.unexpected()
            return _Part(f"({inner.text})")
        if self.at >= len(self.tokens) or self.tokens[self.at][0] == "sign":
            raise self.unexpected()
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            inside = text[1:-1]
            inside = "other" if inside == "-oth-" else inside
            return _Part(f'"{inside}"' if "'" in inside else f"'{inside}'")
        if kind == "number":
            return _Part(text)
        if self._take("("):
            return self._call(text)
        return self._variable(text)

    def _call(self, name: str) -> _Part:
        if name.lower() not in ("is_empty", "intval", "floatval"):
            raise RuleBroken("unknown_function", "The function “{name}” isn't supported.", name=name)
        inner = self.either()
        if not self._take(")"):
            raise self.unexpected()
        if name.lower() == "is_empty":
            return _Part(f"not({inner.text})" if inner.tick else f"({inner.text} = '')")
        return _Part(f"int({inner.text})" if name.lower() == "intval" else f"number({inner.text})")

    def _variable(self, name: str) -> _Part:
        code = _CODE.fullmatch(name)
        known = f"#{code['qid']}" if code else name
        if code and code["rest"]:
            known = f"{known}_{code['rest']}"
        variable = self.variables.get(known)
        if variable is None:
            raise RuleBroken("unknown_question", "There is no question called “{name}”.", name=name)
        if variable.tick:
            return _Part(f"selected(${{{variable.name}}}, '{variable.tick}')", tick=True)
        return _Part(f"${{{variable.name}}}")
