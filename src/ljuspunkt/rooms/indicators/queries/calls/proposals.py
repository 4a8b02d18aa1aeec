"""Proposals as those who compile see them: what waits, an indicator's, one with its history, two side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count

from ljuspunkt.domain.indicator.difference import Stretch, words
from ljuspunkt.domain.indicator.likeness import Entry
from ljuspunkt.domain.indicator.likeness import Proposal as Likeness
from ljuspunkt.domain.indicator.measure import (
    DECISIONS,
    HEADINGS,
    PARTS,
    STATES,
    Measure,
    cells,
)
from ljuspunkt.domain.indicator.merging import under
from ljuspunkt.domain.indicator.published import Agreed
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.indicators.models import Call, MeasureMerge, MeasureNotSame, Proposal
from ljuspunkt.rooms.indicators.queries.alike import proposed_pairs
from ljuspunkt.rooms.indicators.queries.calls.heads import CallHead, head_of
from ljuspunkt.rooms.indicators.queries.candidates import by_digits
from ljuspunkt.rooms.indicators.services.measures.common import asked_of, said, wording_of
from ljuspunkt.rooms.indicators.services.measures.merging import merged_into
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import page_language

MOST_PAIRS = 20
MOST_WAITING_SHOWN = 200
"""How many proposals a page shows that wait; the oldest come first."""


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal with everything that a list shows of it; `by` is who gave it, as given."""

    number: int
    indicator: str
    measure: Measure
    state: str
    state_name: Text
    state_reason: str
    decision: str
    decision_name: Text
    decision_reason: str
    by: str
    audience: Text
    group: int | None
    into: int | None
    comments: int
    under: "tuple[ProposalLine, ...]" = ()


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What waits to be let through, by indicator, and what was turned away; `more` wait for another page."""

    head: CallHead
    indicators: tuple[tuple[Agreed, tuple[ProposalLine, ...]], ...]
    more: int
    refused: tuple[ProposalLine, ...]


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A group of an indicator's proposals; without a key those that stand in none."""

    key: int | None
    title: Text
    lines: tuple[ProposalLine, ...]
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two proposals of an indicator that may say the same."""

    one: ProposalLine
    other: ProposalLine
    proposal: Likeness


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """All that was let through for an indicator, in groups, and pairs that may say the same."""

    head: CallHead
    indicator: Agreed
    groups: tuple[GroupPart, ...]
    pairs: tuple[LikePair, ...]
    n: int
    undecided: int
    waiting: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A part whose text changed."""

    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class HappenedToIt:
    """Something that happened to a proposal: given, worded, state, decision, indicator, merged, received, undone."""

    what: str
    at: datetime | None
    who: str
    reason: str = ""
    before: Text = field(default_factory=dict)
    after: Text = field(default_factory=dict)
    changes: tuple[CellChange, ...] = ()
    other: int = 0
    original: Measure | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A comment; `mine` where the reader wrote it."""

    key: int
    text: str
    at: datetime
    who: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal with everything that is known of it, and what can be done with it."""

    head: CallHead
    line: ProposalLine
    indicator: Agreed
    name: str
    organisation: str
    on: date | None
    wording_number: int
    groups: tuple[tuple[int, Text], ...]
    others: tuple[ProposalLine, ...]
    indicators: tuple[Agreed, ...]
    history: tuple[HappenedToIt, ...]
    comments: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class BesideIt:
    """One part of two proposals."""

    name: Text
    one: Text
    other: Text
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class MeasurePairPage:
    """Two proposals side by side, `one` the one that would be kept."""

    head: CallHead
    one: ProposalLine
    other: ProposalLine
    rows: tuple[BesideIt, ...]
    wording_number: int
    proposal: Likeness | None
    dismissed: bool


def lines_of(call: Call, **where: object) -> tuple[ProposalLine, ...]:
    """Return proposals of a call by number, each with those merged into it."""
    rows = list(
        call.proposals.select_related("wording", "answer__audience", "merged_into").annotate(n=Count("comments"))
    )
    into = merged_into(call)
    by_number = {str(row.number): row for row in rows}
    found = []
    for row in rows:
        if all(getattr(row, name) == value for name, value in where.items()):
            merged = tuple(_line(by_number[number]) for number in under(into, str(row.number)))
            found.append(_line(row, merged))
    return tuple(found)


def waiting_page(call: Call, on: date) -> WaitingPage:
    """Return what waits to be let through."""
    waiting = lines_of(call, state="waiting")
    lines = waiting[:MOST_WAITING_SHOWN]
    return WaitingPage(
        head=head_of(call, on),
        indicators=tuple(
            (indicator, mine)
            for indicator in in_order(call)
            if (mine := tuple(line for line in lines if line.indicator == indicator.number))
        ),
        more=len(waiting) - len(lines),
        refused=lines_of(call, state="refused"),
    )


def indicator_page(call: Call, number: str, on: date) -> IndicatorPage | None:
    """Return an indicator's proposals in groups, None where the call has no such indicator."""
    order = in_order(call)
    place = next((place for place, each in enumerate(order) if each.number == number), None)
    if place is None:
        return None
    lines = lines_of(call, state="shown", indicator=number)
    rows = list(call.groups.filter(indicator=number))
    groups = [
        GroupPart(
            row.pk, row.title, tuple(line for line in lines if line.group == row.pk), at == 0, at == len(rows) - 1
        )
        for at, row in enumerate(rows)
    ]
    without = tuple(line for line in lines if line.group is None)
    return IndicatorPage(
        head=head_of(call, on),
        indicator=order[place],
        groups=(*groups, *([GroupPart(None, {}, without)] if without else [])),
        pairs=_pairs(call, lines),
        n=len(lines),
        undecided=sum(not line.decision for line in lines),
        waiting=call.proposals.filter(state="waiting", indicator=number).count(),
        before=order[place - 1].number if place else "",
        after=order[place + 1].number if place + 1 < len(order) else "",
    )


def proposal_page(call: Call, number: int, person: Person, on: date) -> ProposalPage | None:
    """Return one proposal, None where the call has no such number."""
    row = call.proposals.select_related("wording", "answer__audience").filter(number=number).first()
    if row is None:
        return None
    (line,) = lines_of(call, number=number)
    same = lines_of(call, state="shown", indicator=row.indicator)
    answer = row.answer
    indicators = in_order(call)
    return ProposalPage(
        head=head_of(call, on),
        line=line,
        indicator=next(each for each in indicators if each.number == row.indicator),
        name=answer.name if answer else "",
        organisation=answer.organisation if answer else "",
        on=answer.on if answer else None,
        wording_number=wording_of(row).number,
        groups=tuple((group.pk, group.title) for group in call.groups.filter(indicator=row.indicator)),
        others=tuple(each for each in same if each.number != number) if line.state == "shown" else (),
        indicators=tuple(each for each in indicators if each.number != row.indicator),
        history=_history(row, {each.number: each.title for each in indicators}),
        comments=tuple(
            Said(each.pk, each.text, each.at, each.who, each.by == person.id) for each in row.comments.all()
        ),
    )


def measure_pair_page(call: Call, one: int, other: int, on: date) -> MeasurePairPage | None:
    """Return two proposals of one indicator side by side, None where they aren't there or can't be merged."""
    lines = {line.number: line for line in lines_of(call, state="shown")}
    if one == other or not {one, other} <= lines.keys() or lines[one].indicator != lines[other].indicator:
        return None
    language = page_language()
    mine, theirs = lines[one].measure, lines[other].measure
    rows = []
    for part in PARTS:
        first, second = getattr(mine, part), getattr(theirs, part)
        if first or second:
            stretches = words(wording(first, language), wording(second, language)) if first and second else ()
            rows.append(BesideIt(HEADINGS[part], first, second, stretches if first != second else ()))
    pair = frozenset((one, other))
    return MeasurePairPage(
        head=head_of(call, on),
        one=lines[one],
        other=lines[other],
        rows=tuple(rows),
        wording_number=wording_of(call.proposals.select_related("wording").get(number=one)).number,
        proposal=next(
            (each for each in _alike([lines[one], lines[other]]) if {each.one, each.other} == {str(one), str(other)}),
            None,
        ),
        dismissed=pair in _dismissed(call),
    )


def in_order(call: Call) -> tuple[Agreed, ...]:
    """Return the indicators of a call by number."""
    return tuple(sorted(asked_of(call).indicators, key=lambda each: by_digits(each.number)))


def cell_name(cell: str, language: str) -> str:
    """Return what a cell is called: "Täljare (svenska)"."""
    part, _, code = cell.rpartition("_")
    tongue = {"sv": {"sv": "svenska", "en": "Swedish"}, "en": {"sv": "engelska", "en": "English"}}[code]
    return f"{wording(HEADINGS[part], language)} ({wording(tongue, language)})"


def _line(row: Proposal, merged: "tuple[ProposalLine, ...]" = ()) -> ProposalLine:
    answer = row.answer
    return ProposalLine(
        number=row.number,
        indicator=row.indicator,
        measure=said(wording_of(row)),
        state=row.state,
        state_name=STATES[row.state],  # type: ignore[index]
        state_reason=row.state_reason,
        decision=row.decision,
        decision_name=DECISIONS[row.decision],  # type: ignore[index]
        decision_reason=row.decision_reason,
        by=", ".join(each for each in (answer.name, answer.organisation) if each) if answer else "",
        audience=answer.audience.name if answer else {},
        group=row.group_id,
        into=row.merged_into.number if row.merged_into else None,
        comments=getattr(row, "n", 0),
        under=merged,
    )


def _alike(lines: Sequence[ProposalLine]) -> Iterable[Likeness]:
    for language in ("sv", "en"):
        entries = tuple(
            Entry(str(line.number), line.measure.title[language], line.measure.numerator.get(language, ""))
            for line in lines
            if line.measure.title.get(language) and (language == "sv" or not line.measure.title.get("sv"))
        )
        yield from proposed_pairs(entries, language)


def _pairs(call: Call, lines: Sequence[ProposalLine]) -> tuple[LikePair, ...]:
    known = {str(line.number): line for line in lines}
    gone = _dismissed(call)
    found = [
        LikePair(known[each.one], known[each.other], each)
        for each in _alike(lines)
        if frozenset((int(each.one), int(each.other))) not in gone
    ]
    return tuple(sorted(found, key=lambda each: -each.proposal.score)[:MOST_PAIRS])


def _dismissed(call: Call) -> set[frozenset[int]]:
    rows = MeasureNotSame.objects.filter(first__call=call).values_list("first__number", "second__number")
    return {frozenset(pair) for pair in rows}


def _history(row: Proposal, indicators: Mapping[str, Text]) -> tuple[HappenedToIt, ...]:
    given, *worded = _wordings(row)
    happened = [(each.at, each) for each in (*_turns(row, indicators), *_merges(row), *worded) if each.at is not None]
    return (given, *(each for _at, each in sorted(happened, key=lambda pair: pair[0])))


def _wordings(row: Proposal) -> Iterable[HappenedToIt]:
    before: Measure | None = None
    language = page_language()
    for each in row.wordings.all():
        now = said(each)
        if before is None:
            yield HappenedToIt("given", None, "", original=now)
        else:
            old, new = cells(before), cells(now)
            changes = tuple(
                CellChange(cell_name(cell, language), words(old[cell], new[cell]))
                for cell in old
                if old[cell] != new[cell]
            )
            yield HappenedToIt("worded", each.at, each.who, each.reason, changes=changes)
        before = now


def _turns(row: Proposal, indicators: Mapping[str, Text]) -> Iterable[HappenedToIt]:
    for each in row.turns.all():
        names: Mapping[str, Text] = {"state": STATES, "decision": DECISIONS}.get(each.what, indicators)  # type: ignore[assignment]
        yield HappenedToIt(
            each.what, each.at, each.who, each.reason, names.get(each.before, {}), names.get(each.after, {})
        )


def _merges(row: Proposal) -> Iterable[HappenedToIt]:
    for each in MeasureMerge.objects.filter(gone=row).select_related("kept"):
        yield HappenedToIt("merged", each.at, each.who, each.reason, other=each.kept.number)
        if each.undone_at:
            yield HappenedToIt("parted", each.undone_at, each.undone_who, each.undone_reason, other=each.kept.number)
    for each in MeasureMerge.objects.filter(kept=row).select_related("gone"):
        yield HappenedToIt("received", each.at, each.who, each.reason, other=each.gone.number)
        if each.undone_at:
            yield HappenedToIt("released", each.undone_at, each.undone_who, each.undone_reason, other=each.gone.number)
