"""What may be set side by side (jämförbarhet): waves of one group, and groups of one wave.

A question of one wave is comparable with one of another where both come from the same instrument, or where a chain
of `same_as` leads from one to the other and scale, positive choices and direction stayed the same at each link.
An indicator is comparable where all its questions are. A break is named with its reason, never bridged.

Two groups share a question where name, wording, scale, positive choices and direction are the same; `same_as`
is about versions, not groups.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Text

Reason = Literal["no_instrument", "not_asked", "wording", "scale", "positive", "direction", "items"]
"""Why not: the group has no instrument in one of the waves · the question wasn't asked · the wording changed (no
`same_as`, or other words for another group) · another scale · other choices count as positive · another direction ·
the indicator has other questions."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether a question or an indicator of a later wave compares with an earlier one.

    Attributes:
        earlier: names of the earlier wave's questions, in the order of the later's; empty where it doesn't compare.
        reason: why it doesn't, None where it does.
        question: the later question that doesn't compare, where it is about one.
    """

    earlier: tuple[str, ...]
    reason: Reason | None = None
    question: str | None = None

    @property
    def holds(self) -> bool:
        return self.reason is None


def compare_question(instruments: Instruments, *, group: str, question: str, earlier: str, later: str) -> Comparison:
    """Return whether a question of the wave `later` compares with the wave `earlier`, and what it was called then.

    Raises:
        KeyError: the instrument of `later` has no such question.
    """
    now, then = instruments.find(group=group, wave=later), instruments.find(group=group, wave=earlier)
    if now is None or then is None:
        return Comparison((), "no_instrument", question)
    found = now.question(question)
    if now is then:
        return Comparison((question,))
    chain, reason = _chain(instruments, now, found)
    for candidate in then.questions:
        links, other_reason = _chain(instruments, then, candidate)
        if any(link in chain for link in links):
            return Comparison((candidate.name,))
        if candidate.name == question:
            reason = reason or other_reason
    if reason is None:
        reason = "wording" if any(candidate.name == question for candidate in then.questions) else "not_asked"
    return Comparison((), reason, question)


def compare_indicator(instruments: Instruments, *, group: str, number: str, earlier: str, later: str) -> Comparison:
    """Return whether an indicator of the wave `later` compares with the wave `earlier`: all its questions do."""
    now, then = instruments.find(group=group, wave=later), instruments.find(group=group, wave=earlier)
    if now is None or then is None:
        return Comparison((), "no_instrument")
    items, before = now.items_of(number), then.items_of(number)
    if not items or not before:
        return Comparison((), "not_asked")
    names: list[str] = []
    for item in items:
        compared = compare_question(instruments, group=group, question=item.name, earlier=earlier, later=later)
        if not compared.holds:
            return compared
        names += compared.earlier
    if set(names) != {item.name for item in before}:
        return Comparison((), "items")
    return Comparison(tuple(names))


Link = tuple[str, str | None, str, str]


def _chain(instruments: Instruments, instrument: Instrument, question: Question) -> tuple[set[Link], Reason | None]:
    """Return the question and all earlier ones that it is the same as, and why the chain ended if not by itself."""
    links: set[Link] = set()
    while True:
        link = (instrument.form_id, instrument.respondent_group, instrument.version, question.name)
        if link in links:
            return links, None
        links.add(link)
        if question.same_as is None:
            return links, None
        older = _version(instruments, instrument, question.same_as.version)
        if older is None:
            return links, "no_instrument"
        named = [one for one in older.questions if one.name == question.same_as.name]
        if not named:
            return links, "not_asked"
        reason = _changed(question, named[0])
        if reason is not None:
            return links, reason
        instrument, question = older, named[0]


def _version(instruments: Instruments, instrument: Instrument, version: str) -> Instrument | None:
    for other in instruments.each:
        if other.version == version and other.respondent_group == instrument.respondent_group:
            return other
    return None


def _changed(one: Question, other: Question) -> Reason | None:
    if not same_scale(one.scale, other.scale):
        return "scale"
    if set(one.positive) != set(other.positive):
        return "positive"
    return "direction" if one.reverse != other.reverse else None


def same_scale(one: Scale, other: Scale) -> bool:
    """Return whether two scales have the same choices: names, order, values, missing, and labels where both have one.

    A list may be called something else, and a language may have been added.
    """
    return len(one.choices) == len(other.choices) and all(
        a.name == b.name and a.value == b.value and a.missing == b.missing and same_wording(a.label, b.label)
        for a, b in zip(one.choices, other.choices, strict=True)
    )


def same_wording(one: Text, other: Text) -> bool:
    """Return whether two wordings agree in every language that both have; spaces and capitals don't count."""
    return all(
        " ".join(one[language].split()).casefold() == " ".join(other[language].split()).casefold()
        for language in one
        if language in other
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """A question or an indicator that groups don't share, so that their answers aren't added up."""

    wave: str
    question: str | None
    indicator: str | None
    groups: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Shared:
    """What the groups of a wave have in common, or each has alone.

    Attributes:
        questions: name → the question, the same for every group that has it.
        indicators: number → an instrument whose questions of the indicator are those of every group that has any.
        apart: what can't be added up over the groups.
    """

    questions: Mapping[str, Question]
    indicators: Mapping[str, Instrument]
    apart: tuple[Apart, ...]


def shared(instruments: Instruments, *, wave: str, groups: Iterable[str]) -> Shared:
    """Return which questions and indicators of a wave may be added up over the groups.

    Args:
        instruments: of the measurement.
        wave: which one.
        groups: those that are added up; one alone shares everything with itself.

    Raises:
        BadInput: a group has no instrument in the wave.
    """
    serving: dict[str, Instrument] = {group: instruments.of(group=group, wave=wave) for group in sorted(set(groups))}
    questions: dict[str, dict[str, Question]] = {}
    numbers: dict[str, list[str]] = {}
    for group, instrument in serving.items():
        for question in instrument.questions:
            questions.setdefault(question.name, {})[group] = question
        for number in instrument.measured:
            numbers.setdefault(number, []).append(group)
    common: dict[str, Question] = {}
    indicators: dict[str, Instrument] = {}
    apart: list[Apart] = []
    for name, asked in questions.items():
        reason = _differ(tuple(asked.values()))
        if reason is None:
            common[name] = next(iter(asked.values()))
        else:
            apart.append(Apart(wave, name, None, tuple(asked), reason))
    for number, measuring in numbers.items():
        items = [serving[group].items_of(number) for group in measuring]
        reason = _items_differ(items) or _asked_elsewhere(items[0], measuring, questions)
        if reason is None:
            indicators[number] = serving[measuring[0]]
        else:
            apart.append(Apart(wave, None, number, tuple(measuring), reason))
    return Shared(common, indicators, tuple(apart))


def _items_differ(groups: Sequence[Sequence[Question]]) -> Reason | None:
    if any([item.name for item in items] != [item.name for item in groups[0]] for items in groups):
        return "items"
    return next((reason for items in zip(*groups, strict=True) if (reason := _differ(items))), None)


def _asked_elsewhere(
    items: Sequence[Question], measuring: Sequence[str], questions: Mapping[str, Mapping[str, Question]]
) -> Reason | None:
    """Say why a group without the indicator keeps it from being added up: it has a question of an item's name."""
    for item in items:
        asked = questions[item.name]
        if set(asked) != set(measuring):
            return _differ(tuple(asked.values())) or "items"
    return None


def _differ(asked: Sequence[Question]) -> Reason | None:
    for other in asked[1:]:
        reason = _changed(asked[0], other)
        if reason is not None:
            return reason
        if not same_wording(asked[0].label, other.label):
            return "wording"
    return None
