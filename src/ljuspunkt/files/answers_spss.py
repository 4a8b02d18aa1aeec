"""Answers from SPSS (.sav, .zsav), laid down as Parquet of plain texts for the counting engine.

A question's answers are its codes; where a code isn't a choice but its value label is, the label. Wave, association,
group and breakdowns are their value labels where numbers are labelled. A code declared as missing stays where it
is a choice of the question ("don't know"), else it is no answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.answers import name_of
from ljuspunkt.files.csv_text import kind_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_A_TIME = 200_000


@dataclass(frozen=True, slots=True)
class Laid:
    """Where the answers of an SPSS file lie as Parquet, and which columns they have."""

    path: Path
    columns: tuple[str, ...]


def lay_down(path: Path, folder: Path, choices: Mapping[str, Sequence[str]]) -> Laid:
    """Write the answers of an SPSS file as Parquet into `folder`.

    Args:
        path: the SPSS file.
        folder: where the Parquet file goes.
        choices: question → names of its choices, in whichever instrument.

    Raises:
        BadInput: it isn't an SPSS file, or has no rows.
    """
    import pyarrow as pa
    import pyreadstat
    from pyarrow import parquet

    try:
        _, about = pyreadstat.read_sav(path, metadataonly=True)
        texts = {name: _text_of(name, about, choices.get(name)) for name in about.column_names}
        place = folder / f"{len(list(folder.iterdir()))}.spss.parquet"
        schema = pa.schema([(name, pa.string()) for name in about.column_names])
        with parquet.ParquetWriter(place, schema) as writer:
            rows = 0
            for columns in _parts(path):
                arrays = [_translated(columns[name], texts[name]) for name in about.column_names]
                rows += len(arrays[0])
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    except pyreadstat.ReadstatError as trouble:
        kind = kind_of(path)
        if kind in (None, "an SPSS file"):
            raise BadInput(
                "not_spss", "The file isn't a whole SPSS file, whatever its name says.", file=str(path)
            ) from trouble
        raise BadInput(
            "not_spss_but",
            "The file isn't an SPSS file, whatever its name says: it is {kind}.",
            file=str(path),
            kind=kind,
        ) from trouble
    if not rows:
        raise BadInput("no_rows", "The file has a heading but no rows.", file=str(path))
    return Laid(place, tuple(about.column_names))


def _parts(path: Path) -> Iterator[Mapping[str, Sequence[object]]]:
    import pyreadstat

    offset = 0
    while True:
        columns, _ = pyreadstat.read_sav(
            path, row_offset=offset, row_limit=ROWS_AT_A_TIME, user_missing=True, output_format="dict"
        )
        read = len(next(iter(columns.values()), ()))
        if read:
            yield columns
        if read < ROWS_AT_A_TIME:
            return
        offset += read


def _text_of(name: str, about: object, choices: Sequence[str] | None) -> Callable[[object], str | None]:
    labels = {name_of(code): str(label).strip() for code, label in about.variable_value_labels.get(name, {}).items()}  # type: ignore[attr-defined]
    ranges = about.missing_ranges.get(name, [])  # type: ignore[attr-defined]
    is_number = not about.original_variable_types[name].startswith("A")  # type: ignore[attr-defined]

    def text(value: object) -> str | None:
        code = name_of(value).strip()
        label = labels.get(code)
        if choices is None:
            return (label if label and is_number else code) or None
        if code in choices or not code:
            return code or None
        if label in choices:
            return label
        declared = any(part["lo"] <= value <= part["hi"] for part in ranges)
        return None if declared else code

    return text


def _translated(column: Sequence[object], text: Callable[[object], str | None]) -> "pa.Array":
    """Translate each different value once."""
    import pyarrow as pa

    found = pa.array(column).dictionary_encode()
    names = pa.array([text(value) for value in found.dictionary.to_pylist()], type=pa.string())
    return names.take(found.indices)
