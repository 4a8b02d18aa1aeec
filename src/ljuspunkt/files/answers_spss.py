"""Answers from SPSS (.sav, .zsav), laid down as Parquet of plain texts for the counting engine.

A question's answers are its codes; where a code isn't a choice but its value label is, the label. Wave, association,
group and breakdowns are their value labels where numbers are labelled. A code declared as missing stays where it
is a choice of the question ("don't know"), else it is no answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.answers import name_of
from ljuspunkt.files.csv_text import kind_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_A_TIME = 200_000


def columns_of(path: Path) -> tuple[str, ...]:
    """Return the names of an SPSS file's variables.

    Raises:
        BadInput: it isn't an SPSS file.
    """
    return tuple(_about(path).column_names)


def lay_down(path: Path, place: Path, columns: Sequence[str], choices: Mapping[str, Sequence[str]]) -> int:
    """Write variables of an SPSS file as Parquet.

    Args:
        path: the SPSS file.
        place: where the Parquet file goes.
        columns: the variables to keep.
        choices: question → names of its choices, in whichever instrument.

    Returns:
        The number of rows.

    Raises:
        BadInput: it isn't a whole SPSS file.
    """
    import pyarrow as pa
    from pyarrow import parquet

    about = _about(path)
    texts = {name: _text_of(name, about, choices.get(name)) for name in columns}
    schema = pa.schema([(name, pa.string()) for name in columns])
    rows = 0
    with parquet.ParquetWriter(place, schema) as writer:
        for part in _parts(path, columns):
            arrays = [_translated(part[name], texts[name]) for name in columns]
            rows += len(arrays[0])
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return rows


def _about(path: Path) -> Any:
    import pyreadstat

    try:
        return pyreadstat.read_sav(path, metadataonly=True, user_missing=True)[1]
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as trouble:
        raise _not_spss(path) from trouble


def _not_spss(path: Path) -> BadInput:
    kind = kind_of(path)
    if kind in (None, "an SPSS file"):
        return BadInput("not_spss", "The file isn't a whole SPSS file, whatever its name says.", file=str(path))
    return BadInput(
        "not_spss_but", "The file isn't an SPSS file, whatever its name says: it is {kind}.", file=str(path), kind=kind
    )


def _parts(path: Path, columns: Sequence[str]) -> Iterator[Mapping[str, Sequence[object]]]:
    import pyreadstat

    offset, read = 0, ROWS_AT_A_TIME
    while read == ROWS_AT_A_TIME:
        try:
            part, _ = pyreadstat.read_sav(
                path,
                row_offset=offset,
                row_limit=ROWS_AT_A_TIME,
                usecols=list(columns),
                user_missing=True,
                output_format="dict",
            )
        except (pyreadstat.ReadstatError, UnicodeDecodeError) as trouble:
            raise _not_spss(path) from trouble
        read = len(next(iter(part.values()), ()))
        if read:
            yield part
        offset += read


def _text_of(name: str, about: Any, choices: Sequence[str] | None) -> Callable[[object], str | None]:
    labels = {name_of(code): str(label).strip() for code, label in about.variable_value_labels.get(name, {}).items()}
    ranges = about.missing_ranges.get(name, [])
    is_number = not about.original_variable_types[name].startswith("A")

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
