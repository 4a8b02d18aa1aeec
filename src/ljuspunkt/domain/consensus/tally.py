"""The tally (rösträkning) of one vote: ballots to scores, scores to ranks, ranks and the rule to outcomes.

The order of ballots and of items never matters.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ljuspunkt.domain.consensus.agreement import (
    RAND_SCALE,
    GroupRating,
    QuantileType,
    RandUcla,
    agreed,
    median_and_mean,
    other_verdicts,
    rand_ucla,
    thirds,
)
from ljuspunkt.domain.consensus.ballot import Approve, Ballot, Choose, Electorate, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.groups import counting_groups
from ljuspunkt.domain.consensus.pool import Outcome
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.consensus.ties import Record, Tie, found_tie, settle

Because = Literal["no_ballots", "out_bar", "place", "through_bar", "tie", "rest", "consensus", "no_consensus"]
"""Why an item has its outcome: which part of the rule gave it."""

Standing = tuple[Fraction, ...]
"""What items are ranked by, higher first: a score, or median and then mean; empty where nobody had an opinion."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How an item was rated: `n` with an opinion, thirds per group ("" for the whole panel), RAND/UCLA on 1–9.

    `other_verdicts` are the types of quantile by which RAND/UCLA would say the opposite.
    """

    n: int
    median: Fraction | None
    mean: Fraction | None
    thirds: tuple[GroupRating, ...]
    rand_ucla: RandUcla | None
    other_verdicts: tuple[QuantileType, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What a vote gave one item.

    `yes` counts ballots (approve, choose), else `score` holds the sum of points, the Borda sum or the median
    rating; `of` is the number of ballots cast or of entitled voters, as the rule says; `share` is yes of `of`;
    `rank` is competition ranking (1, 2, 2, 4), within kind where places are per kind, None without ballots;
    `because` is None where only the outcome was kept.
    """

    id: str
    kind: str
    yes: int | None
    score: Fraction | None
    of: int
    share: Fraction | None
    rank: int | None
    outcome: Outcome
    because: Because | None
    tied: bool = False
    rating: Rating | None = None

    @property
    def votes(self) -> Fraction | None:
        """The number that items are ranked by first: yes or score."""
        return self.score if self.yes is None else Fraction(self.yes)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the places end, for a kind or the whole pool (`kind` None).

    `last_in` is the lowest score that went through, `first_below` the highest that didn't; None where there is none.
    """

    kind: str | None
    places: int
    through: int
    last_in: Fraction | None
    first_below: Fraction | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The result of one vote, items by kind where places are per kind, then by rank, then as listed."""

    n_ballots: int
    n_blank: int
    of: int
    items: tuple[ItemResult, ...]
    ties: tuple[Tie, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many items have each outcome."""
        found = Counter(item.outcome for item in self.items)
        return {
            "through": found["through"],
            "onward": found["onward"],
            "out": found["out"],
            "undecided": found["undecided"],
        }


def tally(
    ballots: Sequence[Ballot],
    *,
    form: Form,
    rule: Rule,
    pool: Sequence[str],
    kinds: Mapping[str, str],
    electorate: Electorate,
    record: Record,
    listed: Collection[str],
) -> Tally:
    """Return the result of a vote.

    Args:
        ballots: read against the same form and pool.
        pool: ids of the items voted on, as listed; ranks never depend on that order.
        kinds: kind of each item.
        record: rulings and run-offs that may settle ties.
        listed: ids of all candidates.

    Raises:
        RuleBroken: a ruling doesn't fit the tie, or there is none.
        BadInput: a run-off's ballot breaks a rule.
    """
    of = electorate.entitled if rule.of == "entitled" else len(ballots)
    scored = _scored(ballots, form, rule, pool, kinds, of, electorate)
    if not ballots:
        settle((), rule.ties, record, listed=listed, electorate=electorate)
        return Tally(0, 0, of, tuple(scored))
    decided: list[ItemResult] = []
    ties: list[Tie] = []
    for kind, members in _by_places(scored, rule, pool, kinds).items():
        ranked = _ranked(members)
        if rule.consensus is not None:
            decided += [_by_consensus(item, rule) for item in ranked]
        else:
            placed, tie = _placed(ranked, kind, rule)
            decided += placed
            ties += [tie] if tie else []
    settled = settle(ties, rule.ties, record, listed=listed, electorate=electorate)
    items = _after_ties(decided, settled, rule)
    n_blank = sum(not ballot.values for ballot in ballots)
    return Tally(len(ballots), n_blank, of, items, settled, cuts_of(items, rule))


def _scored(
    ballots: Sequence[Ballot],
    form: Form,
    rule: Rule,
    pool: Sequence[str],
    kinds: Mapping[str, str],
    of: int,
    electorate: Electorate,
) -> list[ItemResult]:
    """Return the items in the pool's order with their scores, undecided so far."""
    counted = isinstance(form, Approve | Choose)
    sums = _sums(ballots, form, len(pool))
    found = []
    for item in pool:
        rating = _rating(ballots, form, item, rule, electorate) if isinstance(form, Rate) else None
        yes = sums[item] if counted else None
        score = None if counted else rating.median if rating else Fraction(sums[item])
        found.append(
            ItemResult(
                item,
                kinds[item],
                yes,
                score if ballots else None,
                of,
                Fraction(yes, of) if yes is not None and of else None,
                None,
                "undecided",
                "no_ballots",
                rating=rating,
            )
        )
    return found


def _sums(ballots: Sequence[Ballot], form: Form, n_items: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    if isinstance(form, Approve | Choose | Points):
        for ballot in ballots:
            for item, value in ballot.values.items():
                if value:
                    sums[item] += value
    elif isinstance(form, Rank):
        for ballot in ballots:
            for item, value in ballot.values.items():
                sums[item] += n_items - (value or n_items)
    return sums


def _rating(ballots: Sequence[Ballot], form: Rate, item: str, rule: Rule, electorate: Electorate) -> Rating:
    given = [(ballot.group, value) for ballot in ballots if (value := ballot.values.get(item)) is not None]
    values = [value for _, value in given]
    if rule.consensus and rule.consensus.by_group:
        groups = tuple(
            thirds(group, [value for theirs, value in given if theirs == group], form)
            for group in counting_groups(electorate.groups)
        )
    else:
        groups = (thirds("", values, form),)
    if not values:
        return Rating(0, None, None, groups, None)
    median, mean = median_and_mean(Counter(values))
    if form != RAND_SCALE:
        return Rating(len(values), median, mean, groups, None)
    return Rating(len(values), median, mean, groups, rand_ucla(values), other_verdicts(values))


def _by_places(
    items: Sequence[ItemResult], rule: Rule, pool: Sequence[str], kinds: Mapping[str, str]
) -> dict[str | None, list[ItemResult]]:
    """Return the items by kind where places are per kind, kinds in the rule's order and then as listed; else all
    under None."""
    if rule.kinds is None:
        return {None: list(items)}
    order = dict.fromkeys((*rule.kinds, *(kinds[item] for item in pool)))
    return {kind: members for kind in order if (members := [item for item in items if item.kind == kind])}


def standing(item: ItemResult) -> Standing:
    """Return what an item is ranked by."""
    if item.rating is not None:
        median, mean = item.rating.median, item.rating.mean
        return () if median is None or mean is None else (median, mean)
    return (item.votes or Fraction(0),)


def _ranked(items: Sequence[ItemResult]) -> list[ItemResult]:
    first_place: dict[Standing, int] = {}
    for place, each in enumerate(sorted(map(standing, items), reverse=True), start=1):
        first_place.setdefault(each, place)
    ranked = [replace(item, rank=first_place[standing(item)]) for item in items]
    return sorted(ranked, key=lambda item: item.rank or 0)


def _by_consensus(item: ItemResult, rule: Rule) -> ItemResult:
    assert rule.consensus is not None and item.rating is not None
    outcome = agreed(item.rating.thirds, rule.consensus, rule.rest)
    leans = agreed(item.rating.thirds, rule.consensus, "onward") != "onward"
    return replace(item, outcome=outcome, because="consensus" if leans else "no_consensus")


def _placed(ranked: Sequence[ItemResult], kind: str | None, rule: Rule) -> tuple[list[ItemResult], Tie | None]:
    """Return the items with their outcomes by bars and places, and the tie at the cut, whose items stay undecided."""

    def reaches(item: ItemResult, bar: Fraction | None) -> bool:
        return bar is not None and item.share is not None and item.share >= bar

    under = {item.id for item in ranked if rule.out_bar is not None and not reaches(item, rule.out_bar)}
    over = {item.id for item in ranked if item.id not in under and reaches(item, rule.through_bar)}
    others = [item for item in ranked if item.id not in under | over]
    left = max(rule.places_of(kind) - len(over), 0)
    placed = {item.id for item in others[:left]}
    tied: tuple[str, ...] = ()
    if 0 < left < len(others) and others[left - 1].rank == others[left].rank:
        tied = tuple(item.id for item in others if item.rank == others[left].rank)
        placed -= set(tied)

    def outcome(item: ItemResult) -> ItemResult:
        if item.id in under:
            return replace(item, outcome="out", because="out_bar")
        if item.id in over:
            return replace(item, outcome="through", because="through_bar")
        if item.id in placed:
            return replace(item, outcome="through", because="place")
        if item.id in tied:
            return replace(item, because="tie", tied=True)
        return replace(item, outcome=rule.rest, because="rest")

    tie = found_tie(kind, tied, left - len(placed)) if tied else None
    return [outcome(item) for item in ranked], tie


def _after_ties(items: Sequence[ItemResult], ties: Sequence[Tie], rule: Rule) -> tuple[ItemResult, ...]:
    went: dict[str, Outcome] = {}
    for tie in ties:
        for item in tie.items:
            went[item] = "through" if item in tie.through else "undecided" if item in tie.still else rule.rest
    return tuple(replace(item, outcome=went[item.id]) if item.id in went else item for item in items)


def cuts_of(items: Sequence[ItemResult], rule: Rule) -> tuple[Cut, ...]:
    """Return where the places end among items with their outcomes."""
    if rule.places is None:
        return ()
    cuts = []
    for kind in rule.kinds or (None,):
        members = [item for item in items if kind is None or item.kind == kind]
        inside = [item.votes for item in members if item.outcome == "through" and item.votes is not None]
        below = [item.votes for item in members if item.outcome in ("onward", "out") and item.votes is not None]
        cuts.append(Cut(kind, rule.places_of(kind), len(inside), min(inside, default=None), max(below, default=None)))
    return tuple(cuts)
