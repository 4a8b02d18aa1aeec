"""Releases as folders: `tables/*.csv`, `comparisons/*.csv`, `manifest.json`, `audit.json` and `witnesses.npz`.

Everything in the folder may be public. What only the analyst may see goes into `<folder>.private.json` beside it.
The same release gives the same bytes.
"""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ljuspunkt.domain.disclosure.finding import Finding
from ljuspunkt.domain.disclosure.history import EarlierRelease
from ljuspunkt.domain.disclosure.policy import AssociationYears, left_to_know
from ljuspunkt.domain.disclosure.proof import Proof
from ljuspunkt.domain.disclosure.protect import Protected
from ljuspunkt.domain.disclosure.release import (
    EMPTY,
    HIDDEN,
    ReleasedRow,
    ReleasedStep,
    ReleasedTable,
    printed_table,
)
from ljuspunkt.domain.disclosure.search import NODE_LIMIT
from ljuspunkt.domain.disclosure.table import coarser_tables
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.publication import Prepared, Publication, questionnaire
from ljuspunkt.files import comparison_tables
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files import policy as policy_files
from ljuspunkt.files.csv_text import table_text
from ljuspunkt.files.delimited import Delimited, read_delimited, text_of
from ljuspunkt.files.folder import MANIFEST, digest, json_bytes, read_manifest, write_folder

FORMAT = "ljuspunkt-release-1"
NUMBERS = ("n", "answered", "positive", "share", "low", "high", "mean", "mean_low", "mean_high")
"""The columns of a figure, in every table that holds figures."""
WHOLE = ("n", "answered", "positive")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """An input of a release: what it is to it, and the SHA-256 of its bytes.

    The digest of a `secret` one stands in the analyst's file only: whoever has narrowed the hidden numbers down
    to a few possible tables could tell by it which one is true.
    """

    role: str
    name: str
    digest: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a release comes from: its inputs, the earlier releases that it went by, and the software that made it."""

    sources: Sequence[Source]
    earlier: Sequence[Source]
    software: str


def write(
    folder: Path,
    prepared: Prepared,
    protected: Protected,
    *,
    associations: Sequence[AssociationYears],
    origin: Origin,
    analyst: Mapping[str, object] | None = None,
) -> None:
    """Write a release's folder and the analyst's file beside it.

    Args:
        folder: which is made, or made anew where it is a release.
        prepared: what could be printed, and under which policy.
        protected: what is printed of it, with the audit's verdict.
        associations: with their years and mergers.
        origin: where the release comes from.
        analyst: what the analyst's file holds besides.

    Raises:
        BadInput: the place is taken by something that isn't a release.
        OSError: it can't be written.
    """
    check_place(folder)
    contents = release_files(protected)
    contents |= comparison_tables.files(
        Publication(
            protected.tables,
            prepared.instruments,
            prepared.policy,
            tuple(associations),
            protected.audit.verdict,
            protected.audit.findings,
            {},
        )
    )
    groups: dict[str, list[str]] = {}
    for wave, group in prepared.questionnaire:
        groups.setdefault(wave, []).append(group)
    manifest = {
        "format": FORMAT,
        "software": origin.software,
        "policy": policy_files.to_document(prepared.policy),
        "associations": [asdict(one) for one in associations],
        "groups": groups,
        "tables": [_table_document(table, protected.tables) for table in protected.tables],
        "left_out": [notice.said() for notice in prepared.left_out],
        "left_to_know": list(left_to_know(prepared.policy)),
        "instruments": instrument_files.to_document(prepared.instruments),
        "sources": [_source_document(one, secret=one.secret) for one in origin.sources],
        "earlier": [_source_document(one) for one in origin.earlier],
        "files": {name: digest(content) for name, content in sorted(contents.items())},
    }
    contents[MANIFEST] = json_bytes(manifest)
    write_folder(folder, contents)
    private = {
        "release": folder.name,
        "sources": [_source_document(one) for one in origin.sources],
        "respondents": {"shown": protected.n_shown, "hidden": protected.n_hidden},
        "primary": _places(protected.primary),
        "complementary": _places(protected.complementary),
        "empty": _places(protected.empty),
        **(analyst or {}),
    }
    beside = folder.with_name(f"{folder.name}.private.json")
    beside.write_bytes(json_bytes(private))
    beside.chmod(0o600)


def _source_document(source: Source, *, secret: bool = False) -> dict[str, str]:
    known = {"role": source.role, "name": source.name}
    return known if secret else {**known, "digest": source.digest}


def release_files(protected: Protected) -> dict[str, bytes]:
    """Return the files of a release by their path in the folder, all but the manifest and the comparisons."""
    contents: dict[str, bytes] = {}
    for table in protected.tables:
        contents[f"tables/{table.name}.csv"] = table_bytes(table)
        if table.steps:
            contents[f"tables/{table.name}.steps.csv"] = steps_bytes(table)
    proof = protected.audit.proof
    contents["audit.json"] = json_bytes(
        {
            "verdict": protected.audit.verdict,
            "findings": [finding_document(finding) for finding in protected.audit.findings],
            "parent_unanimous": [{"set": of, "question": question} for of, question in protected.audit.unanimous],
            "targets": len(proof.targets),
            "witnesses": proof.witnesses.shape[1],
            "node_limit": NODE_LIMIT,
        }
    )
    contents["witnesses.npz"] = _proof_bytes(proof)
    return contents


def finding_document(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON tells it."""
    return {"set": finding.of, "question": finding.question, "what": finding.what, "by": list(finding.by)}


def check_place(folder: Path) -> None:
    """Refuse a place where something else than a release lies.

    Raises:
        BadInput: it does.
    """
    if not folder.parent.is_dir():
        raise BadInput("no_folder", "There is no folder {folder} to write into.", folder=str(folder.parent))
    if folder.is_dir() and any(folder.iterdir()) and not is_release(folder):
        raise BadInput("place_taken", "The folder isn't empty and holds no release.", file=str(folder))
    if folder.exists() and not folder.is_dir():
        raise BadInput("place_taken", "There is a file of that name; a folder is to be written.", file=str(folder))


def is_release(folder: Path) -> bool:
    """Whether a folder's manifest says that it is a release."""
    manifest = read_manifest(folder)
    return manifest is not None and manifest.get("format") == FORMAT


def _table_document(table: ReleasedTable, tables: Sequence[ReleasedTable]) -> dict[str, object]:
    by_columns = {other.columns: other.name for other in tables}
    return {
        "name": table.name,
        "columns": list(table.columns),
        "splits": [by_columns[columns] for columns in coarser_tables(table.columns, by_columns)],
        "steps": bool(table.steps),
    }


def _places(places: frozenset[tuple[str, tuple[str, ...]]]) -> list[dict[str, object]]:
    return [{"table": table, "key": list(key)} for table, key in sorted(places)]


def table_bytes(table: ReleasedTable) -> bytes:
    """Return a released table as CSV."""
    rows = [
        (*row.key, row.question, row.indicator, *(getattr(row, name) for name in NUMBERS), row.band, row.hidden)
        for row in table.rows
    ]
    return table_text((*table.columns, "question", "indicator", *NUMBERS, "band", "hidden"), rows).encode()


def steps_bytes(table: ReleasedTable) -> bytes:
    """Return a released table's distributions as CSV."""
    rows = [(*step.key, step.question, step.step, step.n, step.hidden) for step in table.steps]
    return table_text((*table.columns, "question", "step", "n", "hidden"), rows).encode()


_SPARSE = ("matrix", "functionals")
_DENSE = ("lower", "upper", "kinds", "thresholds", "first", "second")


def _proof_bytes(proof: Proof) -> bytes:
    arrays: dict[str, NDArray[Any]] = {name: getattr(proof, name) for name in _DENSE}
    for name in _SPARSE:
        matrix = getattr(proof, name)
        arrays |= {f"{name}_{part}": getattr(matrix, part) for part in ("data", "indices", "indptr")}
        arrays[f"{name}_shape"] = np.array(matrix.shape, dtype=np.int64)
    arrays["variables"] = np.array(proof.variables, dtype=np.str_)
    arrays["targets"] = np.array(proof.targets, dtype=np.str_)
    arrays["witnesses"] = proof.witnesses.astype(np.int32)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def read_proof(folder: Path) -> Proof:
    """Read a release's witnesses.

    Raises:
        BadInput: the file is missing or isn't a proof.
    """
    path = folder / "witnesses.npz"
    try:
        with np.load(path, allow_pickle=False) as found:
            matrices = [
                sparse.csr_matrix(
                    (found[f"{name}_data"], found[f"{name}_indices"], found[f"{name}_indptr"]),
                    shape=tuple(found[f"{name}_shape"]),
                )
                for name in _SPARSE
            ]
            return Proof(
                matrices[0],
                found["lower"],
                found["upper"],
                tuple(map(str, found["variables"])),
                matrices[1],
                tuple(map(str, found["targets"])),
                found["kinds"],
                found["thresholds"],
                found["first"],
                found["second"],
                found["witnesses"].astype(np.int64),
            )
    except FileNotFoundError:
        raise BadInput("no_file", "There is no such file.", file=str(path)) from None
    except Exception as trouble:  # a forged archive can make NumPy and zipfile raise nearly anything
        raise BadInput("odd_witnesses", "The witnesses can't be read.", file=str(path)) from trouble


def read(folder: Path) -> Publication:
    """Read a release's folder.

    Raises:
        BadInput: a file is missing or can't be understood; says which and where.
    """
    manifest = read_json(folder / MANIFEST)
    file = str(folder / MANIFEST)
    if manifest.get("format") != FORMAT:
        raise BadInput("not_a_release", "This isn't a release: its manifest has another format.", file=file)
    audit = read_json(folder / "audit.json")
    names = _believed(
        file,
        lambda: [(str(one["name"]), tuple(one["columns"]), bool(one["steps"])) for one in _listed(manifest["tables"])],
    )
    listed = {f"{name}.csv" for name, _, _ in names} | {f"{name}.steps.csv" for name, _, steps in names if steps}
    for path in sorted((folder / "tables").glob("*")):
        if path.name not in listed:
            raise BadInput("not_listed", "The manifest doesn't list this table.", file=str(path))
    verdict = audit.get("verdict")
    if verdict not in ("SAFE", "UNSAFE", "UNKNOWN"):
        raise BadInput("odd_audit", "The audit has no verdict.", file=str(folder / "audit.json"))
    return Publication(
        tuple(_read_table(folder, name, columns, steps) for name, columns, steps in names),
        instrument_files.from_document(manifest.get("instruments"), file=file),
        policy_files.strict_from_document(manifest.get("policy"), file),
        _believed(
            file,
            lambda: tuple(
                AssociationYears(**{key: str(value) for key, value in one.items()})
                for one in _listed(manifest["associations"])
            ),
        ),
        verdict,
        _believed(
            str(folder / "audit.json"),
            lambda: tuple(
                Finding(str(one["set"]), one["question"], str(one["what"]), tuple(map(str, one["by"])), {}, verdict)
                for one in _listed(audit["findings"])
            ),
        ),
        manifest,
    )


def asked_groups(publication: Publication) -> list[tuple[str, str]]:
    """Return the (wave, group) pairs that a release's manifest says were asked.

    Raises:
        BadInput: the manifest doesn't say.
    """
    groups = publication.manifest.get("groups")
    return _believed(
        "manifest.json",
        lambda: [(str(wave), str(group)) for wave, of_wave in _mapping(groups).items() for group in of_wave],
    )


def earlier_release(publication: Publication) -> EarlierRelease:
    """Return a release as the audit of a later one reads it.

    Raises:
        BadInput: its manifest doesn't say who was asked.
    """
    asked = questionnaire(publication.instruments, asked_groups(publication))
    return EarlierRelease(publication.tables, asked, publication.policy, publication.associations)


def _listed(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return value


def _mapping(value: object) -> Mapping[str, Sequence[object]]:
    if not isinstance(value, Mapping):
        raise TypeError("a mapping is needed")
    return value


def _believed(file: str, read_part: Callable[[], T]) -> T:
    try:
        return read_part()
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise BadInput("odd_file", "The file doesn't hold what a release needs.", file=file) from trouble


def read_json(path: Path) -> dict[str, object]:
    """Read a JSON file that holds a mapping.

    Raises:
        BadInput: it is missing or isn't one.
    """
    try:
        found = json.loads(text_of(path))
    except ValueError as trouble:
        raise BadInput("not_json", "The file isn't JSON.", file=str(path)) from trouble
    if not isinstance(found, dict):
        raise BadInput("not_json", "The file isn't JSON.", file=str(path))
    return found


def _read_table(folder: Path, name: str, columns: tuple[str, ...], steps: bool) -> ReleasedTable:
    path = folder / "tables" / f"{name}.csv"
    table = read_delimited(path)
    _check_heading(table, (*columns, "question", "indicator", *NUMBERS, "band", "hidden"))
    width = len(columns)
    rows = []
    for line, cells in table.rows:
        question, indicator = cells[width] or None, cells[width + 1] or None
        if (question is None) == (indicator is None):
            raise BadInput("odd_row", "Exactly one of question and indicator must be given.", file=str(path), line=line)
        numbers = {
            column: _number(cells[width + 2 + place], column, path, line) for place, column in enumerate(NUMBERS)
        }
        band, hidden = cells[-2], cells[-1]
        if band not in ("", "few", "nearly all") or hidden not in ("", HIDDEN, EMPTY):
            raise BadInput("odd_row", "The band or the reason for hiding isn't known.", file=str(path), line=line)
        rows.append(ReleasedRow(cells[:width], question, indicator, **numbers, band=band, hidden=hidden))  # type: ignore[arg-type]
    found_steps = _read_steps(folder / "tables" / f"{name}.steps.csv", columns) if steps else ()
    return printed_table(name, columns, tuple(rows), found_steps)


def _read_steps(path: Path, columns: tuple[str, ...]) -> tuple[ReleasedStep, ...]:
    table = read_delimited(path)
    _check_heading(table, (*columns, "question", "step", "n", "hidden"))
    width = len(columns)
    return tuple(
        ReleasedStep(
            cells[:width],
            cells[width],
            cells[width + 1],
            _number(cells[width + 2], "n", path, line),  # type: ignore[arg-type]
            cells[width + 3],
        )
        for line, cells in table.rows
    )


def _check_heading(table: Delimited, needed: tuple[str, ...]) -> None:
    if table.header != needed:
        raise BadInput("odd_heading", "The header must be {needed}.", file=table.file, line=1, needed=", ".join(needed))


def _number(written: str, column: str, path: Path, line: int) -> int | float | None:
    if not written:
        return None
    try:
        number: int | float = int(written) if column in WHOLE else float(written)
        if not 0 <= number < float("inf") and column not in ("mean", "mean_low", "mean_high"):
            raise ValueError(written)
        return number
    except ValueError:
        raise BadInput(
            "not_a_number", "“{value}” isn't a number.", file=str(path), line=line, column=column, value=written
        ) from None
