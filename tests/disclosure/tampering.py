"""Good releases, and what a careless or a curious hand does to them afterwards."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.disclosure.attack import Audit
from ljuspunkt.domain.disclosure.proof import joined
from ljuspunkt.domain.disclosure.protect import Protected
from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedStep, ReleasedTable, released
from ljuspunkt.domain.survey.publication import prepare
from ljuspunkt.files import counts as count_files
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files import policy as policy_files
from ljuspunkt.files import release as release_files
from tests.disclosure.making import GROUP, WAVE, Person, counted

INSTRUMENT = """\
settings: {form_id: tiny, version: "1"}
choices:
  often3:
    - {name: "1", value: 1, label: {sv: Sällan, en: Seldom}}
    - {name: "2", value: 2, label: {sv: Ibland, en: Sometimes}}
    - {name: "3", value: 3, label: {sv: Ofta, en: Often}}
survey:
  - {name: q1, type: select_one often3, indicator: [1], positive: ["3"], label: {sv: Ett, en: One}}
  - {name: q2, type: select_one often3, indicator: [2], positive: ["2", "3"], label: {sv: Två, en: Two}}
  - {name: q3, type: select_one often3, indicator: [3], positive: ["3"], label: {sv: Tre, en: Three}}
  - {name: q4, type: select_one often3, indicator: [3], positive: ["3"], label: {sv: Fyra, en: Four}}
"""
TURNS = {"q1": "3121332113", "q2": "1213321132", "q3": "3211323131", "q4": "1331213312"}


def asking(
    association: str,
    n: int,
    *,
    wave: str = WAVE,
    group: str = GROUP,
    turn: int = 0,
    answers: Mapping[str, str] | None = None,
    skipping: Mapping[str, int] | None = None,
    **breakdowns: str,
) -> list[Person]:
    """Make `n` respondents whose answers vary.

    Args:
        turn: where in their pattern the answers begin.
        answers: what all of them answer to some question instead.
        skipping: how many of them answer some question at all, the rest leaving it out.
    """
    made = []
    for number in range(n):
        given = {name: steps[(number + turn) % len(steps)] for name, steps in TURNS.items()} | dict(answers or {})
        given |= {name: "" for name, few in (skipping or {}).items() if number >= few}
        made.append(Person((wave, association, group, *breakdowns.values()), given))
    return made


def rules(*tables: str, **others: object) -> str:
    """Write a policy: each table as "association group: share mean", shares where nothing is said."""
    lines = [f"{name}: {json.dumps(value)}" for name, value in others.items()]
    lines.append("tables:")
    for table in tables:
        by, _, statistics = table.partition(":")
        named = statistics.split() or ["share"]
        lines.append(f"  - {{by: {json.dumps(by.split())}, statistics: {json.dumps(named)}}}")
    return "\n".join(lines) + "\n"


MARGINS = ("association group", "group")


@dataclass
class Publisher:
    """Somebody who makes releases in a folder, good ones or bad."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def good(
        self,
        people: Iterable[Person],
        *tables: str,
        name: str = "release",
        earlier: Sequence["Published"] = (),
        **others: object,
    ) -> "Published":
        """Make a release with `ljuspunkt protect`, which must say SAFE."""
        made = self._prepared(people, tables, name, others)
        before = ["--earlier", *(str(one.release) for one in earlier)] if earlier else []
        assert made.protect(*before) == 0, self.capsys.readouterr()
        self.capsys.readouterr()
        return made

    def bad(
        self,
        people: Iterable[Person],
        *tables: str,
        hiding: Sequence[str] = (),
        name: str = "release",
        **others: object,
    ) -> "Published":
        """Make a release that hides just what is named, and forges its verdict SAFE.

        Args:
            hiding: what a hidden set's key must have, word by word: "Östra", "2021 Östra", "board women".
        """
        made = self._prepared(people, tables, name, others)
        ready = made.prepared
        hidden = {
            (material.plan.name, key)
            for material in ready.materials
            for key in material.sets
            if any(set(words.split()) <= set(key) for words in hiding)
        }
        forged = Audit("SAFE", (), joined([]))
        nobody: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
        release_files.write(
            made.release,
            replace(ready, instruments=made.instruments, left_out=()),
            Protected(released(ready.materials, hidden, ready.policy), forged, nobody, nobody, nobody, 0, 0),
            associations=made.associations,
            origin=release_files.Origin((), (), "somebody else's"),
        )
        return made

    def _prepared(
        self, people: Iterable[Person], tables: Sequence[str], name: str, others: dict[str, object]
    ) -> "Published":
        breakdowns = sorted({word for table in tables for word in table.partition(":")[0].split()} - {*_PLAIN})
        folder = self.folder / f"{name} inputs"
        folder.mkdir()
        (folder / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
        years = others.pop("associations", None)
        if years is not None:
            (folder / "associations.csv").write_text(str(years), encoding="utf-8")
            others["associations"] = "associations.csv"
        (folder / "policy.yaml").write_text(rules(*(tables or MARGINS), **others), encoding="utf-8")
        found = instrument_files.read(folder / "instrument.yaml")
        counts = counted(found, people, ("wave", "association", "group", *breakdowns))
        count_files.write(counts, folder / "counts.csv")
        return Published(folder, self.folder / name, self.capsys)


_PLAIN = ("association", "group")


@dataclass
class Published:
    """A release in a folder, with what it was made of."""

    inputs: Path
    release: Path
    capsys: pytest.CaptureFixture[str]
    earlier: list["Published"] = field(default_factory=list)

    def __post_init__(self) -> None:
        read, self.associations = policy_files.read(self.inputs / "policy.yaml")
        self.instruments = instrument_files.read(self.inputs / "instrument.yaml")
        counts = count_files.read(self.inputs / "counts.csv")
        self.prepared = prepare(counts, self.instruments, read, self.associations)

    def protect(self, *more: str) -> int:
        """Run `ljuspunkt protect` and return its exit code."""
        words = [str(self.inputs / name) for name in ("instrument.yaml", "counts.csv")]
        words += ["--policy", str(self.inputs / "policy.yaml"), "--out", str(self.release)]
        return main(["protect", *words, *more])

    def after(self, *others: "Published") -> "Published":
        """Return the same release, to be audited together with earlier ones."""
        self.earlier = list(others)
        return self

    def tables(self) -> dict[str, ReleasedTable]:
        return {table.name: table for table in release_files.read(self.release).tables}

    def write(self, table: ReleasedTable) -> None:
        """Write a table over the one that lies there."""
        path = self.release / "tables" / f"{table.name}.csv"
        path.write_bytes(release_files.table_bytes(table))
        if table.steps:
            path.with_suffix(".steps.csv").write_bytes(release_files.steps_bytes(table))

    def show(self, table: str, words: str, topic: str = "") -> "Published":
        """Print the true numbers of a set that is hidden, of one question or indicator if named."""
        true = {one.name: one for one in released(self.prepared.materials, set(), self.prepared.policy)}[table]
        numbers = {(row.key, row.question, row.indicator): row for row in true.rows}
        at = self.tables()[table]
        wanted = set(words.split())

        def shown(row: ReleasedRow) -> ReleasedRow:
            chosen = wanted <= set(" ".join(row.key).split()) and topic in (
                "",
                row.question,
                f"indicator {row.indicator}",
            )
            return numbers.get((row.key, row.question, row.indicator), row) if chosen else row

        self.write(replace(at, rows=tuple(shown(row) for row in at.rows)))
        return self

    def alter(self, table: str, words: str, topic: str = "", **values: object) -> "Published":
        """Change numbers in the rows of a set, of one question or indicator if named."""
        at = self.tables()[table]
        wanted = set(words.split())

        def changed(row: ReleasedRow) -> ReleasedRow:
            chosen = wanted <= set(" ".join(row.key).split()) and topic in (
                "",
                row.question,
                f"indicator {row.indicator}",
            )
            return replace(row, **values) if chosen else row  # type: ignore[arg-type]

        rows = tuple(changed(row) for row in at.rows)
        assert rows != at.rows
        self.write(replace(at, rows=rows))
        return self

    def show_steps(self, table: str, words: str, question: str, numbers: Sequence[int]) -> "Published":
        """Print how many of a set chose each step of a question."""
        at = self.tables()[table]
        wanted = set(words.split())
        left = iter(numbers)

        def shown(step: ReleasedStep) -> ReleasedStep:
            chosen = wanted <= set(step.key) and step.question == question
            return replace(step, n=next(left), hidden="") if chosen else step

        self.write(replace(at, steps=tuple(shown(step) for step in at.steps)))
        return self

    def without(self, table: str, words: str) -> "Published":
        """Leave out the rows whose key holds some words."""
        at = self.tables()[table]
        rows = tuple(row for row in at.rows if not all(any(word in part for part in row.key) for word in words.split()))
        assert len(rows) < len(at.rows)
        self.write(replace(at, rows=rows))
        return self

    def row(self, table: str, words: str, topic: str) -> ReleasedRow:
        """Return what is printed of a question or an "indicator <number>" in one set."""
        wanted = set(words.split())
        return next(
            row
            for row in self.tables()[table].rows
            if wanted <= set(" ".join(row.key).split()) and topic in (row.question, f"indicator {row.indicator}")
        )

    def findings(self, verdict: str = "UNSAFE") -> list[str]:
        """Audit the folder from the command line and return "set, question: what" of each finding."""
        words = ["--earlier", *(str(one.release) for one in self.earlier)] if self.earlier else []
        code = main(["audit", str(self.release), "--json", *words])
        document = json.loads(self.capsys.readouterr().out)
        assert document["verdict"] == verdict
        assert code == {"SAFE": 0, "UNSAFE": 3, "UNKNOWN": 4}[verdict]
        assert all(set(finding) == {"set", "question", "what", "by"} for finding in document["findings"])
        assert all(finding["by"] for finding in document["findings"])
        return [
            f"{finding['set']}{', ' + finding['question'] if finding['question'] else ''}: {finding['what']}"
            f" [{'; '.join(finding['by'])}]"
            for finding in document["findings"]
        ]


@pytest.fixture
def publisher(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Publisher:
    """Return somebody who makes releases in a folder of this test."""
    return Publisher(tmp_path, capsys)
