"""A release's policy (publiceringsregler): which tables are printed, and how small a group may be.

The floors can't be lowered: 5 for shares and means, 10 for full distributions, for breakdowns, and for managers
and boards. A policy is frozen with the release it made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken, marked

FLOOR = 5
FLOOR_DISTRIBUTION = 10
FLOOR_BREAKDOWN = 10
FLOOR_GROUPS: Mapping[str, int] = {"managers": 10, "board": 10}

FEW_ANSWERS = 20
"""Below so many answers an extreme result is banded, and below so many respondents items aren't printed beside
their indicator."""

ITEM_MIN = 5
"""An item answered by fewer of a shown set is hidden: who skipped it isn't known."""

PLAIN_COLUMNS = frozenset({"association", "group", "initiative"})
"""Columns that say where a respondent belongs; every other column is a breakdown (sex, age …)."""

Topic = Literal["questions", "indicators"]
Statistic = Literal["share", "mean", "distribution"]
SmallSets = Literal["indicators", "items"]
Coalition = Literal["none", "association"]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table to print: the columns that split the respondents (`wave` always does), and what of them."""

    by: tuple[str, ...]
    of: tuple[Topic, ...] = ("questions", "indicators")
    statistics: tuple[Statistic, ...] = ("share",)

    @property
    def name(self) -> str:
        """The table's file name without ending."""
        return "-".join(self.by) or "national"


@dataclass(frozen=True, slots=True)
class AssociationYears:
    """From which wave and until which an association exists, and which one carries its history on."""

    association: str
    from_wave: str = ""
    until_wave: str = ""
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a release prints and the smallest group it shows.

    `merge` says which values of a column are taken together, in every table: column → name → values. What is merged
    has the largest limit of its parts.

    Raises:
        RuleBroken: a limit is below its floor, two tables have the same columns, or a merger makes no sense.
    """

    tables: tuple[TablePlan, ...]
    waves: tuple[str, ...] = ()
    n_min: int = FLOOR
    n_min_distribution: int = FLOOR_DISTRIBUTION
    n_min_breakdown: int = FLOOR_BREAKDOWN
    n_min_group: Mapping[str, int] = field(default_factory=lambda: dict(FLOOR_GROUPS))
    pool: tuple[tuple[str, ...], ...] = ()
    small_sets: SmallSets = "indicators"
    coalition: Coalition = "none"
    comparisons: tuple[str, ...] = ()
    merge: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column, mergers in self.merge.items():
            _check_mergers(column, mergers)
        floors = [
            ("n_min", self.n_min, FLOOR),
            ("n_min_distribution", self.n_min_distribution, FLOOR_DISTRIBUTION),
            ("n_min_breakdown", self.n_min_breakdown, FLOOR_BREAKDOWN),
        ]
        floors += [(f"n_min_group: {group}", value, self.floor_of(group)) for group, value in self.n_min_group.items()]
        for name, value, floor in floors:
            if value < floor:
                raise RuleBroken(
                    "below_floor",
                    "The policy sets {name} to {value}; it can't be below {floor}.",
                    name=name,
                    value=value,
                    floor=floor,
                )
        seen: set[frozenset[str]] = set()
        for plan in self.tables:
            if "share" not in plan.statistics:
                raise RuleBroken(
                    "no_share",
                    "The table by {by} has no share among its statistics; every table prints shares.",
                    by=", ".join(plan.by) or "wave",
                )
            if frozenset(plan.by) in seen:
                raise RuleBroken(
                    "table_twice", "The policy names the table by {by} twice.", by=", ".join(plan.by) or "wave"
                )
            seen.add(frozenset(plan.by))

    def least(self, columns: Iterable[str], group: str | None) -> int:
        """Return n_min of a set that `columns` split out, of the respondent group `group` (None: several groups)."""
        limits = [self.n_min]
        if any(column != "wave" and column not in PLAIN_COLUMNS for column in columns):
            limits.append(self.n_min_breakdown)
        if group is not None:
            limits += [self.floor_of(group), *(self.n_min_group.get(one, 0) for one in self._with_parts(group))]
        return max(limits)

    def floor_of(self, group: str) -> int:
        """Return what the limit of a respondent group can't be below; of merged groups the largest of theirs."""
        return max(FLOOR_GROUPS.get(one, FLOOR) for one in self._with_parts(group))

    def _with_parts(self, group: str) -> tuple[str, ...]:
        return (group, *self.merge.get("group", {}).get(group, ()))

    def strictest(self, other: "Policy") -> "Policy":
        """Return this policy with each limit raised to the other's where that is higher."""
        groups = {
            group: max(self.n_min_group.get(group, FLOOR), other.n_min_group.get(group, FLOOR))
            for group in {**self.n_min_group, **other.n_min_group}
        }
        return replace(
            self,
            n_min=max(self.n_min, other.n_min),
            n_min_distribution=max(self.n_min_distribution, other.n_min_distribution),
            n_min_breakdown=max(self.n_min_breakdown, other.n_min_breakdown),
            n_min_group=groups,
        )

    def wave_of(self, waves: tuple[str, ...]) -> str:
        """Return how a wave, or several waves pooled, is written in a table's `wave` column."""
        return "+".join(waves)

    @property
    def wave_sets(self) -> tuple[tuple[str, ...], ...]:
        """The waves one by one, then those published together."""
        return (*((wave,) for wave in self.waves), *self.pool)


def _check_mergers(column: str, mergers: Mapping[str, tuple[str, ...]]) -> None:
    if column in ("wave", "association"):
        raise RuleBroken(
            "odd_merge",
            "The policy merges values of {split}; years are taken together with “pool”, and associations as the "
            "associations file says.",
            split=column,
        )
    seen: set[str] = set()
    for name, parts in mergers.items():
        if not name or len(set(parts)) < 2 or len(set(parts)) != len(parts):
            raise RuleBroken(
                "merge_of_one",
                "The policy merges {parts} into “{name}”; two or more are needed, each once, and a name.",
                parts=", ".join(parts),
                name=name,
            )
        for part in parts:
            if part in seen or part in mergers:
                raise RuleBroken(
                    "merged_twice", "The policy merges “{part}” twice, or gives its name to others too.", part=part
                )
            seen.add(part)


def left_to_know(policy: Policy) -> tuple[str, ...]:
    """Return what a SAFE release doesn't guard against, as sentences that stand with it."""
    insiders = marked(
        "Insiders remain: whoever knows the answers of a whole association can take them away as well, and learn about "
        "the other hidden ones; the policy doesn't guard against that."
    )
    if policy.coalition == "association":
        insiders = marked(
            "Insiders remain: what one association's own answers give away was looked at when the sets were chosen; "
            "two that pool what they know aren't guarded against."
        )
    return (insiders, marked("Whoever knows how single persons answered knows more than the auditor."))
