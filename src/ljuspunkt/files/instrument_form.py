"""What is counted of a form: its closed questions with one answer, read into an `Instrument` (mätinstrument)."""

from dataclasses import replace

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.instrument import Instrument
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.form import Form, Hearing, Row
from ljuspunkt.files.notices import Notify, Placed
from ljuspunkt.files.questionnaire_form import questionnaire_of
from ljuspunkt.files.survey_rows import type_of


def instrument_of(form: Form, notify: Notify) -> Instrument:
    """Read a form into an instrument: a questionnaire of its closed questions, and what is counted of that.

    Raises:
        BadInput: a rule of the format is broken; says file, line and column.
    """
    closed: list[Row] = []
    left_out: list[str] = []
    for row in form.survey:
        if type_of(row).kind == "select_one":
            closed.append(row)
        else:
            left_out.append(f"{row.text('name') or '–'} ({' '.join(row.needed('type').split())})")
    instrument = questionnaire_of(
        replace(form, survey=tuple(closed), unread=()), Hearing(notify, _passed_over, refused, refused)
    ).instrument()
    if not instrument.questions:
        raise BadInput(
            "no_closed_question",
            "The instrument has no closed question; at least one row of the type “select_one LIST” is needed.",
            file=form.file,
        )
    if left_out:
        notify(
            Notice(
                "{file}: left out, since only closed questions with one answer are counted: {names}.",
                {"file": form.file, "names": ", ".join(left_out)},
            )
        )
    unworded = [row.needed("name") for row in closed if not row.cells.get("label")]
    if unworded:
        notify(Notice("{file}: without a wording: {names}.", {"file": form.file, "names": ", ".join(unworded)}))
    return instrument


def refused(trouble: BadInput) -> None:
    """Raise what breaks a rule: nothing is counted by half a form."""
    raise trouble


def _passed_over(left_out: Placed) -> None:
    """Pass over what concerns only how a question is shown."""
