"""Frozen data sets (frysta datamängder): a folder with answers, instruments, questionnaires and a manifest.

The answers are Parquet, a row per respondent, sorted by their own content over all columns: nothing is left of the
order in which they came, and the same answers give the same bytes. Columns of numbers are floating, all others text.
No file holds a time. Files can't be written to.
"""

import csv
import io
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from ljuspunkt.domain.survey.counts import SET_COLUMNS, Cell
from ljuspunkt.domain.survey.data_set import Row
from ljuspunkt.domain.survey.instrument import Instrument, Instruments
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files import questionnaires as questionnaire_files
from ljuspunkt.files.folder import MANIFEST, Files, digest, json_bytes, read_folder, read_manifest, write_folder

ANSWERS = "answers.parquet"
ASKED = "asked.csv"
FORMAT = 1

_FILE_MODE, _FOLDER_MODE = 0o440, 0o550


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a data set is made of.

    Attributes:
        name: of the data set.
        wave: what its column `wave` says.
        kind: measurement, exit or pilot.
        software: with its version, that froze it.
        rows: answers by column; each has wave, association and group.
        breakdowns: columns beside those of the sets and the questions, in order.
        instruments: what counts the rows, by the name of the file.
        questionnaires: what respondents saw, by the name of the file.
        numbers: columns of numbers, in order; they stand last.
        asked: how many were asked, None for a data set that has none of its own.
        of: whose own questions it holds, "" for the network's.
        remarks: what else the manifest tells, by name.
    """

    name: str
    wave: str
    kind: str
    software: str
    rows: Sequence[Row]
    breakdowns: Sequence[str]
    instruments: Mapping[str, Instrument]
    questionnaires: Mapping[str, Questionnaire]
    numbers: Sequence[str] = ()
    asked: Mapping[Cell, int | None] | None = None
    of: str = ""
    remarks: Mapping[str, object] | None = None


def files_of(frozen: Frozen) -> Files:
    """Return the files of a data set, the same bytes for the same answers in any order."""
    columns = _columns(frozen)
    answers = _parquet(frozen.rows, columns, frozen.numbers)
    instruments = {f"instruments/{name}.yaml": _instrument(one) for name, one in sorted(frozen.instruments.items())}
    questionnaires = {
        f"questionnaires/{name}.yaml": _yaml(questionnaire_files.to_document(one))
        for name, one in sorted(frozen.questionnaires.items())
    }
    files = {ANSWERS: answers, **instruments, **questionnaires}
    if frozen.asked is not None:
        files[ASKED] = _asked(frozen.asked)
    manifest = {
        "kind": "ljuspunkt-data-set",
        "format": FORMAT,
        "name": frozen.name,
        "wave": frozen.wave,
        "wave_kind": frozen.kind,
        "own_questions_of": frozen.of or None,
        "software": frozen.software,
        "answers": {"file": ANSWERS, "rows": len(frozen.rows), "columns": list(columns), "sha256": digest(answers)},
        "breakdowns": list(frozen.breakdowns),
        "numbers": list(frozen.numbers),
        "instruments": {name: digest(content) for name, content in instruments.items()},
        "questionnaires": {name: digest(content) for name, content in questionnaires.items()},
        "asked": {"file": ASKED, "sha256": digest(files[ASKED])} if frozen.asked is not None else None,
        **(frozen.remarks or {}),
    }
    return {**files, MANIFEST: json_bytes(manifest)}


def write(folder: Path, files: Files) -> None:
    """Write a data set's folder, whole or not at all, and return when the disk has it; nobody may write to it.

    A folder that holds exactly these files already is left as it is.

    Raises:
        OSError: it can't be written.
    """
    folder.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    if not (folder.is_dir() and read_folder(folder) == files):
        if folder.exists():
            remove(folder)
        write_folder(folder, files)
    _keep(folder)


def remove(folder: Path) -> None:
    """Remove a data set's folder; one that is gone stays gone."""
    if folder.is_dir():
        for each in (folder, *folder.rglob("*")):
            if each.is_dir():
                each.chmod(0o750)
        shutil.rmtree(folder)


def changed(folder: Path) -> tuple[str, ...]:
    """Return the files of a data set that aren't what its manifest says, missing ones too; none where all is whole."""
    manifest = read_manifest(folder)
    if manifest is None:
        return (MANIFEST,)
    named: dict[str, object] = {}
    for part in ("answers", "asked"):
        told = manifest.get(part)
        if isinstance(told, Mapping):
            named[str(told.get("file"))] = told.get("sha256")
    for part in ("instruments", "questionnaires"):
        told = manifest.get(part)
        if isinstance(told, Mapping):
            named |= {str(name): content for name, content in told.items()}
    held = {name: digest(content) for name, content in read_folder(folder).items() if name != MANIFEST}
    return tuple(sorted({name for name in held.keys() | named.keys() if held.get(name) != named.get(name)}))


def _columns(frozen: Frozen) -> tuple[str, ...]:
    questions = dict.fromkeys(
        question.name for _name, one in sorted(frozen.instruments.items()) for question in one.questions
    )
    return (*SET_COLUMNS, *frozen.breakdowns, *questions, *frozen.numbers)


def _parquet(rows: Sequence[Row], columns: Sequence[str], numbers: Sequence[str]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    texts = [column for column in columns if column not in numbers]
    held = sorted(rows, key=lambda row: _content(row, texts, numbers))
    table = pa.table(
        {
            column: pa.array([row.get(column) for row in held], pa.float64())
            if column in numbers
            else pa.array([row.get(column, "") for row in held], pa.string())
            for column in columns
        }
    )
    out = pa.BufferOutputStream()
    parquet.write_table(table, out, compression="zstd", use_dictionary=True, row_group_size=max(1, len(held)))
    content: bytes = out.getvalue().to_pybytes()
    return content


def _content(row: Row, texts: Sequence[str], numbers: Sequence[str]) -> tuple[object, ...]:
    """Return what a row holds, so that rows can be put in order; no number comes before any."""
    given = [row.get(column) for column in numbers]
    return (*(row.get(column, "") for column in texts), *((number is not None, number or 0.0) for number in given))


def _instrument(one: Instrument) -> bytes:
    listed = instrument_files.to_document(Instruments((one,)))["instruments"]
    assert isinstance(listed, list)
    return _yaml(listed[0])


def _yaml(document: object) -> bytes:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=1000).encode()


def _asked(asked: Mapping[Cell, int | None]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*SET_COLUMNS, "asked"))
    for cell, n in sorted(asked.items()):
        writer.writerow((*cell, "" if n is None else n))
    return out.getvalue().encode()


def _keep(folder: Path) -> None:
    """Let nobody write to the folder, and wait until the disk has it."""
    for each in sorted((folder, *folder.rglob("*"))):
        each.chmod(_FOLDER_MODE if each.is_dir() else _FILE_MODE)
    for each in (*folder.rglob("*"), folder, folder.parent):
        opened = os.open(each, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
