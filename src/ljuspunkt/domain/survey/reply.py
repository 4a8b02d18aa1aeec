"""A sent questionnaire read against its definition (inskickat svar): the same for pages, paper and a shared tablet.

What is asked only of some is dropped where it isn't asked, however it was sent; nothing here writes or remembers.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ljuspunkt.domain.errors import filled_in, marked
from ljuspunkt.domain.survey.expression import parse
from ljuspunkt.domain.survey.limits import limits_of
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import wording

Given = Mapping[str, Sequence[str]]
"""What was sent, by the question's name: one text for most, one for each tick of several choices."""
Answer = str | tuple[str, ...]
Conditioned = tuple[tuple[Item, tuple[str, ...]], ...]
"""Items in their order, each with the conditions under which it is asked."""

LONGEST = 4000
"""How many characters an open answer may have."""
PASSES = 20
"""How often conditions are gone through that depend on each other, before what is still undecided stays hidden."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer. `code` is for pages in languages that the sentence has no translation to."""

    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the whole sentence, looked up by `translate` and with its values filled in."""
        return filled_in(self.sentence, self.values, translate)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered.

    `values` holds the questions that are asked of this respondent and were answered as they may be, in the order of
    the questionnaire; `shown` all items that this respondent sees, notes among them; `problems` what must be mended,
    by question.
    """

    values: Mapping[str, Answer]
    shown: tuple[str, ...]
    problems: Mapping[str, Problem]


@dataclass(frozen=True, slots=True, eq=False)
class ReplyReader:
    """Reads what is sent against one questionnaire; what follows from that alone is worked out once for many replies.

    `questions` are the names of all that can be answered, `conditional` of those that only some are asked.
    """

    questions: tuple[str, ...]
    conditional: tuple[str, ...]
    _scales: Mapping[str, Scale]
    _choices: Mapping[str, frozenset[str]]
    _conditioned: Conditioned
    _answerable: tuple[Item, ...]
    _bound: tuple[Item, ...]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "ReplyReader":
        """Return what reads the replies to a questionnaire."""
        conditioned = tuple(_conditioned(questionnaire.body, ()))
        answerable = tuple(item for item, _conditions in conditioned if item.kind != "note")
        return cls(
            questions=tuple(item.name for item in answerable),
            conditional=tuple(item.name for item, conditions in conditioned if conditions and item.kind != "note"),
            _scales=questionnaire.scales,
            _choices={name: frozenset(scale.names) for name, scale in questionnaire.scales.items()},
            _conditioned=conditioned,
            _answerable=answerable,
            _bound=tuple(item for item in answerable if item.required or item.constraint),
        )

    def read(
        self, given: Given, *, language: str, only: Collection[str] | None = None, on: date | None = None
    ) -> Reply:
        """Read what was sent, as `check` says."""
        read: dict[str, Answer] = {}
        problems: dict[str, Problem] = {}
        for item in self._answerable:
            sent = given.get(item.name)
            if not sent:
                continue
            answer = self._one(item, [text for text in sent if text and not text.isspace()])
            if isinstance(answer, Problem):
                problems[item.name] = answer
            elif answer:
                read[item.name] = answer
        shown = _shown(self._conditioned, read, on)
        values = {name: answer for name, answer in read.items() if name in shown}
        for item in self._bound:
            trouble = None if item.name in problems else _trouble(item, values, language, on)
            if trouble is not None:
                problems[item.name] = trouble
        if not problems:
            return Reply(values, tuple(shown), {})
        told = {name: problems[name] for name in shown if name in problems and (only is None or name in only)}
        return Reply({name: answer for name, answer in values.items() if name not in problems}, tuple(shown), told)

    def _one(self, item: Item, given: Sequence[str]) -> Answer | Problem:
        """Return an answer as it is kept, "" or () for none."""
        if not given:
            return ""
        if item.kind == "select_multiple":
            return _several(self._scales[item.scale], given)
        if len(given) > 1:
            return Problem("several", marked("Give one answer."))
        if item.kind == "select_one":
            if given[0] not in self._choices[item.scale]:
                return Problem("unknown_choice", marked("Choose one of the answers."))
            return given[0]
        if item.kind == "text":
            text = _plain(given[0])
            if len(text) > LONGEST:
                return Problem(
                    "too_long",
                    marked("Write at most {most} characters; this is {given}."),
                    {"most": LONGEST, "given": len(text)},
                )
            return text
        if item.kind == "date":
            return _day(given[0])
        return _number(item, given[0])


def check(
    questionnaire: Questionnaire,
    given: Given,
    *,
    language: str,
    only: Collection[str] | None = None,
    on: date | None = None,
) -> Reply:
    """Read what was sent.

    Args:
        questionnaire: what was asked.
        given: what was sent; names that aren't questions are passed over.
        language: in which a constraint's own message is told.
        only: the questions whose problems are told, such as those of one page; all where it is None.
        on: which day it is, for questionnaires that compare with today.
    """
    return ReplyReader.of(questionnaire).read(given, language=language, only=only, on=on)


def shown_to(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> frozenset[str]:
    """Return the names of the items that somebody who answered so has seen."""
    return frozenset(_shown(tuple(_conditioned(questionnaire.body, ())), answers, None))


def asked_of_some(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the names of the items that only some respondents see."""
    return frozenset(item.name for item, conditions in _conditioned(questionnaire.body, ()) if conditions)


def _shown(conditioned: Conditioned, read: Mapping[str, Answer], on: date | None) -> dict[str, None]:
    """Return the names of the items that are shown, in order: the conditions are gone through until nothing changes."""
    shown = dict.fromkeys([item.name for item, _conditions in conditioned])
    if not any(conditions for _item, conditions in conditioned):
        return shown
    for _pass in range(PASSES):
        answers = {name: answer for name, answer in read.items() if name in shown}
        found: dict[str, None] = {}
        for item, conditions in conditioned:
            if all(parse(condition).holds(answers, on=on) for condition in conditions):
                found[item.name] = None
                if item.name in read:
                    answers[item.name] = read[item.name]
            else:
                answers.pop(item.name, None)
        if found == shown:
            return found
        shown = found
    return shown


def _conditioned(body: tuple[Item | Section, ...], outer: tuple[str, ...]) -> Iterator[tuple[Item, tuple[str, ...]]]:
    for part in body:
        conditions = (*outer, part.relevant) if part.relevant else outer
        if isinstance(part, Section):
            yield from _conditioned(part.body, conditions)
        else:
            yield part, conditions


def _several(scale: Scale, given: Sequence[str]) -> Answer | Problem:
    if not set(given) <= set(scale.names):
        return Problem("unknown_choice", marked("Choose among the answers."))
    ticked = tuple(choice for choice in scale.choices if choice.name in given)
    if len(ticked) > 1 and any(choice.missing for choice in ticked):
        return Problem(
            "missing_beside_others", marked("An answer such as “don't know” can't be ticked together with others.")
        )
    return tuple(choice.name for choice in ticked)


def _number(item: Item, given: str) -> str | Problem:
    """Read a number with the digits of any script, hard spaces and a decimal comma; it is kept with our own digits."""
    digits = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in given if not sign.isspace()
    )
    plain = digits.replace("−", "-").replace("\N{ARABIC DECIMAL SEPARATOR}", ".").replace(",", ".")
    if item.kind == "integer":
        if not _WHOLE.fullmatch(plain):
            return Problem("not_whole", marked("Write a whole number."))
        return str(int(plain))
    if not _DECIMAL.fullmatch(plain):
        return Problem("not_number", marked("Write a number."))
    return format(Decimal(plain).normalize() + 0, "f")


def _day(given: str) -> str | Problem:
    text = given.strip()
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else Problem("not_day", NOT_A_DAY)
    except ValueError:
        return Problem("not_day", NOT_A_DAY)


_LIMITS = {
    "between": marked("Write a number between {least} and {most}."),
    "at_least": marked("Write a number that is at least {least}."),
    "at_most": marked("Write a number that is at most {most}."),
}
NOT_A_DAY = marked("Write a date as year-month-day, such as 2022-10-31.")


def _plain(text: str) -> str:
    """Return a text without what no reader sees: control characters other than line breaks and tabs."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in joined if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def _trouble(item: Item, values: Mapping[str, Answer], language: str, on: date | None) -> Problem | None:
    answer = values.get(item.name)
    if not answer:
        if item.required and item.kind != "note":
            return Problem("required", marked("This question needs an answer."))
        return None
    if not item.constraint:
        return None
    constraint = parse(item.constraint)
    if (constraint.uses_today and on is None) or constraint.holds(values, this=answer, on=on):
        return None
    message = wording(item.constraint_message, language)
    if message:
        return Problem("constraint", "{said}", {"said": message})
    limits = limits_of(item)
    if limits is not None:
        return Problem(limits.code, _LIMITS[limits.code], limits.values)
    return Problem("constraint", marked("This answer isn't possible here."))
