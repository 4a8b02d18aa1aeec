"""Secondary figures (sekundära mått) of a conference: agreement within a vote, stability between votes.

They describe and decide nothing; no rule reads them. A panel can agree and yet move, or be stable and divided, so the
two are kept apart. Agreement and net change come from secret ballots. What single panellists changed is there only
where the conference decided beforehand on pseudonyms.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ljuspunkt.domain.consensus.ballot import Approve, Ballot, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.tally import Tally, standing
from ljuspunkt.domain.estimation.agreement import (
    AgainstChance,
    Coefficient,
    Concordance,
    Metric,
    fleiss_against_chance,
    fleiss_kappa,
    gwet_ac1,
    kendall_w,
    krippendorff_alpha,
    percent_agreement,
)
from ljuspunkt.domain.estimation.stability import (
    SignedRanks,
    kendall_tau_b,
    share_changed,
    weighted_kappa,
    wilcoxon,
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the ballots of one vote say the same, blank ballots left out.

    Attributes:
        n_ballots: ballots that say something.
        n_items: items voted on.
        same_answer: share of pairs of ballots with the same answer to an item, averaged over items.
        concordance: Kendall's W of the ballots that say something about every item, `n_orders` of them.
        fleiss, fleiss_test, ac1: of yes and no only.
        alpha: Krippendorff's, by metric: nominal for yes and no, ordinal and interval for ratings, ratio for points.
    """

    n_ballots: int
    n_items: int
    same_answer: float | None = None
    n_orders: int = 0
    concordance: Concordance | None = None
    fleiss: Coefficient | None = None
    fleiss_test: AgainstChance | None = None
    ac1: Coefficient | None = None
    alpha: Mapping[Metric, Coefficient | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NetChange:
    """An item's share in two votes: of yes among the ballots cast, or of ratings in the top third among opinions."""

    item: str
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Moves:
    """How panellists' own answers moved: of `n` answers given in both votes, some went up, some down.

    `test` is of one item, since several answers of one panellist aren't independent. `kappa` is Cohen's; weighted
    only where answers have more than two steps.
    """

    n: int
    up: int
    down: int
    share: float
    test: SignedRanks | None
    kappa: float | None
    kappa_linear: float | None
    kappa_quadratic: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The panellists with ballots in two votes: their answers to all shared items together, and item by item."""

    n: int
    together: Moves
    items: Mapping[str, Moves]


@dataclass(frozen=True, slots=True)
class Stability:
    """What stayed and what moved from an earlier vote to a later one, over the items that last met in the earlier.

    `tau` is Kendall's between the two orders. `net` is empty where the ballots differ in kind or have no shares;
    `panel` is None without pseudonyms.
    """

    earlier: str
    later: str
    items: tuple[str, ...]
    tau: float | None
    net: tuple[NetChange, ...]
    panel: Panel | None


@dataclass(frozen=True, slots=True)
class Held:
    """A vote that was held: its ballots and what they gave."""

    id: str
    form: Form
    ballots: Sequence[Ballot]
    tally: Tally


def agreement(ballots: Sequence[Ballot], form: Form, pool: Sequence[str]) -> Agreement:
    """Return how far ballots say the same; figures that aren't defined for so few or so uniform ones are None."""
    said = [ballot for ballot in ballots if ballot.values]
    if len(said) < 2 or not pool:
        return Agreement(len(said), len(pool))
    orders = [order for ballot in said if (order := _order(ballot, form, pool)) is not None]
    concordance = kendall_w(orders) if len(orders) > 1 and len(pool) > 1 else None
    if isinstance(form, Rank):
        return Agreement(len(said), len(pool), n_orders=len(orders), concordance=concordance)
    values, table = _table(said, form, pool)
    binary = isinstance(form, Approve | Choose)
    return Agreement(
        n_ballots=len(said),
        n_items=len(pool),
        same_answer=percent_agreement(table),
        n_orders=len(orders),
        concordance=concordance,
        fleiss=fleiss_kappa(table) if binary else None,
        fleiss_test=fleiss_against_chance(table) if binary else None,
        ac1=gwet_ac1(table) if binary else None,
        alpha={metric: krippendorff_alpha(table, values, metric) for metric in _metrics(form)},
    )


def stabilities(later: Held, earlier: Sequence[Held]) -> tuple[Stability, ...]:
    """Return what moved since earlier votes: each item is compared with the last vote before that it took part in.

    Args:
        later: the vote.
        earlier: votes held before it, in order.
    """
    last: dict[str, Held] = {}
    for vote in earlier:
        if vote.tally.n_ballots:
            last.update({item.id: vote for item in vote.tally.items})
    if not later.tally.n_ballots:
        return ()
    found = []
    for vote in earlier:
        shared = tuple(item.id for item in later.tally.items if last.get(item.id) is vote)
        if shared:
            found.append(_stability(vote, later, shared))
    return tuple(found)


def _stability(earlier: Held, later: Held, items: tuple[str, ...]) -> Stability:
    return Stability(
        earlier=earlier.id,
        later=later.id,
        items=items,
        tau=kendall_tau_b(_places(earlier.tally, items), _places(later.tally, items)),
        net=tuple(_net_changes(earlier, later, items)) if earlier.form == later.form else (),
        panel=_panel(earlier, later, items) if earlier.form == later.form else None,
    )


def _places(tally: Tally, items: Sequence[str]) -> list[int]:
    """Return each item's place among the items, equals the same, the best the highest."""
    by_id = {item.id: item for item in tally.items}
    standings = [standing(by_id[item]) for item in items]
    place = {each: number for number, each in enumerate(sorted(set(standings)))}
    return [place[each] for each in standings]


def _net_changes(earlier: Held, later: Held, items: Sequence[str]) -> list[NetChange]:
    found = []
    for item in items:
        before, after = _share(earlier, item), _share(later, item)
        if before is not None and after is not None:
            found.append(NetChange(item, before, after))
    return found


def _share(vote: Held, item: str) -> Fraction | None:
    """Return the share of yes of the ballots cast, or of opinions in the top third; None where there is none."""
    match vote.form:
        case Approve() | Choose():
            return Fraction(sum(ballot.values.get(item) == 1 for ballot in vote.ballots), len(vote.ballots))
        case Rate(high=high, steps=steps) if steps > 2:
            given = [value for ballot in vote.ballots if (value := ballot.values.get(item)) is not None]
            return Fraction(sum(value > high - steps // 3 for value in given), len(given)) if given else None
        case _:
            return None


def _panel(earlier: Held, later: Held, items: Sequence[str]) -> Panel | None:
    """Return how single panellists moved, None without pseudonyms or for ballots whose answers hang together."""
    if not isinstance(later.form, Approve | Choose | Rate):
        return None
    before = {ballot.panellist: ballot for ballot in earlier.ballots if ballot.panellist and ballot.values}
    both = [
        (before[ballot.panellist], ballot) for ballot in later.ballots if ballot.panellist in before and ballot.values
    ]
    if not both:
        return None
    pairs = {
        item: [
            (first, second)
            for one, other in both
            if (first := _answer(one, later.form, item)) is not None
            and (second := _answer(other, later.form, item)) is not None
        ]
        for item in items
    }
    moves = {
        item: replace(found, test=wilcoxon(pairs[item]))
        for item in items
        if (found := _moves(pairs[item], later.form)) is not None
    }
    together = _moves([pair for item in items for pair in pairs[item]], later.form)
    return None if together is None else Panel(len(both), together, moves)


def _moves(pairs: Sequence[tuple[int, int]], form: Form) -> Moves | None:
    share = share_changed(pairs)
    if share is None:
        return None
    weighted = isinstance(form, Rate) and form.steps > 2
    return Moves(
        n=len(pairs),
        up=sum(after > before for before, after in pairs),
        down=sum(after < before for before, after in pairs),
        share=share,
        test=None,
        kappa=weighted_kappa(pairs, "none"),
        kappa_linear=weighted_kappa(pairs, "linear") if weighted else None,
        kappa_quadratic=weighted_kappa(pairs, "quadratic") if weighted else None,
    )


def _answer(ballot: Ballot, form: Form, item: str) -> int | None:
    """Return what a ballot that isn't blank says of an item; an item left out is a no, no points, or no opinion."""
    return ballot.values.get(item) if isinstance(form, Rate | Rank) else ballot.values.get(item) or 0


def _order(ballot: Ballot, form: Form, pool: Sequence[str]) -> list[int] | None:
    """Return a value per item, higher first; None where the ballot has no opinion on some item."""
    if isinstance(form, Rank):
        return [-(ballot.values.get(item) or len(pool) + 1) for item in pool]
    answers = [_answer(ballot, form, item) for item in pool]
    told = [answer for answer in answers if answer is not None]
    return told if len(told) == len(pool) else None


def _table(ballots: Sequence[Ballot], form: Form, pool: Sequence[str]) -> tuple[list[int], list[list[int]]]:
    """Return the values that answers take, ascending, and how many ballots gave each item each of them."""
    answers = {item: Counter(_answer(ballot, form, item) for ballot in ballots) for item in pool}
    if isinstance(form, Approve | Choose):
        values = [0, 1]
    else:
        values = sorted({value for counted in answers.values() for value in counted if value is not None})
    return values, [[answers[item][value] for value in values] for item in pool]


def _metrics(form: Form) -> tuple[Metric, ...]:
    match form:
        case Rate():
            return ("ordinal", "interval")
        case Points():
            return ("ratio",)
        case _:
            return ("nominal",)
