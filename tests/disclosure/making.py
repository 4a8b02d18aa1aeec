"""What the tests of disclosure control share: instruments, invented respondents, releases, the command."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ljuspunkt.cli.main import main
from ljuspunkt.domain.disclosure.attack import Audit, audit
from ljuspunkt.domain.disclosure.policy import Policy, TablePlan
from ljuspunkt.domain.disclosure.protect import Protected, protect
from ljuspunkt.domain.disclosure.release import Material, ReleasedRow, ReleasedTable, released
from ljuspunkt.domain.survey.counts import NO_ANSWER, Cell, Counts, Score
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from ljuspunkt.domain.survey.publication import Prepared, prepare
from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.files import counts as counts_files

WAVE = "2022"
GROUP = "participant"
SETS = ("wave", "association", "group")
DONT_KNOW = Choice("9", {"sv": "Vet inte", "en": "Don't know"}, missing="dont_know")


def question(
    name: str = "q1",
    *,
    steps: int = 2,
    positive: Sequence[str] | None = None,
    indicators: Sequence[str] = (),
    reverse: bool = False,
    values: bool = True,
    dont_know: bool = False,
) -> Question:
    """Make a question with the steps "1" to `steps`; the highest step is positive unless said otherwise."""
    choices = [
        Choice(str(step), {"sv": f"steg {step}", "en": f"step {step}"}, value=step if values else None)
        for step in range(1, steps + 1)
    ]
    scale = Scale(f"s{steps}", (*choices, *((DONT_KNOW,) if dont_know else ())))
    chosen = (str(steps),) if positive is None else tuple(positive)
    return Question(name, scale, {"sv": name, "en": name}, tuple(indicators), chosen, reverse)


def instruments(*questions: Question) -> Instruments:
    """Make one instrument that serves everybody."""
    return Instruments((Instrument("form", "1", questions or (question(),)),))


@dataclass(frozen=True)
class Person:
    """A respondent: the values of the sets' columns, and the answers by question ("" or absent: none)."""

    cell: Cell
    answers: Mapping[str, str]


def people(cell: Sequence[str], answers: Mapping[str, str | None] | str, n: int = 1, name: str = "q1") -> list[Person]:
    """Make `n` respondents alike; a plain string answers the question `name`."""
    given = {name: answers} if isinstance(answers, str) else {key: value or "" for key, value in answers.items()}
    return [Person(tuple(cell), given)] * n


def asked(association: str, *shares: tuple[int, int], skipped: int = 0, cell: Sequence[str] = ()) -> list[Person]:
    """Make an association's participants: (positive, negative) of q1, q2 …, the same people answering each in turn."""
    where = tuple(cell) or (WAVE, association, GROUP)
    columns = [["2"] * positive + ["1"] * negative for positive, negative in shares]
    n = max(map(len, columns)) + skipped
    filled = [column + [NO_ANSWER] * (n - len(column)) for column in columns]
    return [
        Person(where, {f"q{number}": column[row] for number, column in enumerate(filled, start=1)}) for row in range(n)
    ]


def counted(found: Instruments, respondents: Iterable[Person], columns: Sequence[str] = SETS) -> Counts:
    """Count respondents one by one, in plain Python."""
    steps: dict[Cell, dict[str, Counter[str]]] = {}
    scores: dict[Cell, dict[str, Counter[Score]]] = {}
    group = list(columns).index("group")
    for person in respondents:
        instrument = found.of(group=person.cell[group], wave=person.cell[0])
        into = steps.setdefault(person.cell, {})
        for one in instrument.questions:
            into.setdefault(one.name, Counter())[person.answers.get(one.name, NO_ANSWER)] += 1
        for number in instrument.measured:
            ticked = [
                (one, person.answers[one.name])
                for one in instrument.items_of(number)
                if person.answers.get(one.name, NO_ANSWER) in {choice.name for choice in one.scale.answers}
            ]
            score = Score(
                len(ticked),
                sum(answer in one.positive for one, answer in ticked),
                sum(_value(one, answer) for one, answer in ticked),
            )
            scores.setdefault(person.cell, {}).setdefault(number, Counter())[score] += 1
    return Counts(tuple(columns), steps, scores)


def _value(one: Question, answer: str) -> int:
    values = one.scale.values
    if values is None:
        return 0
    return one.scale.reversed_value(values[answer]) if one.reverse else values[answer]


def policy(*tables: TablePlan, **rules: object) -> Policy:
    """Make a policy; by default shares by association and group, and by group."""
    plans = tables or (TablePlan(("association", "group")), TablePlan(("group",)))
    return replace(Policy(plans), **rules)  # type: ignore[arg-type]


def prepared(found: Instruments, respondents: Iterable[Person] | Counts, rules: Policy) -> Prepared:
    """Work out what a release could print."""
    counts = respondents if isinstance(respondents, Counts) else counted(found, respondents)
    return prepare(counts, found, rules)


def protection(found: Instruments, respondents: Iterable[Person] | Counts, rules: Policy | None = None) -> Protected:
    """Protect what respondents answered."""
    ready = prepared(found, respondents, rules or policy())
    return protect(ready.materials, ready.questionnaire, ready.policy)


def printed(
    found: Instruments,
    respondents: Iterable[Person] | Counts,
    hidden: Iterable[str] = (),
    rules: Policy | None = None,
    *,
    tables: Sequence[str] = ("association-group",),
) -> tuple[tuple[ReleasedTable, ...], Audit]:
    """Print tables with just the named associations' sets hidden, good pattern or bad, and audit them."""
    ready = prepared(found, respondents, rules or policy())
    names = set(hidden)
    places = {
        (material.plan.name, key)
        for material in ready.materials
        for key in material.sets
        if material.plan.name in tables and not names.isdisjoint(key)
    }
    shown = released(ready.materials, places, ready.policy)
    return shown, audit(shown, ready.questionnaire, ready.policy)


def rows(tables: Sequence[ReleasedTable], name: str) -> dict[tuple[str, ...], ReleasedRow]:
    """Return a table's rows by key without the wave, followed by the question or indicator."""
    table = next(one for one in tables if one.name == name)
    return {(*row.key[1:], row.question or row.indicator or ""): row for row in table.rows}


def material_of(ready: Prepared, name: str) -> Material:
    """Return what the table of that name could print."""
    return next(one for one in ready.materials if one.plan.name == name)


INSTRUMENT = """\
settings: {form_id: tiny, version: "1"}
choices:
  often3:
    - {name: "1", value: 1, label: {sv: Sällan, en: Seldom}}
    - {name: "2", value: 2, label: {sv: Ibland, en: Sometimes}}
    - {name: "3", value: 3, label: {sv: Ofta, en: Often}}
    - {name: "9", missing: dont_know, label: {sv: Vet inte, en: Don't know}}
survey:
  - {name: q1, type: select_one often3, indicator: [1], positive: ["3"], label: {sv: Ett, en: One}}
  - {name: q2, type: select_one often3, indicator: [2], positive: ["2", "3"], label: {sv: Två, en: Two}}
"""
POLICY = """\
waves: ["2022"]
tables:
  - {by: [association, group], statistics: [share]}
  - {by: [group], statistics: [share, mean, distribution]}
"""


def spread(
    association: str, n: int, *, group: str = GROUP, wave: str = WAVE, sex: str = "", turn: int = 0
) -> list[Person]:
    """Make respondents whose answers to q1 and q2 of `INSTRUMENT` vary, some of them missing."""
    answers = ["3", "1", "2", "3", "1", "3", "2", "", "3", "1", "9", "3", "2"]
    cell = (wave, association, group)
    return [
        Person(cell, {"q1": answers[(row + turn) % 13], "q2": answers[(row * 5 + turn + 3) % 13]}) for row in range(n)
    ]


@dataclass(frozen=True)
class Bench:
    """A folder with an instrument, counts and a policy, ready for the command."""

    folder: Path

    @property
    def inputs(self) -> list[str]:
        return [str(self.folder / "instrument.yaml"), str(self.folder / "counts.csv")]

    def protect(self, out: str = "release", *more: str, policy: str = "policy.yaml") -> int:
        """Run `ljuspunkt protect` and return its exit code."""
        where = ["--policy", str(self.folder / policy), "--out", str(self.folder / out)]
        return main(["protect", *self.inputs, *where, *more])

    def audit(self, out: str = "release", *more: str) -> int:
        """Run `ljuspunkt audit` and return its exit code."""
        return main(["audit", str(self.folder / out), *more])

    def table(self, name: str, out: str = "release") -> list[dict[str, str]]:
        """Read one table of a release as rows by column."""
        with (self.folder / out / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))

    def write_table(self, name: str, found: Sequence[Mapping[str, str]], out: str = "release") -> None:
        """Write rows back, as somebody would who tampers with a release."""
        with (self.folder / out / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)

    def manifest(self, out: str = "release") -> dict[str, object]:
        document: dict[str, object] = json.loads((self.folder / out / "manifest.json").read_bytes())
        return document


def bench(
    folder: Path,
    respondents: Iterable[Person],
    *,
    instrument: str = INSTRUMENT,
    rules: str = POLICY,
    columns: Sequence[str] = SETS,
) -> Bench:
    """Write an instrument, the counts of some respondents and a policy into a folder."""
    from ljuspunkt.files import instruments as instrument_files

    (folder / "instrument.yaml").write_text(instrument, encoding="utf-8")
    (folder / "policy.yaml").write_text(rules, encoding="utf-8")
    found = instrument_files.read(folder / "instrument.yaml")
    counts_files.write(counted(found, respondents, columns), folder / "counts.csv")
    return Bench(folder)
