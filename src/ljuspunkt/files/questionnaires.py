"""Questionnaires (frågeformulär) in files: XLSForm workbooks and YAML both ways, LimeSurvey's files in.

What is left out is told by row; a file in which nothing can be used is refused. `to_document` and `from_document` keep
the same questionnaire as plain lists and mappings.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.survey.editing import MOST_QUESTIONS, with_usable_names
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.form import Form, Hearing, Row
from ljuspunkt.files.instrument_form import refused
from ljuspunkt.files.instrument_workbook import form_of, sheets_of
from ljuspunkt.files.instrument_yaml import read_yaml
from ljuspunkt.files.limesurvey import read_limesurvey
from ljuspunkt.files.notices import Notify, Placed, unheard
from ljuspunkt.files.pyxform_verdict import tell_verdict
from ljuspunkt.files.questionnaire_form import WORDED, questionnaire_of
from ljuspunkt.files.questionnaire_rows import Document, to_document

__all__ = ["READ", "WRITTEN", "from_document", "read", "to_document", "write"]

READ = (".xlsx", ".yaml", ".yml", ".lss")
WRITTEN = (".xlsx", ".yaml", ".yml")
MOST_BYTES = 10_000_000
"""How large a file may be."""
MOST_ROWS, MOST_CHOICES = 5_000, 50_000
"""How many rows and choices a form may have."""


def read(path: Path, notify: Notify = unheard) -> Questionnaire:
    """Read a questionnaire that somebody else may have made.

    Args:
        path: an XLSForm workbook (.xlsx), YAML (.yaml), or LimeSurvey's structure (.lss).
        notify: is told everything that is left out or can't be used, with its place where it has one.

    Raises:
        BadInput: the file can't be read, or nothing in it can be used.
        OSError: the file can't be opened.
    """
    ending = path.suffix.lower()
    if ending == ".xls":
        raise BadInput(
            "old_workbook",
            "Workbooks of old Excel (.xls) aren't read; open it and save it as an Excel workbook (.xlsx).",
            file=str(path),
        )
    if ending not in READ:
        raise BadInput(
            "unknown_ending",
            "A questionnaire is an XLSForm workbook (.xlsx), YAML (.yaml) or LimeSurvey's structure (.lss).",
            file=str(path),
        )
    if path.stat().st_size > MOST_BYTES:
        raise BadInput("file_large", "The file is larger than any questionnaire needs.", file=str(path))
    form = _form(path, ending, notify)
    if len(form.survey) > MOST_ROWS or len(form.choices) > MOST_CHOICES:
        raise BadInput("file_large", "The file is larger than any questionnaire needs.", file=str(path))
    if ending == ".xlsx":
        for row in form.survey:
            if row.cells.get("picture"):
                notify(row.notice("A picture isn't in the workbook; only its name is kept.", "picture"))
    hearing = Hearing(notify, notify, _told_to(notify), _dropped_to(notify))
    questionnaire = _addressable(questionnaire_of(_named(form, path.stem, notify), hearing), form, notify)
    if len(questionnaire.items) > MOST_QUESTIONS:
        raise BadInput("too_many", "A questionnaire has at most {most} questions.", file=str(path), most=MOST_QUESTIONS)
    if not any(item.kind != "note" for item in questionnaire.items):
        raise BadInput("nothing_usable", "Nothing in the file can be used: it has no question.", file=str(path))
    return questionnaire


def _form(path: Path, ending: str, notify: Notify) -> Form:
    if ending == ".xlsx":
        sheets = sheets_of(path)
        form = form_of(sheets, str(path), needed=("survey",))
        tell_verdict(sheets, str(path), notify)
        return form
    if ending == ".lss":
        return read_limesurvey(path, notify)
    return read_yaml(path)


def _told_to(notify: Notify) -> Callable[[BadInput], None]:
    def tell(trouble: BadInput) -> None:
        notify(Placed(trouble.sentence, trouble.values, file=trouble.file, line=trouble.line, column=trouble.column))

    return tell


def _dropped_to(notify: Notify) -> Callable[[BadInput], None]:
    def tell(trouble: BadInput) -> None:
        why = RuleBroken(trouble.code, trouble.sentence, **trouble.values)
        said = marked("{why} The row is left out.")
        notify(Placed(said, {"why": why}, file=trouble.file, line=trouble.line, column=trouble.column))

    return tell


def _addressable(questionnaire: Questionnaire, form: Form, notify: Notify) -> Questionnaire:
    """Return a questionnaire whose names can stand in addresses, after each that got another was told."""
    rows = {row.cells.get("name"): row for row in form.survey}
    usable, renamed = with_usable_names(questionnaire)
    for old, new in renamed.items():
        said = marked("“{old}” can't be a name here, where it is part of an address; it is called “{new}”.")
        row = rows.get(old, Row(form.file, None, {}))
        notify(row.notice(said, "name" if row.line else None, old=old, new=new))
    return usable


def _named(form: Form, stem: str, notify: Notify) -> Form:
    """Return the form with a name and a version: those of the file's name where it has none."""
    cells = dict(form.settings.cells)
    if not cells.get("form_id"):
        cells["form_id"] = stem
    if not cells.get("version"):
        cells["version"] = "1"
        notify(Notice("{file}: the form has no version; it is called 1 here.", {"file": form.file}))
    unsaid = not cells.get("default_language") and any(
        isinstance(row.cells.get(column), str) for row in (*form.survey, *form.choices) for column in WORDED
    )
    if unsaid:
        notify(
            Notice(
                "{file}: texts without a language are taken for Swedish; the setting default_language says another.",
                {"file": form.file},
            )
        )
    return replace(form, settings=replace(form.settings, cells=cells))


def from_document(document: Mapping[str, object], *, file: str = "questionnaire") -> Questionnaire:
    """Read a questionnaire back from what `to_document` gave.

    Args:
        document: lists and mappings, as JSON gives them.
        file: what refusals call the document.

    Raises:
        BadInput: the document breaks a rule of the format, or holds what isn't supported.
    """
    from ljuspunkt.files.instruments import form_of_document

    return questionnaire_of(form_of_document(document, file), strict())


def strict() -> Hearing:
    """Return a hearing that refuses everything that would be left out."""
    return Hearing(unheard, _unsupported, refused, refused)


def _unsupported(notice: Placed) -> None:
    if notice.column != "label":
        refusal = BadInput("unsupported", notice.sentence, file=notice.file, column=notice.column)
        refusal.values = dict(notice.values)
        raise refusal


def write(questionnaire: Questionnaire, path: Path, notify: Notify | None = None) -> None:
    """Write a questionnaire, so that `read` gives the same one back.

    Args:
        questionnaire: what is written.
        path: a file ending in .xlsx or .yaml; what stood there is replaced.
        notify: is told why other programs for XLSForms would refuse the workbook, if they would; None doesn't ask.

    Raises:
        BadInput: the file's name ends otherwise, or a text is longer than a cell may be.
        OSError: the file can't be written.
    """
    ending = path.suffix.lower()
    if ending not in WRITTEN:
        raise BadInput(
            "unknown_ending",
            "A questionnaire is written as an XLSForm workbook (.xlsx) or YAML (.yaml).",
            file=str(path),
        )
    document = to_document(questionnaire)
    path.write_bytes(_workbook(document) if ending == ".xlsx" else _yaml(document))
    if notify is not None and ending == ".xlsx":
        tell_verdict(sheets_of(path), str(path), notify)


def _yaml(document: Document) -> bytes:
    import yaml

    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None).encode()


def _workbook(document: Document) -> bytes:
    from ljuspunkt.files.questionnaire_workbook import workbook_of

    return workbook_of(document)
