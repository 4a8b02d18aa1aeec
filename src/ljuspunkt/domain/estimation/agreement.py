"""Agreement (samstämmighet) of several raters on several items, beyond what chance would give.

Two views of the same ratings. A *table* has a row per item and a column per category, and holds how many raters gave
the item that category; raters may skip items. *Orders* have a row per rater and a value per item, without gaps.
Items are what the intervals are about: how the figure would vary with other items of the same sort.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt
from typing import Literal, get_args

from scipy.special import chdtrc, ndtr

from ljuspunkt.domain.estimation.quantile import t_quantile
from ljuspunkt.domain.vocabulary import Interval

Table = Sequence[Sequence[int]]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]
"""What makes two ratings far apart: that they differ; how many ratings lie between; their difference; the same
in proportion to their sum."""

Distance = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An agreement beyond chance: 1 is perfect, 0 what chance gives, below 0 less than that (with gaps below −1 too).

    `agreement` and `by_chance` are what it is made of, 0–1; `standard_error` and `interval` are None with one item.
    """

    value: float
    agreement: float
    by_chance: float
    standard_error: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class AgainstChance:
    """A test of no more agreement than chance: standard normal `z` and its two-sided `p`."""

    value: float
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W: 0 where raters' orders have nothing in common, 1 where they are the same.

    `without_ties` is W without the correction for ties; `chi_square` has `degrees` degrees of freedom.
    """

    w: float
    without_ties: float
    chi_square: float
    degrees: int
    p: float


def percent_agreement(table: Table) -> float | None:
    """Return the share of pairs of raters who gave an item the same category, averaged over items.

    Items with fewer than two ratings say nothing; None where no other is there.

    Raises:
        ValueError: the rows aren't equally long, or a number is negative.

    Source: the observed agreement of Fleiss 1971, over items with two ratings or more as in Gwet 2014.
    """
    _check(table)
    shares = [_same(row) / (sum(row) * (sum(row) - 1)) for row in table if sum(row) >= 2]
    return fsum(shares) / len(shares) if shares else None


def fleiss_kappa(table: Table) -> Coefficient | None:
    """Return Fleiss' kappa, also where raters skip items; None where chance alone gives perfect agreement.

    Raises:
        ValueError: as `percent_agreement`.

    Source: Fleiss 1971, with gaps and variance as in Gwet 2014; check values: R irr `diagnoses` 0.430245;
        Krippendorff's four raters 0.76117 (standard error 0.15302; Python irrcac).
    """
    found = _Ratings.of(table)
    if found is None:
        return None
    return found.coefficient(
        fsum(share * share for share in found.shares),
        [fsum(n * share for n, share in zip(row, found.shares, strict=True)) / sum(row) for row in found.rated],
    )


def gwet_ac1(table: Table) -> Coefficient | None:
    """Return Gwet's AC1, which doesn't fall where nearly everybody chooses one category; None for one category.

    Args:
        table: with a column for every category that could be given, chosen or not: their number matters.

    Raises:
        ValueError: as `percent_agreement`.

    Source: Gwet 2008; check value: Krippendorff's four raters 0.77544 (standard error 0.14295; Python irrcac).
    """
    found = _Ratings.of(table)
    if found is None or len(found.shares) < 2:
        return None
    categories = len(found.shares)
    each = [
        fsum(n * (1 - share) for n, share in zip(row, found.shares, strict=True)) / sum(row) / (categories - 1)
        for row in found.rated
    ]
    return found.coefficient(fsum(share * (1 - share) for share in found.shares) / (categories - 1), each)


def fleiss_against_chance(table: Table) -> AgainstChance | None:
    """Return Fleiss' kappa with its test of no agreement beyond chance; None where there is no variation.

    Raises:
        ValueError: as `percent_agreement`, or not all items have the same number of at least two ratings.

    Source: Fleiss, Nee and Landis 1979; check value: R irr `diagnoses` z 17.6518.
    """
    raters = _raters(table)
    chance = _shares_alike(table, raters)
    spread = fsum(share * (1 - share) for share in chance)
    kappa = fleiss_kappa(table)
    if kappa is None or not spread:
        return None
    skew = fsum(share * (1 - share) * (1 - 2 * share) for share in chance)
    error = sqrt(2 * (spread * spread - skew) / (len(table) * raters * (raters - 1))) / spread
    return _against_chance(kappa.value, error)


def fleiss_by_category(table: Table) -> tuple[AgainstChance | None, ...]:
    """Return Fleiss' kappa of each category against all others; None for one that nobody or everybody chose.

    Raises:
        ValueError: as `fleiss_against_chance`.

    Source: Fleiss 1971; check values: R irr `diagnoses` 0.245 0.245 0.520 0.471 0.566.
    """
    raters = _raters(table)
    pairs = len(table) * raters * (raters - 1)
    found: list[AgainstChance | None] = []
    for place, share in enumerate(_shares_alike(table, raters)):
        if not 0 < share < 1:
            found.append(None)
            continue
        apart = sum(row[place] * (raters - row[place]) for row in table)
        found.append(_against_chance(1 - apart / (pairs * share * (1 - share)), sqrt(2 / pairs)))
    return tuple(found)


def krippendorff_alpha(table: Table, values: Sequence[int], metric: Metric) -> Coefficient | None:
    """Return Krippendorff's alpha; None where all ratings are alike or no item has two.

    `agreement` is Krippendorff's observed agreement in the sense of Gwet, with distances scaled to at most 1.

    Args:
        table: items with fewer than two ratings are left out.
        values: of the categories, ascending; at least 0 for the ratio metric.
        metric: how far two values are apart.

    Raises:
        ValueError: as `percent_agreement`, or values that aren't ascending, not one per category, or below 0, or
            an unknown metric.

    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability; variance Gwet 2014; check values, four
        raters and twelve items: nominal 0.743421 (standard error 0.14557), ordinal 0.815388, interval 0.849107, ratio
        0.797403 (R irr, Python irrcac).
    """
    _check(table)
    if list(values) != sorted(set(values)) or any(len(row) != len(values) for row in table):
        raise ValueError("one value per category is needed, in ascending order")
    if metric not in get_args(Metric):
        raise ValueError(f"the metric is one of {', '.join(get_args(Metric))}, not {metric!r}")
    if metric == "ratio" and any(value < 0 for value in values):
        raise ValueError("the ratio metric needs values of at least 0")
    paired = [row for row in table if sum(row) >= 2]
    totals = [sum(row[place] for row in paired) for place in range(len(values))]
    used = [place for place, total in enumerate(totals) if total]
    if len(used) < 2:
        return None
    distance = _distance(metric, values, totals)
    widest = max(distance(a, b) for a in used for b in used)
    if not widest:
        return None

    def near(a: int, b: int) -> float:
        return 1 - distance(a, b) / widest

    return _alpha(paired, totals, used, near)


def _alpha(
    paired: Table, totals: Sequence[int], used: Sequence[int], near: Callable[[int, int], float]
) -> Coefficient | None:
    n_ratings = sum(totals)
    mean_raters = n_ratings / len(paired)
    share = {place: totals[place] / n_ratings for place in used}
    by_chance = fsum(share[a] * share[b] * near(a, b) for a in used for b in used)
    if by_chance >= 1:
        return None
    closeness = {place: fsum(share[other] * near(place, other) for other in used) for place in used}
    agreements, chances, raters = [], [], []
    for row in paired:
        given = [place for place in used if row[place]]
        n = sum(row)
        met = fsum(row[a] * (fsum(row[b] * near(a, b) for b in given) - 1) for a in given)
        agreements.append(met / (mean_raters * (n - 1)))
        chances.append(fsum(row[place] * closeness[place] for place in given) / mean_raters)
        raters.append((n - mean_raters) / mean_raters)
    uncorrected = fsum(agreements) / len(paired)
    agreement = uncorrected + (1 - uncorrected) / n_ratings
    value = (agreement - by_chance) / (1 - by_chance)
    unbiased = (uncorrected - by_chance) / (1 - by_chance)
    pulls = [
        (met - agreement * more - by_chance) / (1 - by_chance)
        - 2 * (1 - unbiased) * (chance - by_chance * more - by_chance) / (1 - by_chance)
        for met, chance, more in zip(agreements, chances, raters, strict=True)
    ]
    error, interval = _interval(value, [pull - unbiased for pull in pulls])
    return Coefficient(value, agreement, by_chance, error, interval)


def _distance(metric: Metric, values: Sequence[int], totals: Sequence[int]) -> Distance:
    """Return the squared distance between two categories, by their places."""
    match metric:
        case "nominal":
            return lambda a, b: float(a != b)
        case "interval":
            return lambda a, b: float((values[a] - values[b]) ** 2)
        case "ratio":
            return lambda a, b: 0.0 if a == b else ((values[a] - values[b]) / (values[a] + values[b])) ** 2
        case "ordinal":
            below = [0]
            for total in totals:
                below.append(below[-1] + total)
            middle = [below[place] + totals[place] / 2 for place in range(len(totals))]
            return lambda a, b: (middle[a] - middle[b]) ** 2


def kendall_w(orders: Sequence[Sequence[float]]) -> Concordance | None:
    """Return Kendall's coefficient of concordance, corrected for ties; None where no rater tells two items apart.

    With yes and no as values its chi-square is Cochran's Q.

    Args:
        orders: a row per rater with a value per item, high or low first alike for all; at least two of each.

    Raises:
        ValueError: fewer than two raters or items, rows of different length, or a value that isn't finite.

    Source: Kendall and Babington Smith 1939; check values: R irr `anxiety`, 20 items and 3 raters: 0.539657,
        chi-square 30.7604, p 0.0428835; without ties 0.501921.
    """
    raters, items = len(orders), len(orders[0]) if orders else 0
    if raters < 2 or items < 2 or any(len(row) != items for row in orders):
        raise ValueError("at least two raters with the same two or more items are needed")
    if not all(isfinite(value) for row in orders for value in row):
        raise ValueError("every rater needs a finite value for every item")
    sums = [0] * items
    ties = 0
    for row in orders:
        doubled, tied = _doubled_ranks(row)
        ties += tied
        for place, rank in enumerate(doubled):
            sums[place] += rank
    # Ranks are doubled to be whole numbers, so squares of sums are four times too large.
    spread = sum(total * total for total in sums) * items - sum(sums) ** 2
    cube = items**3 - items
    most = raters * raters * cube - raters * ties
    if not most:
        return None
    w = 3 * spread / (items * most)
    chi_square = raters * (items - 1) * w
    return Concordance(
        w=w,
        without_ties=3 * spread / (items * raters * raters * cube),
        chi_square=chi_square,
        degrees=items - 1,
        p=float(chdtrc(items - 1, chi_square)),
    )


def _doubled_ranks(row: Sequence[float]) -> tuple[list[int], int]:
    """Return twice the mean rank of each value, and the sum of t³ − t over groups of t equal values."""
    counted = Counter(row)
    rank_of, below = {}, 0
    for value in sorted(counted):
        rank_of[value] = 2 * below + counted[value] + 1
        below += counted[value]
    return [rank_of[value] for value in row], sum(n**3 - n for n in counted.values())


@dataclass(frozen=True, slots=True)
class _Ratings:
    """A table's items with any ratings, their mean shares of each category, and their agreements."""

    rated: Table
    shares: tuple[float, ...]
    agreements: tuple[float, ...]
    n_paired: int

    @classmethod
    def of(cls, table: Table) -> "_Ratings | None":
        """Return the ratings of a table; None where no item has two."""
        _check(table)
        rated = [row for row in table if sum(row)]
        n_paired = sum(sum(row) >= 2 for row in rated)
        if not n_paired:
            return None
        shares = tuple(fsum(row[place] / sum(row) for row in rated) / len(rated) for place in range(len(rated[0])))
        agreements = tuple(_same(row) / (sum(row) * (sum(row) - 1)) if sum(row) >= 2 else 0.0 for row in rated)
        return cls(rated, shares, agreements, n_paired)

    def coefficient(self, by_chance: float, chances: Sequence[float]) -> Coefficient | None:
        """Return (agreement − chance)/(1 − chance) with Gwet's linearised variance over items.

        Args:
            by_chance: the agreement that chance gives, over all items.
            chances: what each item contributes to it, their mean.
        """
        if by_chance >= 1:
            return None
        agreement = fsum(self.agreements) / self.n_paired
        value = (agreement - by_chance) / (1 - by_chance)
        weight = len(self.rated) / self.n_paired
        pulls = []
        for row, same, chance in zip(self.rated, self.agreements, chances, strict=True):
            own = weight * (same - by_chance) / (1 - by_chance) if sum(row) >= 2 else 0.0
            pulls.append(own - 2 * (1 - value) * (chance - by_chance) / (1 - by_chance) - value)
        error, interval = _interval(value, pulls)
        return Coefficient(value, agreement, by_chance, error, interval)


def _interval(value: float, pulls: Sequence[float]) -> tuple[float | None, Interval | None]:
    """Return the standard error and the t interval over items, at most 1, of a linearised coefficient."""
    items = len(pulls)
    if items < 2:
        return None, None
    error = sqrt(fsum(pull * pull for pull in pulls) / (items * (items - 1)))
    reach = t_quantile(0.95, items - 1) * error
    return error, Interval(value - reach, min(value + reach, 1.0))


def _against_chance(value: float, error: float) -> AgainstChance:
    z = value / error
    return AgainstChance(value, z, float(2 * ndtr(-abs(z))))


def _same(row: Sequence[int]) -> int:
    """Return the ordered pairs of raters who gave an item the same category."""
    return sum(n * (n - 1) for n in row)


def _raters(table: Table) -> int:
    _check(table)
    raters = {sum(row) for row in table}
    if len(raters) != 1 or min(raters) < 2:
        raise ValueError("every item needs the same number of ratings, at least two")
    return raters.pop()


def _shares_alike(table: Table, raters: int) -> list[float]:
    return [sum(row[place] for row in table) / (len(table) * raters) for place in range(len(table[0]))]


def _check(table: Table) -> None:
    if any(len(row) != len(table[0]) for row in table) or any(n < 0 for row in table for n in row):
        raise ValueError("a table needs rows of equal length with numbers of at least 0")
