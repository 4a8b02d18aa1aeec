"""A measure protocol (måttprotokoll): by which measures the indicators of a protocol are followed, and why these.

Each version is a document that never changes, with its hash, like the protocol of indicators that it is based on. A
measure keeps its number through the versions, so that questions which carry it out can name it.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.measure import Measure, of_texts
from ljuspunkt.domain.indicator.published import Based
from ljuspunkt.domain.vocabulary import Text


@dataclass(frozen=True, slots=True)
class MergedProposal:
    """A proposal that was merged into a measure: what it said, and from which audience it came."""

    key: str
    measure: Measure
    audience: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """A measure that was decided to be used.

    `key` is the proposal it came from, by which it is known again in a later version; `number` is its indicator's
    number, a full stop, and a number that it keeps: "4.2". `audience` is where it came from, {} where it was taken over
    from an earlier measure protocol. Who proposed it isn't said: names can be erased, and a published version can't.
    """

    key: str
    number: str
    measure: Measure
    reason: str = ""
    audience: Text = field(default_factory=dict)
    merged: tuple[MergedProposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its measures.

    `proposed`, `later` and `out` count the proposals that were let through; `own` where it is an association's own.
    """

    number: str
    candidate: str
    kind: str
    title: Text
    description: Text = field(default_factory=dict)
    measures: tuple[Decided, ...] = ()
    proposed: int = 0
    later: int = 0
    out: int = 0
    own: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """An audience of the call, with how many answers and proposals came from it."""

    name: Text
    answers: int
    proposals: int


@dataclass(frozen=True, slots=True)
class MeasureEdition:
    """One version of a measure protocol.

    Args:
        name: of the protocol of indicators: core, comprehensive …
        version: of the measure protocol, from 1.
        published_on: ISO date.
        title: of the call.
        based: the version of the protocol of indicators.
        indicators: in the order of their places.
        audiences: who was asked.
        call: slug of the call.
        conference: slug of the conference whose protocol it is, "" where it isn't.
        association: slug of the association whose protocol it is, "" where it isn't.
        note: what is new, in the publisher's words.
    """

    name: str
    version: int
    published_on: str
    title: Text
    based: Based
    indicators: tuple[Measured, ...]
    audiences: tuple[Heard, ...] = ()
    call: str = ""
    conference: str = ""
    association: str = ""
    note: Text = field(default_factory=dict)

    @property
    def measures(self) -> tuple[Decided, ...]:
        """All measures, by the order of their indicators."""
        return tuple(each for indicator in self.indicators for each in indicator.measures)


def document(edition: MeasureEdition) -> str:
    """Return a version as the text that is kept, hashed and handed out: the same bytes for the same version."""
    return json.dumps(asdict(edition), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read(text: str) -> MeasureEdition:
    """Return the version that a document holds."""
    given: dict[str, Any] = json.loads(text)
    return MeasureEdition(
        **{
            **given,
            "based": Based(**given["based"]),
            "indicators": tuple(_measured(each) for each in given["indicators"]),
            "audiences": tuple(Heard(**each) for each in given["audiences"]),
        }
    )


def _measured(given: dict[str, Any]) -> Measured:
    return Measured(**{**given, "measures": tuple(_decided(each) for each in given["measures"])})


def _decided(given: dict[str, Any]) -> Decided:
    merged = tuple(MergedProposal(**{**each, "measure": of_texts(each["measure"])}) for each in given["merged"])
    return Decided(**{**given, "measure": of_texts(given["measure"]), "merged": merged})


def numbered(indicator: str, keys: Sequence[str], earlier: Collection[tuple[str, str]]) -> dict[str, str]:
    """Return the numbers of an indicator's measures by key: the one a measure had before, else the next free one.

    Args:
        indicator: its number.
        keys: of the measures, in their order.
        earlier: key and number of every measure that any version has held; no number is given to another measure.
    """
    had = {key: number for key, number in earlier if number.rpartition(".")[0] == indicator}
    last = max((int(number.rpartition(".")[2]) for number in had.values()), default=0)
    found: dict[str, str] = {}
    for key in keys:
        if key not in had:
            last += 1
        found[key] = had.get(key, f"{indicator}.{last}")
    return found


@dataclass(frozen=True, slots=True)
class MeasureReworded:
    """A measure that says something else than in the version before."""

    before: Decided
    after: Decided


@dataclass(frozen=True, slots=True)
class MeasureChanges:
    """What differs between a version and the one before it."""

    added: tuple[Decided, ...] = ()
    removed: tuple[Decided, ...] = ()
    reworded: tuple[MeasureReworded, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reworded)


def measure_changes(before: MeasureEdition, after: MeasureEdition) -> MeasureChanges:
    """Return what differs between two versions; a measure is known again by its number."""
    old = {each.number: each for each in before.measures}
    new = {each.number: each for each in after.measures}
    return MeasureChanges(
        added=tuple(each for number, each in new.items() if number not in old),
        removed=tuple(each for number, each in old.items() if number not in new),
        reworded=tuple(
            MeasureReworded(old[number], each)
            for number, each in new.items()
            if number in old and old[number].measure != each.measure
        ),
    )


def check_whole(undecided: Collection[str], measures: int) -> None:
    """Refuse to publish while proposals that are shown wait for a decision, or where nothing was decided to be used.

    Args:
        undecided: the numbers of proposals that are shown and not decided.
        measures: how many measures the version would hold.

    Raises:
        RuleBroken: so it is.
    """
    if undecided:
        raise RuleBroken(
            "undecided",
            "{n} proposals that are shown aren't decided yet: {numbers}.",
            n=len(undecided),
            numbers=", ".join(list(undecided)[:20]) + (" …" if len(undecided) > 20 else ""),
        )
    if not measures:
        raise RuleBroken("no_measures", "No proposal is decided to be used; there is nothing to publish.")
