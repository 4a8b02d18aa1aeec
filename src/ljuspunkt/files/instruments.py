"""Instruments (mätinstrument) read from files: YAML, XLSForm workbooks, or a folder of them.

`to_document` and `from_document` give the same instruments as plain lists and mappings, for a release's manifest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from ljuspunkt.domain.survey.scale import Choice
from ljuspunkt.files.form import Entry, Form, Row
from ljuspunkt.files.instrument_form import instrument_of
from ljuspunkt.files.instrument_workbook import read_workbook
from ljuspunkt.files.instrument_yaml import read_yaml
from ljuspunkt.files.notices import Notify, unheard

ENDINGS = (".yaml", ".yml", ".xlsx")


def read(path: Path, *, notify: Notify = unheard) -> Instruments:
    """Read one instrument, or every instrument of a folder.

    Args:
        path: a file ending in .yaml, .yml or .xlsx, or a folder of such files.
        notify: is told what was left out or isn't used.

    Raises:
        BadInput: a file breaks a rule of the format, or two instruments serve the same respondents.
        OSError: a file can't be opened.
    """
    if not path.is_dir():
        return Instruments((_read_one(path, notify),))
    files = sorted(
        file for file in path.iterdir() if file.suffix.lower() in ENDINGS and not file.name.startswith((".", "~$"))
    )
    if not files:
        raise BadInput("no_instrument_file", "The folder holds no instrument (.yaml or .xlsx).", file=str(path))
    read_files = [(str(file), _read_one(file, notify)) for file in files]
    _check_together(read_files)
    return Instruments(tuple(instrument for _, instrument in read_files))


def _read_one(path: Path, notify: Notify) -> Instrument:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            "unknown_ending", "An instrument is a YAML file (.yaml) or an XLSForm workbook (.xlsx).", file=str(path)
        )
    form = read_workbook(path) if ending == ".xlsx" else read_yaml(path)
    if not form.settings.cells.get("form_id"):
        settings = replace(form.settings, cells={**form.settings.cells, "form_id": path.stem})
        form = replace(form, settings=settings)
    return instrument_of(form, notify)


def _check_together(found: Sequence[tuple[str, Instrument]]) -> None:
    for place, (file, instrument) in enumerate(found):
        for earlier_file, earlier in found[:place]:
            if _overlap(instrument, earlier):
                raise BadInput(
                    "instruments_overlap",
                    "This instrument and {other} serve the same respondents (group {group}, wave {wave}); "
                    "a row of answers must have one instrument.",
                    file=file,
                    other=earlier_file,
                    group=instrument.respondent_group or earlier.respondent_group or "–",
                    wave=next(iter(set(instrument.waves) & set(earlier.waves)), "–"),
                )
    for file, instrument in found:
        for question in instrument.questions:
            _check_same_as(file, instrument, question, [other for _, other in found])


def _overlap(one: Instrument, other: Instrument) -> bool:
    same_group = None in (one.respondent_group, other.respondent_group) or (
        one.respondent_group == other.respondent_group
    )
    return same_group and (not one.waves or not other.waves or bool(set(one.waves) & set(other.waves)))


def _check_same_as(file: str, instrument: Instrument, question: Question, every: Sequence[Instrument]) -> None:
    if question.same_as is None:
        return
    meant = [
        other
        for other in every
        if other.version == question.same_as.version and other.respondent_group == instrument.respondent_group
    ]
    if meant and not any(question.same_as.name == one.name for other in meant for one in other.questions):
        raise BadInput(
            "same_as_unknown",
            "{name} is said to be the same as {earlier} of version {version}, which has no such question.",
            file=file,
            column="same_as",
            name=question.name,
            earlier=question.same_as.name,
            version=question.same_as.version,
        )


def to_document(instruments: Instruments) -> dict[str, object]:
    """Return the instruments as lists and mappings that JSON can hold, laid out like the YAML files."""
    return {"instruments": [_document_of(instrument) for instrument in instruments.each]}


def _document_of(instrument: Instrument) -> dict[str, object]:
    settings: dict[str, object] = {
        "form_id": instrument.form_id,
        "version": instrument.version,
        "respondent_group": instrument.respondent_group,
        "waves": list(instrument.waves),
        "title": dict(instrument.title),
        "group_label": dict(instrument.group_label),
    }
    scales = {question.scale.name: question.scale for question in instrument.questions}
    return {
        "settings": {key: value for key, value in settings.items() if value},
        "choices": {name: [_choice_document(choice) for choice in scale.choices] for name, scale in scales.items()},
        "survey": [_question_document(question) for question in instrument.questions],
        "indicators": [
            {"number": title.number, "title": dict(title.title)}
            | ({"candidate": title.candidate} if title.candidate else {})
            for title in instrument.indicators
        ],
    }


def _choice_document(choice: Choice) -> dict[str, object]:
    document: dict[str, object] = {"name": choice.name, "label": dict(choice.label)}
    if choice.value is not None:
        document["value"] = choice.value
    if choice.missing is not None:
        document["missing"] = choice.missing
    return document


def _question_document(question: Question) -> dict[str, object]:
    document: dict[str, object] = {
        "name": question.name,
        "type": f"select_one {question.scale.name}",
        "label": dict(question.label),
    }
    if question.indicators:
        document["indicator"] = list(question.indicators)
    if question.positive:
        document["positive"] = list(question.positive)
    if question.reverse:
        document["reverse"] = "yes"
    if question.same_as is not None:
        document["same_as"] = {"version": question.same_as.version, "name": question.same_as.name}
    return document


def from_document(document: object, *, file: str = "instruments") -> Instruments:
    """Read instruments back from what `to_document` gave.

    Args:
        document: lists and mappings, as JSON gives them.
        file: what refusals call the document.

    Raises:
        BadInput: the document breaks a rule of the format.
    """
    listed = _mapping(document, file).get("instruments")
    if not isinstance(listed, list) or not listed:
        raise BadInput("no_instruments", "A list called “instruments” is needed.", file=file)
    return Instruments(tuple(_instrument_from(_mapping(one, file), file) for one in listed))


def _mapping(value: object, file: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadInput("not_a_mapping", "Entries with names are needed here.", file=file)
    return value


def _instrument_from(one: Mapping[str, object], file: str) -> Instrument:
    return instrument_of(form_of_document(one, file), unheard)


def form_of_document(document: Mapping[str, object], file: str) -> Form:
    """Return a document of lists and mappings as a form.

    Raises:
        BadInput: its parts aren't lists and mappings.
    """
    choices = [
        Row(file, None, {**_cells(choice, file), "list_name": name})
        for name, listed in _mapping(document.get("choices"), file).items()
        for choice in _list(listed, file)
    ]
    return Form(
        file=file,
        settings=Row(file, None, _cells(document.get("settings"), file)),
        choices=tuple(choices),
        survey=tuple(Row(file, None, _cells(row, file)) for row in _list(document.get("survey"), file)),
        indicators=tuple(Row(file, None, _cells(row, file)) for row in _list(document.get("indicators", []), file)),
    )


def _list(value: object, file: str) -> list[object]:
    if not isinstance(value, list):
        raise BadInput("not_rows", "A list of rows is needed here.", file=file)
    return value


def _cells(row: object, file: str) -> dict[str, Entry]:
    return {name: _entry(value) for name, value in _mapping(row, file).items()}


def _entry(value: object) -> Entry:
    if isinstance(value, Mapping):
        return {str(key): str(text) for key, text in value.items()}
    if isinstance(value, list):
        return [str(part) for part in value]
    return str(value)
