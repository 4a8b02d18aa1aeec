"""A form read into a questionnaire (frågeformulär): settings, lists of choices, then the rows in order."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.instrument import IndicatorTitle
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Notice, Text
from ljuspunkt.files.choice_rows import scales_of
from ljuspunkt.files.form import WITHOUT_HEADING, Entry, Form, Hearing, Row, shortened
from ljuspunkt.files.survey_rows import body_of
from ljuspunkt.files.xlsform_words import IN_LANGUAGES, MISSPELT, OURS, UNUSED, language_code, plain_column

T = TypeVar("T")
WORDED = ("label", "hint", "easy", "constraint_message")
"""Columns whose texts are shown to respondents."""
HARMLESS = ("", "no", "false", "false()", "0")


def questionnaire_of(form: Form, hearing: Hearing) -> Questionnaire:
    """Read a form into a questionnaire.

    Raises:
        BadInput: a rule of the format is broken and `hearing.wrong` raises it; or the version is missing, likewise.
    """
    for sheet, rows in (
        ("settings", (form.settings,)),
        ("choices", form.choices),
        ("survey", form.survey),
        ("indicators", form.indicators),
    ):
        _check_columns(sheet, rows, hearing)
    for name in form.unread:
        hearing.notify(Notice("{file}: the sheet “{name}” isn't read.", {"file": form.file, "name": name}))
    settings = form.settings
    language = _default_language(form)
    none: tuple[IndicatorTitle, ...] = ()
    indicators = _heard(hearing, lambda: _indicators(form.indicators, language), none)
    scales = scales_of(form, language, hearing)
    body, scales = body_of(form, scales, language, hearing)
    version = _heard(hearing, lambda: settings.needed("version"), "1")
    return Questionnaire(
        form_id=_heard(hearing, lambda: settings.needed("form_id"), "form"),
        version=version,
        body=body,
        scales=scales,
        respondent_group=settings.text("respondent_group"),
        waves=_heard(hearing, lambda: settings.texts("waves"), ()),
        title=settings.wording("title", language) or settings.wording("form_title", language),
        group_label=settings.wording("group_label", language),
        default_language=language,
        languages=tuple(map(language_code, settings.texts("languages"))) or _languages(body, scales, language),
        indicators=indicators,
    )


def _heard(hearing: Hearing, read: Callable[[], T], instead: T) -> T:
    """Return what is read, or something else after the mistake was told."""
    try:
        return read()
    except BadInput as trouble:
        hearing.wrong(trouble)
        return instead


def _default_language(form: Form) -> str:
    """Return the language of texts without one: the one that is said, else Swedish unless every text has a language."""
    said = form.settings.text("default_language")
    if said and said.lower() != "default":
        return language_code(said)
    used: dict[str, None] = {}
    for row in (form.settings, *form.survey, *form.choices):
        for column in IN_LANGUAGES:
            entry = row.cells.get(column)
            if isinstance(entry, dict):
                used.update(dict.fromkeys(entry))
            elif entry and column in WORDED:
                used[""] = None
    return "sv" if not used or "" in used or "sv" in used else next(iter(used))


def _languages(body: tuple[Item | Section, ...], scales: Mapping[str, Scale], default: str) -> tuple[str, ...]:
    """Return the languages that any label is written in, the default one first."""
    found: dict[str, None] = {default: None}
    for label in (*_labels(body), *(choice.label for scale in scales.values() for choice in scale.choices)):
        found.update(dict.fromkeys(label))
    return tuple(found)


def _labels(body: tuple[Item | Section, ...]) -> Iterable[Text]:
    for part in body:
        yield part.label
        if isinstance(part, Section):
            yield from _labels(part.body)


def _check_columns(sheet: str, rows: Iterable[Row], hearing: Hearing) -> None:
    told = set[str]()
    for row in rows:
        for column, entry in row.cells.items():
            if column in OURS[sheet] or column in told:
                continue
            plain = plain_column(sheet, column.partition("::")[0].strip().lower())
            if plain in UNUSED[sheet] or column.partition("::")[0].strip() in UNUSED[sheet]:
                _unused(row, column, entry, hearing)
                continue
            told.add(column)
            if column.startswith(WITHOUT_HEADING):
                hearing.unsupported(
                    row.notice(
                        "Column {letters} has no heading and isn't used; here it says: {value}",
                        letters=column.removeprefix(WITHOUT_HEADING),
                        value=shortened(entry if isinstance(entry, str) else ""),
                    )
                )
                continue
            meant = get_close_matches(column.partition("::")[0].strip().lower(), MISSPELT[sheet], n=1, cutoff=0.8)
            if meant and plain is None:
                hearing.wrong(
                    row.refuse(
                        "unknown_entry",
                        "“{name}” isn't known here; is “{meant}” meant?",
                        column,
                        name=column,
                        meant=meant[0],
                    )
                )
            else:
                hearing.notify(Notice("{file}: not used: {name}.", {"file": row.file, "name": column}))


def _unused(row: Row, column: str, entry: Entry, hearing: Hearing) -> None:
    if column in ("form_title", "disabled", "allow_choice_duplicates") or not entry:
        return
    shown = entry if isinstance(entry, str) else ", ".join(entry if isinstance(entry, list) else entry.values())
    if shown.strip().lower() not in HARMLESS:
        hearing.unsupported(
            row.notice("“{name}” isn't supported and is left out: {value}", column, name=column, value=shortened(shown))
        )


def _indicators(rows: Iterable[Row], language: str) -> tuple[IndicatorTitle, ...]:
    titles: dict[str, IndicatorTitle] = {}
    for row in rows:
        number = row.needed("number")
        if number in titles:
            raise row.refuse(
                "indicator_twice", "The indicator “{number}” stands twice; once is needed.", "number", number=number
            )
        titles[number] = IndicatorTitle(number, row.wording("title", language), row.text("candidate"))
    return tuple(titles.values())
