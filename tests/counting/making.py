"""What the tests of counting share: a small instrument, answers to it, and the command."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main

INSTRUMENT = """\
settings: {form_id: participant, version: "2022", respondent_group: participant, waves: ["2021", "2022"]}
choices:
  often4:
    - {name: "1", value: 1, label: {sv: Aldrig, en: Never}}
    - {name: "2", value: 2, label: {sv: Sällan, en: Seldom}}
    - {name: "3", value: 3, label: {sv: Ofta, en: Often}}
    - {name: "4", value: 4, label: {sv: Alltid, en: Always}}
    - {name: "9", missing: dont_know, label: {sv: Vet inte, en: Don't know}}
  yesno:
    - {name: yes, value: 1, label: {sv: Ja, en: Yes}}
    - {name: no, value: 0, label: {sv: Nej, en: No}}
survey:
  - {name: q1, type: select_one often4, indicator: [1], positive: ["3", "4"], label: {sv: Ett, en: One}}
  - {name: q2, type: select_one often4, indicator: [1], positive: ["1", "2"], reverse: yes, label: {sv: Två, en: Two}}
  - {name: q3, type: select_one yesno, indicator: [2], positive: [yes], label: {sv: Tre, en: Three}}
"""

HEADING = "wave,association,group,sex,q1,q2,q3"
ROWS = (
    "2021,Norra,participant,woman,1,4,yes",
    "2021,Norra,participant,woman,4,1,no",
    "2021,Norra,participant,man,9,2,",
    "2021,Södra,participant,man,,,",
    "2022,Södra,participant,man,3,3,yes",
)


def write(path: Path, *lines: str) -> Path:
    """Write lines of text as UTF-8."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def instrument(folder: Path, text: str = INSTRUMENT, name: str = "instrument.yaml") -> Path:
    """Write an instrument."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as rows by column."""
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def refused(capsys: pytest.CaptureFixture[str], arguments: Sequence[object]) -> str:
    """Run the command, which must refuse with one sentence and code 2, and return the sentence."""
    assert main(["count", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1, said.err
    return said.err.strip().removeprefix("ljuspunkt count: ")
