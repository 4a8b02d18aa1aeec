"""Reads of protocols and of each candidate's way there, as page objects."""

from dataclasses import dataclass

from ljuspunkt.domain.consensus.conference import ConferenceResult
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.conference.models import Candidate
from ljuspunkt.rooms.conference.queries.published import standings_of
from ljuspunkt.rooms.conference.queries.shown import CORE, Head, Named, Shown, leading, shown
from ljuspunkt.rooms.conference.standings import State, natural
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.indicators.queries import IndicatorCard, InventoryCandidate
from ljuspunkt.rooms.people.permissions import Person


@dataclass(frozen=True, slots=True)
class Step:
    """What one vote gave one candidate."""

    slug: str
    reference: str
    votes: int | float | None
    of: int
    by_ballots: bool
    outcome: str
    state: State
    tied: bool
    in_core: bool

    @property
    def lit(self) -> range:
        return range(int(self.votes or 0) if self.by_ballots else 0)

    @property
    def dark(self) -> range:
        return range(int(self.votes or 0), self.of) if self.by_ballots else range(0)


@dataclass(frozen=True, slots=True)
class Way:
    """An indicator's way through the conference."""

    card: IndicatorCard
    steps: tuple[Step, ...]
    slug: str


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """A protocol: its indicators kind by kind, each with its way; and how many candidates it left out."""

    head: Head
    name: str
    title: str
    n: int
    candidates: int
    final: bool
    kinds: tuple[tuple[str, tuple[Way, ...]], ...]
    others: tuple[Named, ...]
    left_out: tuple["LeftOut", ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate that no protocol holds: the vote in which it dropped out, with its votes there."""

    reference: str
    title: Text
    last: Step | None


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """A candidate with its texts as voted on, as gathered, those merged into it, and its way through the votes."""

    head: Head
    reference: str
    kind: str
    title: Text
    description: Text
    easy_read: Text
    origin: InventoryCandidate | None
    steps: tuple[Step, ...]
    number: str
    protocols: tuple[Named, ...]
    leads: bool

    @property
    def reworded(self) -> bool:
        """Whether it was called something else when it was gathered."""
        return self.origin is not None and dict(self.origin.original) != dict(self.title)


def protocol_page(slug: str, name: str, by: Person | None = None) -> ProtocolPage | None:
    """Return a protocol with each indicator's way, None where there is no such protocol to be shown."""
    here = shown(slug, by)
    protocol = here.protocol(name) if here else None
    if here is None or protocol is None:
        return None
    rows = {row.reference: row for row in here.conference.candidates.all()}
    steps = _steps(here)
    by_kind: dict[str, list[Way]] = {}
    for id in sorted(protocol.ids, key=lambda id: natural(here.numbers[id])):
        by_kind.setdefault(rows[id].kind, []).append(
            Way(_card(here, rows[id]), steps.get(id, ()), here.conference.slug)
        )
    return ProtocolPage(
        head=here.head,
        name=name,
        title=here.title_of(name),
        n=len(protocol.ids),
        candidates=len(rows),
        final=protocol.final,
        kinds=tuple((here.kind_heading(kind), tuple(ways)) for kind, ways in by_kind.items()),
        others=tuple(here.named(other) for other in here.protocols if other.name != name),
        left_out=tuple(
            LeftOut(id, row.title, found[-1] if (found := steps.get(id, ())) else None)
            for id, row in rows.items()
            if id not in here.numbers
        ),
        leads=here.leads,
    )


def candidate_page(slug: str, reference: str, by: Person | None = None) -> CandidatePage | None:
    """Return a candidate with its way, None where there is no such candidate to be shown."""
    here = shown(slug, by)
    row = here.conference.candidates.filter(reference=reference).first() if here else None
    if here is None or row is None:
        return None
    return CandidatePage(
        head=here.head,
        reference=row.reference,
        kind=here.kind_heading(row.kind),
        title=row.title,
        description=row.description,
        easy_read=row.easy_read,
        origin=origins(here).get(row.reference),
        steps=_steps(here).get(row.reference, ()),
        number=here.numbers.get(row.reference, ""),
        protocols=tuple(here.named(each) for each in here.protocols if row.reference in each.ids),
        leads=here.leads,
    )


def origins(here: Shown) -> dict[str, InventoryCandidate]:
    """Return what the inventory knows of each candidate, by its reference; nothing where there is no inventory."""
    if not here.conference.inventory:
        return {}
    found = {each.number: each for each in indicators.inventory_candidates(here.conference.inventory, every=True)}
    return {
        row.reference: found[number]
        for row in here.conference.candidates.all()
        if (number := str(row.origin.get("number", row.reference))) in found
    }


def way(number: str) -> Way | None:
    """Return the way of the network's indicator with this number, None where there is none."""
    row = leading()
    card = next((card for card in indicators.indicators().values() if card.number == number), None)
    if row is None or card is None:
        return None
    here = Shown(row)
    return Way(card, _steps(here).get(card.candidate, ()), row.slug)


def _card(here: Shown, row: Candidate) -> IndicatorCard:
    return IndicatorCard(
        number=here.numbers[row.reference],
        candidate=row.reference,
        kind=row.kind,
        perspective=row.perspective,
        perspective_inferred=bool(row.origin.get("perspective_inferred")),
        title=row.title,
        description=row.description,
        protocols=tuple(each.name for each in here.protocols if row.reference in each.ids),
    )


def _steps(here: Shown) -> dict[str, tuple[Step, ...]]:
    steps: dict[str, list[Step]] = {}
    core = set(found.ids) if (found := here.protocol(CORE)) else set()
    result: ConferenceResult = here.result
    for each in result.votes:
        standings = standings_of(here, each)
        decides_core = bool(core) and {one.reference for one in standings if one.outcome == "through"} == core
        by_ballots = any(item.yes is not None for item in each.items)
        for one in standings:
            step = Step(
                here.conference.slug,
                each.vote.id,
                one.votes,
                one.of,
                by_ballots,
                one.outcome,
                one.state,
                one.tied,
                decides_core,
            )
            steps.setdefault(one.reference, []).append(step)
    return {reference: tuple(found) for reference, found in steps.items()}
