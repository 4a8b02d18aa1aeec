"""A list of candidates from outside held against an inventory: what would be new, changed, unchanged, or is wrong.

Nothing is done here. Everything that is wrong is found at once, each with its line and column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator import merging
from ljuspunkt.domain.indicator.candidate import (
    INFERRED,
    KNOWN,
    PERSPECTIVES,
    STATUS_WORDS,
    STATUSES,
    Status,
    Wording,
    changed,
    check_number,
    check_road,
    code_of,
    faults,
    plain,
    reworded,
    text_faults,
)
from ljuspunkt.domain.indicator.columns import HEADINGS, column_of
from ljuspunkt.domain.indicator.difference import Difference, between
from ljuspunkt.domain.vocabulary import Text

MOST_ROWS = 5000
LONGEST_HEADING = 60
NEARLY = 82
"""From this likeness (0–100) on a heading is taken for a misspelt one of ours, not for a note."""
UNKNOWN_PERSPECTIVE = ("unknown", "okänt", "okänd", "-", "–")
YES, NO = ("yes", "ja"), ("no", "nej")
LONGEST_THEME = 120
LONGEST_REASON = 1000
OWN = ("number", "status", "status_reason", "merged_into", "theme")
"""Columns that say where a candidate stands rather than what it says."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: the line it stands on, and its cells by heading as it is written."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was read; `problems` is what is wrong with its shape."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple["Problem", ...] = ()
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a list from being imported; `column` is the heading as written, "" for the whole row."""

    line: int
    column: str
    refusal: RuleBroken


@dataclass(frozen=True, slots=True)
class Existing:
    """A candidate as it stands now; `theme` is its theme's heading in every language."""

    wording: Wording
    status: Status
    status_reason: str = ""
    merged_into: str = ""
    theme: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What importing one row would do.

    `number` is "" where the next free one is taken; `differences` is empty for a new one, as are the parts that stay:
    `status` and `theme` are None where they stay as they are, `theme` "" where it is left.
    """

    line: int
    number: str
    wording: Wording
    is_new: bool
    differences: tuple[Difference, ...] = ()
    status: Status | None = None
    status_reason: str = ""
    merged_into: str = ""
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing a list would do, or everything that is wrong with it; `notes` are headings that aren't ours."""

    new: tuple[Step, ...] = ()
    changed: tuple[Step, ...] = ()
    unchanged: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed)


def plan(sheet: Sheet, existing: Mapping[str, Existing], kinds: Mapping[str, Text], *, language: str = "en") -> Plan:
    """Return what importing a list would do.

    Args:
        sheet: the list.
        existing: the inventory's candidates by number, those that are merged or withdrawn too.
        kinds: the inventory's kinds with their names.
        language: of the words for the kinds of sources in differences.
    """
    columns, problems = _columns(sheet)
    notes = tuple(heading for heading, column in columns.items() if column is None)
    if not sheet.rows and not problems:
        problems = [Problem(sheet.first_line, "", RuleBroken("no_rows", "The list has headings but no candidates."))]
    if len(sheet.rows) > MOST_ROWS:
        problems.append(
            Problem(
                sheet.first_line,
                "",
                RuleBroken("many_rows", "At most {most} rows fit; there are {n}.", most=MOST_ROWS, n=len(sheet.rows)),
            )
        )
    if problems:
        return Plan(problems=(*sheet.problems, *problems), notes=notes)
    reader = _Reader(columns, existing, kinds, language)
    steps = [step for row in sheet.rows if (step := reader.read(row)) is not None]
    reader.check_merges(steps)
    found = (*sheet.problems, *reader.problems)
    if found:
        return Plan(problems=tuple(sorted(found, key=lambda problem: problem.line)), notes=notes)
    touched = {step.number for step in steps}
    return Plan(
        new=tuple(step for step in steps if step.is_new),
        changed=tuple(step for step in steps if not step.is_new and _does_something(step)),
        unchanged=tuple(step.number for step in steps if not step.is_new and not _does_something(step)),
        absent=tuple(number for number in existing if number not in touched),
        notes=notes,
    )


def _does_something(step: Step) -> bool:
    return bool(step.differences) or step.status is not None or step.theme is not None


def _columns(sheet: Sheet) -> tuple[dict[str, str | None], list[Problem]]:
    """Return what each heading means (None for a note's), and what is wrong with the headings."""
    names = {name.casefold(): name for names in HEADINGS.values() for name in names.values()}
    found: dict[str, str | None] = {}
    problems = []
    for heading in sheet.headings:
        column = column_of(heading)
        if column is not None and column in found.values():
            problems.append(
                Problem(
                    sheet.first_line,
                    heading,
                    RuleBroken(
                        "column_twice", "Two columns hold the same; “{heading}” is the second.", heading=heading
                    ),
                )
            )
        elif column is None and (wrong := tuple(text_faults("", heading, LONGEST_HEADING))):
            shown = heading[:LONGEST_HEADING].encode("utf-8", "replace").decode()
            problems.append(Problem(sheet.first_line, shown, wrong[0].refusal))
        elif column is None and (
            near := process.extractOne(heading.casefold(), [*HEADINGS, *names], scorer=fuzz.ratio, score_cutoff=NEARLY)
        ):
            problems.append(
                Problem(
                    sheet.first_line,
                    heading,
                    RuleBroken(
                        "heading_misspelt",
                        "The heading “{heading}” isn't known; is “{known}” meant?",
                        heading=heading,
                        known=names.get(near[0], near[0]),
                    ),
                )
            )
        found[heading] = column
    if not {"title_sv", "title_en"} & {column for column in found.values() if column}:
        problems.append(
            Problem(
                sheet.first_line,
                "",
                RuleBroken(
                    "no_title_column",
                    "The list lacks a column for titles: “{sv}” or “{en}”.",
                    sv=HEADINGS["title_sv"]["sv"],
                    en=HEADINGS["title_en"]["en"],
                ),
            )
        )
    return found, problems


class _Reader:
    """Reads rows in order and gathers everything that is wrong."""

    def __init__(
        self,
        columns: Mapping[str, str | None],
        existing: Mapping[str, Existing],
        kinds: Mapping[str, Text],
        language: str,
    ) -> None:
        self.headings = {column: heading for heading, column in columns.items() if column}
        self.columns = columns
        self.existing = existing
        self.kinds = kinds
        self.language = language
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self.titles = {
            said.casefold(): number for number, each in existing.items() for said in each.wording.title.values()
        }

    def read(self, row: Row) -> Step | None:
        """Return what a row would do, None where something is wrong with it."""
        before = len(self.problems)
        given = {self.columns[heading] or heading: plain(cell) for heading, cell in row.cells.items()}
        number = given.get("number", "")
        self._check_number(row, number, given)
        now = self.existing.get(number) if number else None
        wording = self._wording(row, given, now)
        status, reason = self._status(row, given, now)
        theme = self._theme(given, now)
        for column, longest in (("theme", LONGEST_THEME), ("status_reason", LONGEST_REASON)):
            for fault in text_faults(column, given.get(column, ""), longest):
                self._say(row.line, column, fault.refusal)
        if len(self.problems) > before:
            return None
        differences = between(now.wording, wording, self.language) if now else ()
        into = given.get("merged_into", "") if now is None else ""
        return Step(row.line, number, wording, now is None, differences, status, reason, into, theme)

    def check_merges(self, steps: Sequence[Step]) -> None:
        """Check that new candidates that say what they are merged into may be so, in whatever order they stand."""
        wanted = {step.number: step.merged_into for step in steps if step.merged_into}
        statuses = {number: each.status for number, each in self.existing.items()}
        statuses.update({step.number: step.status or "proposed" for step in steps if step.is_new})
        for step in steps:
            if step.merged_into and (refusal := self._merge_refusal(step, wanted, statuses)) is not None:
                self._say(step.line, "merged_into", refusal)

    def _merge_refusal(
        self, step: Step, wanted: Mapping[str, str], statuses: Mapping[str, Status]
    ) -> RuleBroken | None:
        kept = step.merged_into
        if not step.number:
            return RuleBroken("merged_unnumbered", "A merged candidate needs a number of its own.")
        if kept not in statuses:
            return RuleBroken("no_candidate", "The inventory has no candidate with number “{number}”.", number=kept)
        if statuses[kept] == "withdrawn":
            return RuleBroken(
                "withdrawn_merge", "Number {number} is withdrawn; take it back before you merge it.", number=kept
            )
        into = {number: each.merged_into for number, each in self.existing.items() if each.merged_into}
        try:
            merging.check(into, kept=kept, gone=step.number)
            above = {number: other for number, other in wanted.items() if number != step.number}
            for _each in wanted:
                kept = above.get(kept, kept)
            if kept == step.number:
                merging.check({step.merged_into: step.number}, kept=step.merged_into, gone=step.number)
        except RuleBroken as refusal:
            return refusal
        return None

    def _say(self, line: int, column: str, refusal: RuleBroken) -> None:
        self.problems.append(Problem(line, self.headings.get(column, column), refusal))

    def _check_number(self, row: Row, number: str, given: Mapping[str, str]) -> None:
        if not number:
            for column in ("title_sv", "title_en"):
                taken = self.titles.get(given.get(column, "").casefold())
                if taken is not None:
                    self._say(
                        row.line,
                        "number",
                        RuleBroken(
                            "number_forgotten",
                            "The row has no number, but candidate {number} has this title; write its number.",
                            number=taken,
                        ),
                    )
                    return
            return
        if number in self.lines:
            self._say(
                row.line,
                "number",
                RuleBroken(
                    "number_twice",
                    "The number “{number}” stands on line {other} too.",
                    number=number,
                    other=self.lines[number],
                ),
            )
        self.lines.setdefault(number, row.line)
        try:
            check_number(number)
        except RuleBroken as refusal:
            self._say(row.line, "number", refusal)

    def _wording(self, row: Row, given: Mapping[str, str], now: Existing | None) -> Wording:
        texts = dict(given)
        if "kind" in given:
            texts["kind"] = code_of(given["kind"], self.kinds) or given["kind"]
        if "perspective" in given:
            asked = given["perspective"]
            texts["perspective"] = (
                "" if asked.casefold() in UNKNOWN_PERSPECTIVE else code_of(asked, PERSPECTIVES) or asked
            )
        for column, default in ((INFERRED, "no"), (KNOWN, "yes")):
            if column in given:
                asked = given[column].casefold() or default
                if asked not in (*YES, *NO):
                    self._say(
                        row.line,
                        column,
                        RuleBroken(
                            "not_yes_or_no", "“{value}” was given; “yes” or “no” is needed.", value=given[column]
                        ),
                    )
                texts[column] = "yes" if asked in YES else "no"
        for column in OWN:
            texts.pop(column, None)
        base = now.wording if now else Wording()
        try:
            wording = reworded(base, texts)
        except RuleBroken as refusal:
            self._say(row.line, "sources", refusal)
            wording = reworded(base, {**texts, "sources": ""})
        if now is not None and now.merged_into and changed(now.wording, wording):
            self._say(
                row.line,
                "number",
                RuleBroken(
                    "merged_stays",
                    "Number {number} has been merged into number {into}; undo the merge before you change its wording.",
                    number=given["number"],
                    into=now.merged_into,
                ),
            )
        if now is None or changed(now.wording, wording):
            for fault in faults(wording, self.kinds):
                self._say(row.line, fault.column, fault.refusal)
        return wording

    def _status(self, row: Row, given: Mapping[str, str], now: Existing | None) -> tuple[Status | None, str]:
        """Return the status a row asks for, None where it stays; everything that is wrong is said."""
        asked = given.get("status", "")
        reason = given.get("status_reason", "")
        into = given.get("merged_into", "")
        code = code_of(asked, STATUSES) if asked else (now.status if now else "proposed")  # type: ignore[arg-type]
        if code is None:
            self._say(
                row.line,
                "status",
                RuleBroken(
                    "status_unknown",
                    "The status “{status}” isn't known; statuses are {statuses}.",
                    status=asked,
                    statuses=STATUS_WORDS,
                ),
            )
            return None, ""
        status: Status = code  # type: ignore[assignment]
        if now is not None:
            if ("merged_into" in given and into != now.merged_into) or (
                (status == "merged") != (now.status == "merged")
            ):
                self._say(
                    row.line,
                    "merged_into",
                    RuleBroken("merge_on_page", "Merges are made and undone on the candidate's page, not by a list."),
                )
                return None, ""
            if status == now.status:
                return None, ""
            return self._road(row, now.status, status, reason)
        if (status == "merged") != bool(into):
            self._say(
                row.line,
                "merged_into",
                RuleBroken(
                    "merged_without_number",
                    "A merged candidate needs the number it was merged into, and no other does.",
                ),
            )
            return None, ""
        if status in ("proposed", "merged"):
            return ("merged" if status == "merged" else None), ""
        return self._road(row, "proposed", status, reason)

    def _road(self, row: Row, before: Status, after: Status, reason: str) -> tuple[Status | None, str]:
        try:
            check_road(before, after, reason)
        except RuleBroken as refusal:
            self._say(row.line, "status_reason" if refusal.code == "withdrawn_without_reason" else "status", refusal)
            return None, ""
        return after, reason

    def _theme(self, given: Mapping[str, str], now: Existing | None) -> str | None:
        if "theme" not in given:
            return None
        asked = " ".join(given["theme"].split())
        has = {said.casefold() for said in now.theme.values()} if now else set()
        if asked.casefold() in has or (not asked and not has):
            return None
        return asked


def numbered(plan: Plan, taken: Sequence[str]) -> Plan:
    """Return a plan whose new candidates all have numbers: after the highest whole number in use or in the list."""
    used = [int(number) for number in (*taken, *(step.number for step in plan.new)) if number.isdecimal()]
    following = max(used, default=0)
    new = []
    for step in plan.new:
        if not step.number:
            following += 1
            step = replace(step, number=str(following))
        new.append(step)
    return replace(plan, new=tuple(new))


def merges(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the merges of a plan's new candidates as (gone, kept), in an order in which each can be made.

    What is kept is never merged yet: those that others stand under come last.
    """
    wanted = {step.number: step.merged_into for step in plan.new if step.merged_into}
    order: list[tuple[str, str]] = []
    while wanted:
        ready = [gone for gone in wanted if gone not in wanted.values()]
        if not ready:
            raise ValueError("merges go in a circle")
        for gone in ready:
            order.append((gone, wanted.pop(gone)))
    return tuple(order)
