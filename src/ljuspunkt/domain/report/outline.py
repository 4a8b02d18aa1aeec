"""What a report consists of (disposition), in the words of one language: pages, files and PDFs print nothing else."""

from dataclasses import dataclass, field
from typing import Literal

from ljuspunkt.domain.report.calculation import Step
from ljuspunkt.domain.report.finding import Finding
from ljuspunkt.domain.report.picture import Picture
from ljuspunkt.domain.report.reading import Reading

CellState = Literal["shown", "uncertain", "banded", "hidden", "empty", "none", "other_question", "text"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, small notes under it, and what kind of thing it is."""

    text: str
    notes: tuple[str, ...] = ()
    state: CellState = "text"

    @property
    def missing(self) -> bool:
        return self.state in ("hidden", "empty", "none", "other_question")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its heading, what stands small under the heading, and its cells."""

    heading: str
    cells: tuple[Cell, ...]
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, column headings (the first over the row headings) and notes."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """One figure behind a picture, as it was released."""

    label: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """Finding, picture and the figures behind it: released ones in `data`, derived ones as rows of `sheet`."""

    finding: str
    margin: tuple[str, ...]
    picture: Picture
    notes: tuple[str, ...]
    data: tuple[Datum, ...]
    sheet: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """The associations of one group beside each other: funnel, table and, second, the shrunken shares in order."""

    name: str
    heading: str
    funnel: Figure
    table: Table
    ordered: Figure | None


@dataclass(frozen=True, slots=True)
class Bead:
    """One bead on the red thread of a figure: candidate, vote, question, figure."""

    what: str
    words: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """An indicator's (or a question's) part of the report."""

    name: str
    number: str
    title: str
    margin: tuple[str, ...]
    heading: str
    lede: tuple[str, ...]
    thread: tuple[Bead, ...]
    figure: Figure
    table: Table
    questions: Table
    breakdowns: tuple[Table, ...] = ()
    changes: Table | None = None
    beside: tuple[Beside, ...] = ()
    associations_heading: str = ""
    associations: Table | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All pictures of the part, in order."""
        beside = [each for one in self.beside for each in (one.funnel, one.ordered) if each is not None]
        return (self.figure, *beside)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the attacker audit says: `state` is safe, unknown or unsafe."""

    state: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the method: what, and its words."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """One calculation by hand: its finding, what goes in, its steps, and what the released table says."""

    name: str
    margin: tuple[str, ...]
    heading: str
    words: tuple[str, ...]
    table: Table | None
    steps: tuple[Step, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """One statistical method as the report uses it: for what, from where, with which defaults and limits."""

    name: str
    use: str
    source: str
    limits: str


@dataclass(frozen=True, slots=True)
class Account:
    """How the figures were made (så gjordes siffrorna): what a reviewer needs to check the report by hand."""

    heading: str
    lede: tuple[str, ...]
    calculations: tuple[Calculation, ...]
    protection_heading: str
    protection: tuple[str, ...]
    protected: Table
    left_heading: str
    left: tuple[str, ...]
    methods_heading: str
    methods: tuple[Method, ...]
    check_heading: str
    check: tuple[str, ...]
    commands: tuple[Fact, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """One association's own page."""

    association: str
    heading: str
    lede: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report of a release."""

    language: str
    title: str
    margin: tuple[str, ...]
    heading: str
    lede: tuple[str, ...]
    sample: str
    overview: Figure | None
    contents: Table
    responses_heading: str
    responses: Table
    associations: Table | None
    sections: tuple[Section, ...]
    verdict: Verdict
    method_heading: str
    method: tuple[str, ...]
    facts: tuple[Fact, ...]
    account: Account
    findings: tuple[Finding, ...] = field(default=())
