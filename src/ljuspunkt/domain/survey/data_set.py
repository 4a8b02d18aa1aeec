"""What of a questionnaire is counted, and an answer as a row of it (fryst datamängd).

A question with several answers becomes a question with yes or no for each choice. Texts and dates are no part of it:
they would tell one row from all others, and stand apart. Numbers have columns of their own (`numbers.py`). Who wasn't
asked a question, since it has a condition, has `NOT_ASKED` there and not the empty value of who skipped it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ljuspunkt.domain.survey.instrument import Instrument
from ljuspunkt.domain.survey.numbers import NUMBERS
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.reply import asked_of_some, shown_to
from ljuspunkt.domain.survey.scale import Choice, Scale

Answer = str | tuple[str, ...]
Row = Mapping[str, str | float | None]
"""A value by column; what isn't there is empty. Only columns of numbers hold numbers, None for no answer."""

YES, NO = "yes", "no"
NOT_ASKED = "not_asked"
"""What stands where a question with a condition wasn't shown; it leaves the denominator as “not applicable” does."""
APART = frozenset({"text", "date"})
"""Kinds of questions whose answers stand apart."""

FEWEST = 10
"""How many of a group must share how they answered before it stands in their rows."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_YES_NO = (
    Choice(YES, {"sv": "Ja", "en": "Yes", "ar": "نعم", "so": "Haa"}),
    Choice(NO, {"sv": "Nej", "en": "No", "ar": "لا", "so": "Maya"}),
)
_NOT_ASKED = {"sv": "Frågan ställdes inte", "en": "Not asked", "ar": "لم يُطرح السؤال", "so": "Lama weydiin"}


@dataclass(frozen=True, slots=True)
class Ticks:
    """A question with several answers as columns: a column by choice, and the choices that stand for no answer."""

    columns: Mapping[str, str]
    missing: tuple[str, ...]


def counted(questionnaire: Questionnaire, *, own: bool = False, waves: Sequence[str] = ()) -> Instrument:
    """Return the instrument that counts a questionnaire's rows.

    Args:
        questionnaire: what was answered.
        own: whether what an association asks at the end is counted, and nothing else, instead of all but that.
        waves: what the rows' column `wave` may say.
    """
    scales, some = dict(questionnaire.scales), asked_of_some(questionnaire)
    items: list[Item] = []
    for item in questionnaire.items:
        if item.own != own:
            continue
        if item.kind == "select_one":
            new = [replace(item, own=False)]
        elif item.kind == "select_multiple":
            new = _ticked(questionnaire, item, scales)
        else:
            continue
        if item.name in some:
            called = _not_asked(questionnaire.scales[item.scale])
            new = [replace(each, scale=_with_not_asked(each.scale, scales, called)) for each in new]
        items += new
    national = replace(questionnaire, body=tuple(items), scales=scales, waves=tuple(waves))
    return national.instrument()


def _ticked(questionnaire: Questionnaire, item: Item, scales: dict[str, Scale]) -> list[Item]:
    """Return a question with yes or no for each choice, and put its scale among the scales."""
    scale = questionnaire.scales[item.scale]
    ticks = ticks_of(questionnaire, item)
    name = f"{item.scale}_ticked"
    while name in scales and scales[name].choices[:2] != _YES_NO:
        name += "_"
    scales[name] = Scale(name, (*_YES_NO, *(choice for choice in scale.choices if choice.missing)))
    return [
        Item(
            ticks.columns[choice.name],
            "select_one",
            {
                language: f"{words}: {choice.label.get(language) or choice.name}"
                for language, words in item.label.items()
            },
            scale=name,
            indicators=item.indicators,
            positive=(YES,) if choice.name in item.positive else (),
            measure=item.measure,
            mark=item.mark,
        )
        for choice in scale.answers
    ]


def _with_not_asked(name: str, scales: dict[str, Scale], called: str) -> str:
    """Return the name of a scale that has “not asked” as well, and put it among the scales."""
    choice = Choice(called, _NOT_ASKED, missing="not_applicable")
    longer = f"{name}_or_{NOT_ASKED}"
    while longer in scales and scales[longer].choices[-1] != choice:
        longer += "_"
    scales[longer] = Scale(longer, (*scales[name].choices, choice))
    return longer


def _not_asked(scale: Scale) -> str:
    """Return what stands for not asked where answers are of this scale: a name that none of its choices has."""
    name = NOT_ASKED
    while name in scale.names:
        name += "_"
    return name


def ticks_of(questionnaire: Questionnaire, item: Item) -> Ticks:
    """Return the columns of a question with several answers, each named by question and choice."""
    scale = questionnaire.scales[item.scale]
    taken = {each.name.lower() for each in questionnaire.items}
    columns: dict[str, str] = {}
    for choice in scale.answers:
        name = f"{item.name}_{choice.name}"
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        columns[choice.name] = name
    return Ticks(columns, tuple(choice.name for choice in scale.choices if choice.missing))


def row_of(questionnaire: Questionnaire, values: Mapping[str, Answer], *, own: bool = False) -> Mapping[str, str]:
    """Return what was answered as a row of what `counted` counts.

    Args:
        questionnaire: what was answered.
        values: a text or several names by question; they fit the questionnaire (`fits`).
        own: as of `counted`.
    """
    row: dict[str, str] = {}
    unseen = asked_of_some(questionnaire) - shown_to(questionnaire, values)
    for item in questionnaire.items:
        answer = values.get(item.name)
        if item.own == own and item.scale and not answer and item.name in unseen:
            several = item.kind == "select_multiple"
            columns = ticks_of(questionnaire, item).columns.values() if several else (item.name,)
            row |= dict.fromkeys(columns, _not_asked(questionnaire.scales[item.scale]))
        if item.own != own or not answer:
            continue
        if item.kind == "select_one" and isinstance(answer, str):
            row[item.name] = answer
        elif item.kind == "select_multiple" and not isinstance(answer, str):
            ticks = ticks_of(questionnaire, item)
            without = next((name for name in answer if name in ticks.missing), None)
            for choice, column in ticks.columns.items():
                row[column] = YES if choice in answer else without or NO
    return row


def fits(questionnaire: Questionnaire, values: Mapping[str, Answer]) -> bool:
    """Return whether every value answers a question of the questionnaire: by a choice or a number where it asks so."""
    items = {item.name: item for item in questionnaire.items}
    for name, answer in values.items():
        item = items.get(name)
        if item is None or item.kind == "note" or isinstance(answer, str) == (item.kind == "select_multiple"):
            return False
        if item.kind in NUMBERS and not (isinstance(answer, str) and _NUMBER.fullmatch(answer)):
            return False
        if item.scale:
            ticked = (answer,) if isinstance(answer, str) else answer
            if not set(ticked) <= set(questionnaire.scales[item.scale].names):
                return False
    return True


def apart(questionnaire: Questionnaire, values: Mapping[str, Answer]) -> Mapping[str, str]:
    """Return what stands apart of an answer, by question."""
    kinds = {item.name: item.kind for item in questionnaire.items}
    return {
        name: answer
        for name, answer in values.items()
        if answer and kinds.get(name) in APART and isinstance(answer, str)
    }


def shared_by_enough(groups: Iterable[str], told: Iterable[str], *, fewest: int = FEWEST) -> list[str]:
    """Return what each respondent told, "" where fewer than `fewest` of the respondent's group told the same.

    Args:
        groups: each respondent's group.
        told: what each told, in the same order.
        fewest: how many must share it.
    """
    pairs = list(zip(groups, told, strict=True))
    n = Counter(pairs)
    return [said if n[group, said] >= fewest else "" for group, said in pairs]


def clashing(instruments: Sequence[Instrument]) -> tuple[str, str] | None:
    """Return two names of questions that differ in capital letters only, which no file of answers can hold; or None."""
    seen: dict[str, str] = {}
    for instrument in instruments:
        for question in instrument.questions:
            earlier = seen.setdefault(question.name.lower(), question.name)
            if earlier != question.name:
                return earlier, question.name
    return None


def free_names(names: Iterable[str], instruments: Sequence[Instrument]) -> dict[str, str]:
    """Return the column of each name: the name, with underscores behind it where a question or an earlier name has it.

    No file of answers can hold names that differ in capital letters only.
    """
    taken = {question.name.lower() for instrument in instruments for question in instrument.questions}
    columns: dict[str, str] = {}
    for name in names:
        column = name
        while column.lower() in taken:
            column += "_"
        taken.add(column.lower())
        columns.setdefault(name, column)
    return columns
