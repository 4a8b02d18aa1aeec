"""A consensus conference (konsensuskonferens): its votes in order, and the protocols that they lead to.

A vote whose pool comes from a vote with undecided items can't be tallied until they are settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ljuspunkt.domain.consensus.ballot import Ballot, Electorate, Form, Row, Sheet, read_ballots
from ljuspunkt.domain.consensus.pool import Outcome, Outcomes, Pool, items_of, waits_for
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.consensus.secondary import Agreement, Held, Stability, agreement, stabilities
from ljuspunkt.domain.consensus.tally import ItemResult, Tally, tally
from ljuspunkt.domain.consensus.ties import Record, Ruling
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.domain.indicator.protocol import Protocol
from ljuspunkt.domain.vocabulary import Text, wording

_ALL: frozenset[Outcome] = frozenset({"through", "onward", "out"})


@dataclass(frozen=True, slots=True)
class Vote:
    """One balloting: what is voted on, how, and by which rule. `entitled` are those who may vote."""

    id: str
    pool: Pool
    form: Form
    rule: Rule
    entitled: int
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtocolPlan:
    """A protocol to be: the items with `outcome` in the votes `sources`."""

    name: str
    sources: tuple[str, ...]
    outcome: Outcome
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conference:
    """All that is fixed beforehand, and the chair's rulings.

    `groups` maps declared stakeholder groups to entitled voters; `pseudonyms` says that the conference decided
    beforehand on one pseudonym per panellist through all votes; `note` must stand wherever the result is shown;
    `kinds` says what kinds are called.
    """

    inventory: Inventory
    votes: tuple[Vote, ...]
    protocols: tuple[ProtocolPlan, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    groups: Mapping[str, int] = field(default_factory=dict)
    pseudonyms: bool = False
    title: Text = field(default_factory=dict)
    place: Text = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    note: Text = field(default_factory=dict)
    kinds: Mapping[str, Text] = field(default_factory=dict)

    def kind_word(self, kind: str, language: str) -> str:
        """Return what a kind is called in a language, or its own word where the plan doesn't say."""
        return wording(self.kinds.get(kind, {}), language) or kind


@dataclass(frozen=True, slots=True)
class Box:
    """The ballot box (valurna): rows or whole ballots by vote, and rows by vote and number of run-off; `source` is the
    file they stand in."""

    rows: Mapping[str, Sequence[Row | Sheet]] = field(default_factory=dict)
    runoffs: Mapping[str, Mapping[int, Sequence[Row]]] = field(default_factory=dict)
    source: str | None = None


@dataclass(frozen=True, slots=True)
class VoteResult:
    """A vote and its tally; `waits_for` names the earlier vote with undecided items that keeps it from being
    tallied, and then the tally is None.

    `agreement` and `stability`, the latter since earlier votes, decide nothing.
    """

    vote: Vote
    tally: Tally | None
    waits_for: str | None = None
    agreement: Agreement | None = None
    stability: tuple[Stability, ...] = ()

    @property
    def items(self) -> tuple[ItemResult, ...]:
        return self.tally.items if self.tally else ()

    @property
    def n_pool(self) -> int:
        return len(self.items)

    def with_outcome(self, outcome: Outcome) -> tuple[ItemResult, ...]:
        """Return the items with an outcome, by rank."""
        return tuple(item for item in self.items if item.outcome == outcome)

    @property
    def outcomes(self) -> Outcomes:
        """What later votes may build on."""
        if self.tally is None:
            return Outcomes({}, _ALL, known=False)
        by_item = {item.id: item.outcome for item in self.items}
        may_become: frozenset[Outcome] = frozenset({"through", self.vote.rule.rest}) if self.tally.n_ballots else _ALL
        return Outcomes(by_item, may_become)


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on a candidate's way: what a vote gave it."""

    vote: Vote
    item: ItemResult


@dataclass(frozen=True, slots=True)
class ConferenceResult:
    """What came of a conference."""

    conference: Conference
    votes: tuple[VoteResult, ...]
    protocols: tuple[Protocol, ...]

    def vote(self, id: str) -> VoteResult:
        """Return the result of a vote.

        Raises:
            KeyError: there is no such vote.
        """
        for result in self.votes:
            if result.vote.id == id:
                return result
        raise KeyError(id)

    def protocol(self, name: str) -> Protocol:
        """Return a protocol.

        Raises:
            KeyError: there is no such protocol.
        """
        for protocol in self.protocols:
            if protocol.name == name:
                return protocol
        raise KeyError(name)

    def way(self, candidate: str) -> tuple[Stop, ...]:
        """Return a candidate's way through the votes that it took part in."""
        return tuple(Stop(result.vote, item) for result in self.votes for item in result.items if item.id == candidate)


def tally_conference(conference: Conference, box: Box) -> ConferenceResult:
    """Return the result of all votes, in order.

    Args:
        conference: its votes take their pools from earlier votes only.
        box: rows of votes of this conference only.

    Raises:
        BadInput: a ballot breaks a rule, or there are ballots for a vote that can't be tallied.
        RuleBroken: a ruling doesn't fit.
    """
    results: list[VoteResult] = []
    earlier: dict[str, Outcomes] = {}
    held: list[Held] = []
    for vote in conference.votes:
        result, ballots = _tally(conference, vote, box, earlier)
        if result.tally is not None:
            now = Held(vote.id, vote.form, ballots, result.tally)
            pool = items_of(vote.pool, conference.inventory, earlier)
            result = replace(result, agreement=agreement(ballots, vote.form, pool), stability=stabilities(now, held))
            held.append(now)
        results.append(result)
        earlier[vote.id] = result.outcomes
    return ConferenceResult(conference, tuple(results), protocols_of(conference, results))


def tally_vote(conference: Conference, vote: Vote, box: Box, earlier: Mapping[str, Outcomes]) -> VoteResult:
    """Return the result of one vote alone, without agreement and stability, which take longer and decide nothing.

    Args:
        earlier: what each vote gave that this one's pool takes from.

    Raises:
        BadInput: a ballot breaks a rule, or the vote can't be tallied.
        RuleBroken: a ruling doesn't fit.
    """
    return _tally(conference, vote, box, earlier)[0]


def protocols_of(conference: Conference, results: Sequence[VoteResult]) -> tuple[Protocol, ...]:
    """Return the protocols that the results of all votes lead to."""
    return tuple(_protocol(plan, conference, results) for plan in conference.protocols)


def _tally(
    conference: Conference, vote: Vote, box: Box, earlier: Mapping[str, Outcomes]
) -> tuple[VoteResult, tuple[Ballot, ...]]:
    """Return a vote's result and its ballots."""
    rows = box.rows.get(vote.id, ())
    runoffs = box.runoffs.get(vote.id, {})
    waiting = waits_for(vote.pool, earlier)
    if waiting is not None:
        for early in (rows, *runoffs.values()):
            if early:
                raise BadInput(
                    "pool_unknown",
                    "Vote “{vote}” can't be tallied: it needs items that vote “{source}” has left undecided.",
                    file=box.source,
                    line=early[0].line,
                    vote=vote.id,
                    source=waiting,
                )
        return VoteResult(vote, None, waiting), ()
    inventory = conference.inventory
    pool = items_of(vote.pool, inventory, earlier)
    consensus = vote.rule.consensus
    electorate = Electorate(
        vote.entitled,
        conference.groups,
        needs_group=consensus is not None and consensus.by_group,
        pseudonyms=conference.pseudonyms,
    )
    ballots = read_ballots(
        rows, vote.form, vote=vote.id, pool=pool, listed=inventory.ids, electorate=electorate, source=box.source
    )
    rulings = tuple(ruling for ruling in conference.rulings if ruling.vote == vote.id)
    found = tally(
        ballots,
        form=vote.form,
        rule=vote.rule,
        pool=pool,
        kinds={item: inventory[item].kind for item in pool},
        electorate=electorate,
        record=Record(vote.id, rulings, runoffs, box.source),
        listed=inventory.ids,
    )
    return VoteResult(vote, found), ballots


def _protocol(plan: ProtocolPlan, conference: Conference, results: Sequence[VoteResult]) -> Protocol:
    """Return the protocol: kinds in the order of `places`, then votes in the order named, then rank."""
    by_id = {result.vote.id: result for result in results}
    sources = [by_id[source] for source in plan.sources]
    kinds = list(dict.fromkeys(kind for source in sources for kind in source.vote.rule.kinds or ()))
    if kinds:
        kinds += [kind for kind in conference.inventory.kinds if kind not in kinds]
    chosen = [item for source in sources for item in source.with_outcome(plan.outcome)]
    if kinds:
        chosen.sort(key=lambda item: kinds.index(item.kind))
    final = all(source.outcomes.settles(plan.outcome) for source in sources)
    return Protocol(plan.name, tuple(dict.fromkeys(item.id for item in chosen)), final)
