"""Ballots (röstsedlar): the five kinds, and the reading of their rows.

Approve (yes or no per item), choose (at most k), points (a budget), rate (an ordered scale, with "no opinion") and
rank. Every row that breaks a rule is refused with its line; nothing is left out silently.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from ljuspunkt.domain.errors import BadInput

BLANK = "blank"
YES = "yes"
NO = "no"
NO_OPINION = "no_opinion"
_APPROVED = {YES: 1, NO: 0}
_WHOLE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Approve:
    """Yes or no to every item; an item left out is a no (the way of 2014)."""


@dataclass(frozen=True, slots=True)
class Choose:
    """At most `most` items."""

    most: int


@dataclass(frozen=True, slots=True)
class Points:
    """At most `budget` points on the ballot, at most `most` of them for one item."""

    budget: int
    most: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A whole number from `low` to `high` for each item, or "no opinion"."""

    low: int
    high: int

    @property
    def steps(self) -> int:
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Rank:
    """1 for the item one wants most, then 2, and so on; unranked items get nothing."""


Form = Approve | Choose | Points | Rate | Rank


@dataclass(slots=True)
class Row:
    """One row as it was handed in; `line` is where it stands in its file, None where it came another way."""

    ballot: str
    item: str
    value: str
    group: str = ""
    panellist: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole ballot as it was handed in, which isn't from a file: item and value; a blank one has none."""

    ballot: str
    values: Mapping[str, str]
    group: str = ""
    panellist: str = ""

    @property
    def line(self) -> None:
        return None

    def rows(self) -> Iterator[Row]:
        """Return the ballot as rows of a ballot file; a blank ballot is one row without an item."""
        for item, value in self.values.items() or (("", BLANK),):
            yield Row(self.ballot, item, value, self.group, self.panellist)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot: what it says about each item it names. A blank ballot names none.

    `values`: 1 for yes and 0 for no; points; the rating, None for "no opinion"; the rank. `panellist` is a
    pseudonym, only where the conference declared so beforehand.
    """

    values: Mapping[str, int | None]
    group: str = ""
    panellist: str = ""


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who may vote in a vote.

    `groups` maps each declared stakeholder group to its entitled voters; `needs_group` says that every ballot
    must name one, `pseudonyms` that every ballot carries its panellist's pseudonym.
    """

    entitled: int
    groups: Mapping[str, int] = field(default_factory=dict)
    needs_group: bool = False
    pseudonyms: bool = False


@dataclass(slots=True)
class _Open:
    """A ballot while its rows are being read."""

    values: dict[str, int | None]
    group: str
    panellist: str
    blank: bool = False


def read_ballots(
    rows: Iterable[Row | Sheet],
    form: Form,
    *,
    vote: str,
    pool: Collection[str],
    listed: Collection[str],
    electorate: Electorate,
    source: str | None = None,
) -> tuple[Ballot, ...]:
    """Return the ballots that the rows make up, one per label.

    Args:
        rows: in any order; a whole ballot stands for its rows.
        pool: ids of the items that are voted on.
        listed: ids of all candidates, to tell a misspelt id from one outside the pool.
        source: the file, for the sentence of a refusal.

    Raises:
        BadInput: a row breaks a rule; its line is named.
    """
    return _Reader(form, vote, frozenset(pool), listed, electorate, source).read(rows)


class _Reader:
    def __init__(
        self,
        form: Form,
        vote: str,
        pool: frozenset[str],
        listed: Collection[str],
        electorate: Electorate,
        source: str | None,
    ) -> None:
        self.form = form
        self.approves = isinstance(form, Approve)
        self.vote = vote
        self.pool = pool
        self.listed = listed
        self.electorate = electorate
        self.source = source
        self.open: dict[str, _Open] = {}
        self.in_group: dict[str, int] = {}
        self.panellists: set[str] = set()
        self.used: dict[str, int] = {}
        self.ranks: set[tuple[str, int]] = set()

    def read(self, rows: Iterable[Row | Sheet]) -> tuple[Ballot, ...]:
        for each in rows:
            if isinstance(each, Row):
                self._take(each)
            elif not self._take_at_once(each):
                for row in each.rows():
                    self._take(row)
        return tuple(Ballot(ballot.values, ballot.group, ballot.panellist) for ballot in self.open.values())

    def _take_at_once(self, sheet: Sheet) -> bool:
        """Take a ballot that says yes and no as it may; return False for any other, which is taken row by row."""
        if not self.approves or not sheet.values or sheet.ballot in self.open or not self.pool.issuperset(sheet.values):
            return False
        try:
            values: dict[str, int | None] = {item: _APPROVED[said] for item, said in sheet.values.items()}
        except KeyError:
            return False
        self._begin(next(sheet.rows())).values = values
        return True

    def _take(self, row: Row) -> None:
        ballot = self.open.get(row.ballot)
        if ballot is None:
            ballot = self._begin(row)
        elif ballot.group != row.group or ballot.panellist != row.panellist:
            self.refuse(
                "ballot_of_two",
                "The ballot “{ballot}” of vote “{vote}” names two groups or two panellists.",
                row,
            )
        self._add(ballot, row)

    def _begin(self, row: Row) -> _Open:
        electorate = self.electorate
        if not row.ballot:
            self.refuse("no_label", "The column “ballot” is empty; every row needs its ballot's label.", row)
        if len(self.open) == electorate.entitled:
            self.refuse(
                "too_many_ballots",
                "Vote “{vote}” has {entitled} entitled voters; the ballot “{ballot}” is one more than that.",
                row,
                entitled=electorate.entitled,
            )
        if row.group:
            entitled = electorate.groups.get(row.group)
            if entitled is None:
                self.refuse("unknown_group", "There is no declared group “{group}”.", row, group=row.group)
            self.in_group[row.group] = self.in_group.get(row.group, 0) + 1
            if self.in_group[row.group] > entitled:
                self.refuse(
                    "too_many_in_group",
                    "The group “{group}” has {entitled} entitled voters; the ballot “{ballot}” of vote “{vote}” "
                    "is one more than that.",
                    row,
                    group=row.group,
                    entitled=entitled,
                )
        elif electorate.needs_group:
            self.refuse("no_group", "The ballot “{ballot}” of vote “{vote}” doesn't say its group.", row)
        if electorate.pseudonyms:
            if not row.panellist:
                self.refuse("no_panellist", "The ballot “{ballot}” of vote “{vote}” doesn't say its panellist.", row)
            if row.panellist in self.panellists:
                self.refuse(
                    "panellist_twice",
                    "The panellist “{panellist}” has two ballots in vote “{vote}”.",
                    row,
                    panellist=row.panellist,
                )
            self.panellists.add(row.panellist)
        ballot = _Open({}, row.group, row.panellist)
        self.open[row.ballot] = ballot
        return ballot

    def _add(self, ballot: _Open, row: Row) -> None:
        if ballot.blank or (row.value == BLANK and ballot.values):
            self.refuse(
                "blank_and_more", "The ballot “{ballot}” of vote “{vote}” is blank and has other rows too.", row
            )
        if not row.item:
            if row.value != BLANK:
                self.refuse("no_item", "The column “item” is empty; only a blank ballot has a row without item.", row)
            ballot.blank = True
            return
        if row.value == BLANK:
            self.refuse("blank_item", "A blank ballot is one row with an empty item, not “{item}”.", row)
        if row.item not in self.pool:
            if row.item not in self.listed:
                self.refuse("unknown_item", "There is no candidate “{item}”.", row)
            self.refuse("outside_pool", "The item “{item}” isn't in the pool of vote “{vote}”.", row)
        if row.item in ballot.values:
            self.refuse("item_twice", "The item “{item}” stands twice on the ballot “{ballot}” of vote “{vote}”.", row)
        ballot.values[row.item] = self._approved(row) if self.approves else self._value(row)

    def _approved(self, row: Row) -> int:
        if row.value == YES:
            return 1
        if row.value != NO:
            self.refuse("not_yes_or_no", "“{value}” isn't an answer here; “yes” or “no” is needed.", row)
        return 0

    def _value(self, row: Row) -> int | None:
        match self.form:
            case Approve():
                return self._approved(row)
            case Choose(most):
                if row.value != YES:
                    self.refuse("not_yes", "“{value}” isn't a choice; “yes” is needed.", row)
                if self._used(row, 1) > most:
                    self.refuse(
                        "more_than_allowed",
                        "The ballot “{ballot}” chooses more than the {most} items that are allowed.",
                        row,
                        most=most,
                    )
                return 1
            case Points(budget, most):
                points = self._whole(row)
                if not 0 <= points <= most:
                    self.refuse(
                        "points_outside",
                        "“{item}” got {value} points; 0 to {most} are allowed for one item.",
                        row,
                        most=most,
                    )
                if self._used(row, points) > budget:
                    self.refuse(
                        "more_than_budget",
                        "The ballot “{ballot}” gives more than the {most} points of its budget.",
                        row,
                        most=budget,
                    )
                return points
            case Rate(low, high):
                if row.value == NO_OPINION:
                    return None
                rating = self._whole(row)
                if not low <= rating <= high:
                    self.refuse(
                        "rating_outside",
                        "“{item}” was rated {value}; the scale goes from {low} to {high}.",
                        row,
                        low=low,
                        high=high,
                    )
                return rating
            case Rank():
                rank = self._whole(row)
                if not 1 <= rank <= len(self.pool):
                    self.refuse(
                        "rank_outside",
                        "“{item}” was ranked {value}; a rank from 1 to {most} is needed.",
                        row,
                        most=len(self.pool),
                    )
                if (row.ballot, rank) in self.ranks:
                    self.refuse("rank_twice", "The rank {value} stands twice on the ballot “{ballot}”.", row)
                self.ranks.add((row.ballot, rank))
                return rank

    def _used(self, row: Row, amount: int) -> int:
        """Return what the ballot has used so far, this row included."""
        self.used[row.ballot] = self.used.get(row.ballot, 0) + amount
        return self.used[row.ballot]

    def _whole(self, row: Row) -> int:
        if not _WHOLE.fullmatch(row.value):
            self.refuse("not_whole", "“{value}” was given for “{item}”; a whole number is needed.", row)
        return int(row.value)

    def refuse(self, code: str, sentence: str, row: Row, **values: object) -> NoReturn:
        raise BadInput(
            code,
            sentence,
            file=self.source,
            line=row.line,
            column=None,
            ballot=_short(row.ballot),
            item=_short(row.item),
            value=_short(row.value),
            vote=self.vote,
            **values,
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
