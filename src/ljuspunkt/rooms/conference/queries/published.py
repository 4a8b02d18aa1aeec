"""Reads of a held conference, as page objects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from ljuspunkt.domain.report.words import sentence_case
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.standings import STATES, Sky, Standing, State, natural, sky
from ljuspunkt.rooms.conference.words import fates, joined, rule_in_words, secondary_in_words, settled, ties_in_words
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.indicators.queries import IndicatorCard


@dataclass(frozen=True, slots=True)
class TieNote:
    """Candidates that were equal at the last place, and how it was settled."""

    n: int
    places: int
    settled: str


@dataclass(frozen=True, slots=True)
class VoteCard:
    """A vote in few words: who competed, and what came of it; `lights` has a state per candidate."""

    reference: str
    place: int
    of_places: int
    kinds: str
    n: int
    entitled: int
    ballots: int
    finding: str
    counts: Mapping[str, int]
    lights: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class VotePage:
    """One vote: its rule in words, its result drawn and listed, what is told of agreement, and its neighbours."""

    conference: Text
    note: Text
    card: VoteCard
    rule: tuple[str, ...]
    tie_rule: str
    skies: tuple[Sky, ...]
    ties: tuple[TieNote, ...]
    unpublished: int
    final_protocol: str
    kept_in: str
    secondary: tuple[str, ...]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Star:
    """A candidate of the whole inventory and how far it came: core, comprehensive, or out."""

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

    title: Text
    note: Text
    voters: int
    candidates: int
    comprehensive: int
    core: int
    core_kinds: str
    votes: tuple[VoteCard, ...]
    fields: tuple[Field, ...]
    unpublished: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one vote gave one candidate."""

    reference: str
    votes: int | float
    of: int
    outcome: str
    state: State
    tied: bool
    in_core: bool

    @property
    def lit(self) -> range:
        return range(int(self.votes))

    @property
    def dark(self) -> range:
        return range(int(self.votes), self.of)


@dataclass(frozen=True, slots=True)
class Way:
    """An indicator's way through the conference."""

    card: IndicatorCard
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """A protocol: its indicators kind by kind, each with its way."""

    name: str
    n: int
    note: Text
    voters: int
    kinds: tuple[tuple[str, tuple[Way, ...]], ...]
    others: tuple[tuple[str, int], ...]


def is_kept(*, slug: str, inputs: str, software: str) -> bool:
    """Return whether the result of just these files, tallied by just this version, is kept."""
    return Conference.objects.filter(slug=slug, inputs=inputs, software=software).exists()


def overview() -> Overview | None:
    """Return the whole conference, None where there is none."""
    conference = _conference()
    if conference is None:
        return None
    cards = indicators.indicators()
    protocols = indicators.protocols()
    candidates = list(conference.candidates.all())
    core = [reference for reference in protocols.get("core", ()) if reference in cards]
    by_kind: dict[str, list[Star]] = {}
    for candidate in candidates:
        card = cards.get(candidate.reference)
        by_kind.setdefault(candidate.kind, []).append(
            Star(candidate.reference, candidate.title, card.number if card else "", _reached(card))
        )
    n_core = {kind: sum(cards[reference].kind == kind for reference in core) for kind in by_kind}
    return Overview(
        title=conference.title,
        note=conference.note,
        voters=conference.voters,
        candidates=len(candidates),
        comprehensive=len(protocols.get("comprehensive", ())),
        core=len(core),
        core_kinds=joined([f"{n} {_kind_word(conference, kind)}" for kind, n in n_core.items()]),
        votes=tuple(_cards(conference)),
        fields=tuple(Field(_heading(conference, kind), tuple(stars)) for kind, stars in by_kind.items()),
        unpublished=sum(not candidate.title for candidate in candidates),
    )


def vote_page(reference: str) -> VotePage | None:
    """Return one vote, None where there is no such vote."""
    conference = _conference()
    if conference is None:
        return None
    votes = list(conference.votes.all())
    references = [vote.reference for vote in votes]
    if reference not in references:
        return None
    at = references.index(reference)
    vote = votes[at]
    standings = _standings(vote, indicators.indicators())
    return VotePage(
        conference=conference.title,
        note=conference.note,
        card=_card(vote, len(votes), standings),
        rule=tuple(
            rule_in_words(
                vote.rule,
                kind_word=lambda kind: _kind_word(conference, kind),
                kept_in=_protocol_of(standings, "out", whole=False),
            )
        ),
        tie_rule=ties_in_words(vote.rule),
        skies=tuple(_skies(vote, standings)),
        ties=tuple(TieNote(tie.candidates.count(), tie.places, settled(tie.settled_by)) for tie in vote.ties.all()),
        unpublished=sum(not standing.title for standing in standings),
        final_protocol=_protocol_of(standings, "through"),
        kept_in=_protocol_of(standings, "out", whole=False),
        secondary=tuple(secondary_in_words(vote.secondary, (get_language() or "sv")[:2])),
        previous=references[at - 1] if at else "",
        next=references[at + 1] if at + 1 < len(references) else "",
    )


def protocol_page(name: str) -> ProtocolPage | None:
    """Return a protocol with each indicator's way, None where there is no such protocol."""
    protocols = indicators.protocols()
    conference = _conference()
    if name not in protocols or conference is None:
        return None
    cards = indicators.indicators()
    steps = _steps(conference)
    by_kind: dict[str, list[Way]] = {}
    for card in sorted((cards[reference] for reference in protocols[name]), key=lambda card: natural(card.number)):
        by_kind.setdefault(card.kind, []).append(Way(card, steps.get(card.candidate, ())))
    return ProtocolPage(
        name=name,
        n=len(protocols[name]),
        note=conference.note,
        voters=conference.voters,
        kinds=tuple((_heading(conference, kind), tuple(ways)) for kind, ways in by_kind.items()),
        others=tuple((other, len(held)) for other, held in protocols.items() if other != name),
    )


def way(number: str) -> Way | None:
    """Return the way of the indicator with this number, None where there is none."""
    conference = _conference()
    card = next((card for card in indicators.indicators().values() if card.number == number), None)
    if conference is None or card is None:
        return None
    return Way(card, _steps(conference).get(card.candidate, ()))


def _conference() -> Conference | None:
    return Conference.objects.filter(published=True).order_by("pk").first()


def _kind_word(conference: Conference, kind: str) -> str:
    """Return what a kind is called in the page's language, or its own word where the conference doesn't say."""
    return wording(conference.kinds.get(kind, {}), (get_language() or "sv")[:2]) or kind


def _heading(conference: Conference, kind: str) -> str:
    return sentence_case(_kind_word(conference, kind))


def _cards(conference: Conference) -> Iterable[VoteCard]:
    votes = list(conference.votes.all())
    return [_card(vote, len(votes), _standings(vote, {})) for vote in votes]


def _card(vote: Vote, of_places: int, standings: Sequence[Standing]) -> VoteCard:
    counts = {outcome: sum(each.outcome == outcome for each in standings) for outcome in STATES}
    kinds = list(dict.fromkeys(standing.kind for standing in standings))
    return VoteCard(
        reference=vote.reference,
        place=vote.place,
        of_places=of_places,
        kinds=sentence_case(joined([_kind_word(vote.conference, kind) for kind in kinds])),
        n=len(standings),
        entitled=vote.entitled,
        ballots=vote.ballots,
        finding=fates(**counts),
        counts=counts,
        lights=tuple(state for outcome, state in STATES.items() for _ in range(counts[outcome])),
    )


def _standings(vote: Vote, cards: Mapping[str, IndicatorCard]) -> list[Standing]:
    return [
        Standing(
            reference=result.candidate.reference,
            kind=result.candidate.kind,
            title=result.candidate.title,
            value=result.value or 0,
            of=result.of,
            rank=result.rank or 0,
            outcome=result.outcome,
            tied=result.tied,
            indicator=card.number if (card := cards.get(result.candidate.reference)) else "",
        )
        for result in vote.results.select_related("candidate")
    ]


def _skies(vote: Vote, standings: Sequence[Standing]) -> Iterable[Sky]:
    places = vote.rule.get("through", {}).get("places")
    out_bar = "out" in vote.rule
    if not isinstance(places, list):
        yield sky("", places, standings, out_bar=out_bar)
        return
    places = dict(places)
    for kind in dict.fromkeys([*places, *(standing.kind for standing in standings)]):
        of_kind = [standing for standing in standings if standing.kind == kind]
        if of_kind:
            yield sky(_heading(vote.conference, kind), places.get(kind, 0), of_kind, out_bar=out_bar)


def _protocol_of(standings: Sequence[Standing], outcome: str, *, whole: bool = True) -> str:
    """Return the smallest protocol that holds all candidates with this outcome; the same ones where `whole`."""
    found = {standing.reference for standing in standings if standing.outcome == outcome}
    for name, held in indicators.protocols().items():
        if found and (found == set(held) if whole else found <= set(held)):
            return name
    return ""


def _reached(card: IndicatorCard | None) -> State:
    if card is None:
        return "bare"
    return "lit" if "core" in card.protocols else "ring"


def _steps(conference: Conference) -> dict[str, tuple[Step, ...]]:
    steps: dict[str, list[Step]] = {}
    core = set(indicators.protocols().get("core", ()))
    for vote in conference.votes.all():
        standings = _standings(vote, {})
        decides_core = {each.reference for each in standings if each.outcome == "through"} == core
        for each in standings:
            step = Step(vote.reference, each.votes, each.of, each.outcome, each.state, each.tied, decides_core)
            steps.setdefault(each.reference, []).append(step)
    return {reference: tuple(found) for reference, found in steps.items()}
