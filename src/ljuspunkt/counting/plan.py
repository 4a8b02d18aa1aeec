"""What is to be counted in one file: which instrument serves which rows, and what each choice stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ljuspunkt.counting.misfit import Misfit, Misfits, blank, no_instrument
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question

Pair = tuple[str, str]
"""A wave and a respondent group."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a choice of one item adds to a respondent's score; `value` after reversal, None without values."""

    positive: bool
    value: int | None


Item = tuple[str, tuple[tuple[str, Worth], ...]]
"""A question's name, and the worth of each of its answers by choice; missing choices aren't there."""


@dataclass(frozen=True, slots=True)
class Composite:
    """An indicator of several items, counted alike for these waves and groups."""

    indicator: str
    items: tuple[Item, ...]
    pairs: frozenset[Pair]

    @property
    def valued(self) -> bool:
        """Whether every answer of every item has a value, so that values may be added up."""
        return all(worth.value is not None for _, worths in self.items for _, worth in worths)


@dataclass(frozen=True)
class Plan:
    """The instruments in use by the waves and groups of a file."""

    used: Mapping[Pair, Instrument]

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """Every question in use with the names of all its choices, in whichever instrument."""
        found: dict[str, dict[str, None]] = {}
        for instrument in self.used.values():
            for question in instrument.questions:
                found.setdefault(question.name, {}).update(dict.fromkeys(question.scale.names))
        return {name: tuple(names) for name, names in found.items()}

    @cached_property
    def composites(self) -> tuple[Composite, ...]:
        """The indicators of several items; instruments that treat one alike are counted together."""
        pairs: dict[tuple[str, tuple[Item, ...]], set[Pair]] = {}
        for pair, instrument in self.used.items():
            for indicator in instrument.measured:
                questions = instrument.items_of(indicator)
                if len(questions) > 1:
                    key = (indicator, tuple(item_of(question) for question in questions))
                    pairs.setdefault(key, set()).add(pair)
        return tuple(Composite(indicator, items, frozenset(found)) for (indicator, items), found in pairs.items())


def item_of(question: Question) -> Item:
    """Return a question as an item of an indicator."""
    values = question.scale.values
    worths = []
    for choice in question.scale.answers:
        value = None if values is None else values[choice.name]
        if value is not None and question.reverse:
            value = question.scale.reversed_value(value)
        worths.append((choice.name, Worth(choice.name in question.positive, value)))
    return question.name, tuple(worths)


def plan_of(instruments: Instruments, pairs: Sequence[Pair]) -> Plan:
    """Find the instrument of every wave and group that occurs.

    Raises:
        Misfits: a wave or group is blank, or has no instrument.
    """
    wrong: list[Misfit] = []
    used: dict[Pair, Instrument] = {}
    for wave, group in pairs:
        instrument = instruments.find(group=group, wave=wave)
        if not wave or not group:
            wrong.append(blank("group" if wave else "wave"))
        elif instrument is None:
            known = any(not one.waves or wave in one.waves for one in instruments.each)
            wrong.append(no_instrument(wave, group, wave_known=known))
        else:
            used[wave, group] = instrument
    if wrong:
        raise Misfits(wrong)
    return Plan(used)
