"""Reads of a conference's result, as page objects: the whole conference and each of its votes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from ljuspunkt.domain.consensus.ballot import Approve, Choose
from ljuspunkt.domain.consensus.conference import VoteResult
from ljuspunkt.domain.consensus.words import describe_form, describe_ties
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.documents import read_form, read_rule
from ljuspunkt.rooms.conference.held import secondary_of
from ljuspunkt.rooms.conference.kept import kept_vote
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.queries.shown import (
    Head,
    Named,
    Shown,
    leading,
    published,
    shown,
    when_held,
)
from ljuspunkt.rooms.conference.standings import STATES, Sky, Standing, State, sky
from ljuspunkt.rooms.conference.words import (
    fates,
    headline,
    joined,
    rule_in_words,
    secondary_in_words,
    settled,
    unit,
)
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import page_language
from ljuspunkt.ui.signs import in_groups


@dataclass(frozen=True, slots=True)
class IndexCard:
    """A published conference in few words."""

    slug: str
    title: Text
    when: str
    finding: str


@dataclass(frozen=True, slots=True)
class TieNote:
    """Candidates that were equal at the last place, and how it was settled; `reason` is the chair's."""

    n: int
    names: tuple[str, ...]
    places: int
    settled: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunoffNote:
    """A run-off among the tied: how many took part, and the votes of each."""

    number: int
    ballots: int
    entitled: int
    votes: tuple[tuple[str, Text, int], ...]
    void_reason: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """When a rule was fixed and the vote was held, and the hash of what was fixed."""

    opened_at: datetime
    closed_at: datetime | None
    decided_at: datetime | None
    rule_hash: str


@dataclass(frozen=True, slots=True)
class VoteCard:
    """A vote in few words: who competed, and what came of it; `lights` has a state per candidate."""

    reference: str
    title: Text
    place: int
    of_places: int
    kinds: str
    n: int
    entitled: int
    ballots: int
    finding: str
    counts: Mapping[str, int]
    lights: tuple[State, ...]
    void_reason: str = ""


@dataclass(frozen=True, slots=True)
class VotePage:
    """One vote: its rule in words, its result drawn and listed, what is told of agreement, and its neighbours."""

    head: Head
    card: VoteCard
    unit: str
    dotted: bool
    form: str
    rule: tuple[str, ...]
    tie_rule: str
    frozen: Frozen | None
    skies: tuple[Sky, ...]
    ties: tuple[TieNote, ...]
    runoffs: tuple[RunoffNote, ...]
    unpublished: int
    final_protocol: str
    kept_in: str
    secondary: tuple[str, ...]
    voided_at: datetime | None
    instead: str
    receipts: tuple[str, ...]
    leads: bool
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Star:
    """A candidate of the whole inventory and how far it came: into the shortest protocol, into any, or out."""

    reference: str
    title: Text
    indicator: str
    state: State


@dataclass(frozen=True, slots=True)
class Field:
    """The candidates of one kind."""

    kind: str
    stars: tuple[Star, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole conference: how many became how few."""

    head: Head
    headline: str
    candidates: int
    protocols: tuple[Named, ...]
    votes: tuple[VoteCard, ...]
    void: tuple[VoteCard, ...]
    fields: tuple[Field, ...]
    unpublished: int
    dropped: int
    leads: bool

    @property
    def comprehensive(self) -> int:
        return self.protocols[-1].n if self.protocols else 0

    @property
    def core(self) -> int:
        return self.protocols[0].n if self.protocols else 0


def is_kept(*, slug: str, inputs: str, software: str) -> bool:
    """Return whether the result of just these files, tallied by just this version, is kept."""
    return Conference.objects.filter(slug=slug, inputs=inputs, software=software).exists()


def exists(slug: str) -> bool:
    """Return whether there is a conference with this name, published or not."""
    return Conference.objects.filter(slug=slug).exists()


def index() -> tuple[IndexCard, ...]:
    """Return the published conferences, the latest first."""
    return tuple(_index_card(Shown(row)) for row in published())


def _index_card(here: Shown) -> IndexCard:
    sizes = [len(protocol.ids) for protocol in here.protocols]
    n = len(here.result.conference.inventory.each)
    return IndexCard(here.conference.slug, here.conference.title, when_held(here.conference), headline(n, sizes))


def leading_slug() -> str:
    """Return the slug of the conference that the network's indicators came out of, "" where none is published."""
    row = leading()
    return row.slug if row else ""


def protocol_like(slug: str, name: str) -> str:
    """Return the name where a conference agreed on such a protocol, else that of its shortest, "" where it has none."""
    found = shown(slug)
    names = [protocol.name for protocol in found.protocols] if found else []
    return name if name in names else next(iter(names), "")


def leading_overview() -> Overview | None:
    """Return the conference that the network's indicators came out of, None where none is published."""
    row = leading()
    return _overview(Shown(row)) if row else None


def overview(slug: str, by: Person | None = None) -> Overview | None:
    """Return the whole conference, None where there is none to be shown."""
    here = shown(slug, by)
    return _overview(here) if here else None


def _overview(here: Shown) -> Overview:
    candidates = list(here.conference.candidates.all())
    by_kind: dict[str, list[Star]] = {}
    for candidate in candidates:
        by_kind.setdefault(candidate.kind, []).append(
            Star(
                candidate.reference,
                candidate.title,
                here.numbers.get(candidate.reference, ""),
                here.reached(candidate.reference),
            )
        )
    results = here.result.votes
    rows = {row.reference: row for row in _ballotings(here.conference)}
    void = [row for row in rows.values() if row.state == "void"]
    return Overview(
        head=here.head,
        headline=headline(len(candidates), [len(protocol.ids) for protocol in here.protocols]),
        candidates=len(candidates),
        protocols=tuple(here.named(protocol) for protocol in here.protocols),
        votes=tuple(
            _card(here, rows[each.vote.id], place, len(results), standings_of(here, each))
            for place, each in enumerate(results, start=1)
        ),
        void=tuple(_card(here, row, row.place, len(results), _void_standings(here, row)) for row in void),
        fields=tuple(Field(here.kind_heading(kind), tuple(stars)) for kind, stars in by_kind.items()),
        unpublished=sum(not candidate.title for candidate in candidates),
        dropped=len(candidates) - len(here.numbers),
        leads=here.leads,
    )


def _ballotings(conference: Conference) -> QuerySet[Vote]:
    """Return the votes whose result stands or was declared void, run-offs apart."""
    return (
        conference.votes.filter(state__in=("closed", "decided", "void"), runoff_of=None)
        .exclude(state="void", opened_at=None)
        .prefetch_related("results__candidate", "ties__candidates", "rulings")
    )


def vote_page(slug: str, reference: str, by: Person | None = None) -> VotePage | None:
    """Return one vote, None where there is no such vote to be shown."""
    here = shown(slug, by)
    if here is None:
        return None
    rows = list(_ballotings(here.conference))
    row = next((row for row in rows if row.reference == reference), None)
    if row is None:
        return None
    references = [each.vote.id for each in here.result.votes]
    found = next((each for each in here.result.votes if each.vote.id == reference), None)
    standings = standings_of(here, found) if found else _void_standings(here, row)
    at = references.index(reference) if found else 0
    again = row.held_again.first()
    form = read_form(row.ballot)
    return VotePage(
        head=here.head,
        card=_card(here, row, at + 1, len(references), standings),
        unit=unit(form),
        dotted=isinstance(form, Approve | Choose),
        form=describe_form(form, gettext),
        rule=_rule(here, row, _protocol_of(here, standings, "out", whole=False)),
        tie_rule=_tie_rule(row),
        frozen=_frozen(row),
        skies=tuple(_skies(here, row, standings)),
        ties=tuple(_tie_notes(row)) if found else (),
        runoffs=tuple(_runoff_notes(row)),
        unpublished=sum(not standing.title for standing in standings),
        final_protocol=_protocol_of(here, standings, "through"),
        kept_in=_protocol_of(here, standings, "out", whole=False),
        secondary=tuple(secondary_in_words(secondary_of(row), page_language())),
        voided_at=row.voided_at,
        instead=again.reference if again and found is None else "",
        receipts=tuple(in_groups(each, 4) for each in ballot_box.receipts(row.pk)) if here.head.held_here else (),
        leads=here.leads,
        previous=references[at - 1] if found and at else "",
        next=references[at + 1] if found and at + 1 < len(references) else "",
    )


def _rule(here: Shown, row: Vote, kept_in: str) -> tuple[str, ...]:
    """Return the rule but for ties, one sentence per step."""
    return rule_in_words(read_rule(row.rule), read_form(row.ballot), kind_word=here.kind_word, kept_in=kept_in)


def _tie_rule(row: Vote) -> str:
    """Return what the rule says about candidates that are equal at the last place; "" where there are no places."""
    rule = read_rule(row.rule)
    return "" if rule.places is None else describe_ties(rule.ties, gettext)


def _frozen(row: Vote) -> Frozen | None:
    if row.opened_at is None:
        return None
    return Frozen(row.opened_at, row.closed_at, row.decided_at, row.rule_hash)


def _tie_notes(row: Vote) -> Iterable[TieNote]:
    reasons = {ruling.kind: ruling.reason for ruling in row.rulings.all()}
    for tie in row.ties.all():
        candidates = list(tie.candidates.all())
        yield TieNote(
            n=len(candidates),
            names=tuple(candidate.reference for candidate in candidates),
            places=tie.places,
            settled=settled(tie.settled_by),
            reason=reasons.get(tie.kind, "") if tie.settled_by == "chair" else "",
        )


def _runoff_notes(row: Vote) -> Iterable[RunoffNote]:
    for runoff in row.runoffs.filter(state__in=("closed", "decided", "void")).order_by("runoff_number", "place"):
        yield RunoffNote(
            number=runoff.runoff_number or 0,
            ballots=runoff.ballots,
            entitled=runoff.entitled,
            votes=tuple(
                (result.candidate.reference, result.candidate.title, int(result.value or 0))
                for result in runoff.results.select_related("candidate")
            ),
            void_reason=runoff.void_reason,
        )


def _card(here: Shown, row: Vote, place: int, of_places: int, standings: Sequence[Standing]) -> VoteCard:
    counts = {outcome: sum(each.outcome == outcome for each in standings) for outcome in STATES}
    kinds = list(dict.fromkeys(standing.kind for standing in standings))
    words = joined([here.kind_word(kind) for kind in kinds if kind])
    return VoteCard(
        reference=row.reference,
        title=row.title,
        place=place,
        of_places=of_places,
        kinds=words[:1].upper() + words[1:],
        n=len(standings),
        entitled=row.entitled,
        ballots=row.ballots,
        finding=fates(**counts),
        counts=counts,
        lights=tuple(state for outcome, state in STATES.items() for _ in range(counts[outcome])),
        void_reason=row.void_reason,
    )


def standings_of(here: Shown, result: VoteResult) -> list[Standing]:
    """Return where each candidate of a vote stands."""
    inventory = here.result.conference.inventory
    return [
        Standing(
            reference=item.id,
            kind=item.kind,
            title=inventory[item.id].title,
            value=None if item.votes is None else float(item.votes),
            of=item.of,
            rank=item.rank or 0,
            outcome=item.outcome,
            tied=item.tied,
            indicator=here.numbers.get(item.id, ""),
        )
        for item in result.items
    ]


def _void_standings(here: Shown, row: Vote) -> list[Standing]:
    """Return what a void vote gave, as far as it was counted before it was declared void."""
    return standings_of(here, kept_vote(row)) if row.results.all() else []


def _skies(here: Shown, row: Vote, standings: Sequence[Standing]) -> Iterable[Sky]:
    places = row.rule.get("through", {}).get("places")
    out_bar = "out" in row.rule
    if not standings:
        return
    if not isinstance(places, list):
        yield sky("", places, standings, out_bar=out_bar)
        return
    places = dict(places)
    for kind in dict.fromkeys([*places, *(standing.kind for standing in standings)]):
        of_kind = [standing for standing in standings if standing.kind == kind]
        if of_kind:
            yield sky(here.kind_heading(kind), places.get(kind, 0), of_kind, out_bar=out_bar)


def _protocol_of(here: Shown, standings: Sequence[Standing], outcome: str, *, whole: bool = True) -> str:
    """Return the smallest protocol that holds all candidates with this outcome; the same ones where `whole`."""
    found = {standing.reference for standing in standings if standing.outcome == outcome}
    for protocol in here.protocols:
        if found and (found == set(protocol.ids) if whole else found <= set(protocol.ids)):
            return protocol.name
    return ""
