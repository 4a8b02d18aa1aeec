"""Small conferences for the tests: written as files, or tallied straight from numbers of yes votes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.consensus.ballot import Approve, Electorate, Form, Row, read_ballots
from ljuspunkt.domain.consensus.conference import ConferenceResult, tally_conference
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.consensus.tally import Tally, tally
from ljuspunkt.domain.consensus.ties import Record, Ruling
from ljuspunkt.files.conference import read

VOTES = {"a": 14, "b": 12, "c": 11, "d": 9, "e": 9, "f": 9, "g": 7}
"""The votes of method.md §3 and of the vectors in quota_consensus.json."""


def approvals(yes: Mapping[str, int], n_ballots: int) -> list[Row]:
    """Return rows in which each item has so many yes, and every ballot says something."""
    rows = [Row(f"b{n}", item, "yes") for item, votes in yes.items() for n in range(votes)]
    said = {row.ballot for row in rows}
    first = next(iter(yes))
    return rows + [Row(f"b{n}", first, "no") for n in range(n_ballots) if f"b{n}" not in said]


def one_yes_each(yes: Mapping[str, int]) -> list[Row]:
    """Return rows of ballots that each say yes to one item only."""
    return [Row(f"{item}{n}", item, "yes") for item, votes in yes.items() for n in range(votes)]


def tallied(
    yes: Mapping[str, int],
    rule: Rule,
    *,
    n_ballots: int = 23,
    entitled: int = 23,
    kinds: Mapping[str, str] | None = None,
    rulings: Iterable[Ruling] = (),
    runoffs: Mapping[int, Sequence[Row]] | None = None,
) -> Tally:
    """Return the tally of approve ballots with so many yes for each item."""
    return tallied_rows(
        approvals(yes, n_ballots),
        rule,
        pool=tuple(yes),
        entitled=entitled,
        kinds=kinds,
        rulings=rulings,
        runoffs=runoffs,
    )


def tallied_rows(
    rows: Sequence[Row],
    rule: Rule,
    *,
    pool: Sequence[str],
    form: Form | None = None,
    entitled: int = 23,
    kinds: Mapping[str, str] | None = None,
    rulings: Iterable[Ruling] = (),
    runoffs: Mapping[int, Sequence[Row]] | None = None,
    groups: Mapping[str, int] | None = None,
) -> Tally:
    """Return the tally of one vote from its rows."""
    electorate = Electorate(entitled, groups or {})
    form = form or Approve()
    ballots = read_ballots(rows, form, vote="1", pool=pool, listed=pool, electorate=electorate)
    return tally(
        ballots,
        form=form,
        rule=rule,
        pool=pool,
        kinds=kinds or dict.fromkeys(pool, "process"),
        electorate=electorate,
        record=Record("1", tuple(rulings), runoffs),
        listed=pool,
    )


def with_outcome(result: Tally, outcome: str) -> set[str]:
    """Return the ids of the items with an outcome."""
    return {item.id for item in result.items if item.outcome == outcome}


def written(folder: Path, plan: str, ballots: str, candidates: str | None = None) -> tuple[Path, Path]:
    """Write the files of a conference; the candidates are a to g, of one kind, unless given."""
    if candidates is None:
        candidates = "id,kind,title_sv,title_en\n" + "".join(f"{id},process,{id}-sv,{id}-en\n" for id in "abcdefg")
    (folder / "candidates.csv").write_text(candidates, encoding="utf-8")
    (folder / "conference.yaml").write_text(plan, encoding="utf-8")
    (folder / "ballots.csv").write_text(ballots, encoding="utf-8")
    return folder / "conference.yaml", folder / "ballots.csv"


def ballots_of(yes: Mapping[str, int], vote: str = "1", n_ballots: int = 23) -> str:
    """Return the lines of approve ballots in a file, without the header."""
    return "".join(f"{vote},{row.ballot},{row.item},{row.value}\n" for row in approvals(yes, n_ballots))


HEADER = "vote,ballot,item,value\n"


def conference(folder: Path, plan: str, ballots: str, candidates: str | None = None) -> ConferenceResult:
    """Return the result of a conference written as files."""
    return tally_conference(*read(*written(folder, plan, ballots, candidates)))


def as_json(capsys: pytest.CaptureFixture[str], plan: Path, ballots: Path) -> Any:
    """Return what `ljuspunkt tally --json` writes, after checking that it ended well."""
    assert main(["tally", str(plan), str(ballots), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], plan: Path, ballots: Path) -> str:
    """Return the sentence with which `ljuspunkt tally` refuses, after checking that it is one and all there is."""
    assert main(["tally", str(plan), str(ballots), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err
