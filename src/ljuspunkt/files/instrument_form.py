"""An instrument as it was written down (formulär), in rows that know their place, and its reading into an `Instrument`.

YAML files, XLSForm workbooks and stored documents all become a `Form` first, so that they are held to the same
rules and refused in the same words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import cast

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.counts import SET_COLUMNS
from ljuspunkt.domain.survey.instrument import IndicatorTitle, Instrument, Question, SameAs
from ljuspunkt.domain.survey.scale import Choice, Missing, Scale
from ljuspunkt.domain.vocabulary import Notice, Text
from ljuspunkt.files.notices import Notify

Entry = str | list[str] | dict[str, str]
"""What a cell holds: text, a list of texts, or texts by key (languages; version and name). Numbers stay text."""

MISSING = ("dont_know", "not_applicable")
SELECT_ONE = re.compile(r"^select one (from )?")
"""Other spellings of “select_one” that XLSForm knows."""
YES, NO = ("yes", "true", "1", "ja"), ("no", "false", "0", "nej")

SETTINGS = ("form_id", "version", "respondent_group", "waves", "title", "group_label", "default_language")
CHOICES = ("list_name", "name", "value", "missing", "label")
SURVEY = ("name", "type", "indicator", "positive", "reverse", "label", "same_as")
INDICATORS = ("number", "title", "candidate")

XLSFORM_SETTINGS = (
    "form_title id_string instance_name public_key submission_url auto_send auto_delete style name "
    "allow_choice_duplicates sms_keyword sms_separator client_editable namespaces xmlns"
).split()
XLSFORM_CHOICES = "list name media::image media::audio media::video image audio video big-image order geometry".split()
XLSFORM_SURVEY = (
    "hint guidance_hint required required_message relevant constraint constraint_message calculation appearance "
    "default readonly read_only choice_filter parameters repeat_count note disabled trigger media::image media::audio "
    "media::video image audio video big-image autoplay body::accept bind::type instance::tag save_to"
).split()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form; `file` and `line` say where it stands, `lines` where single entries do."""

    file: str
    line: int | None
    cells: Mapping[str, Entry]
    lines: Mapping[str, int] = field(default_factory=dict)

    def refuse(self, code: str, sentence: str, column: str | None = None, /, **values: object) -> BadInput:
        """Return the refusal of this row, or of one of its entries."""
        line = self.lines.get(column, self.line) if column else self.line
        return BadInput(code, sentence, file=self.file, line=line, column=column, **values)

    def text(self, column: str) -> str | None:
        """Return an entry that must be one text; None where it is empty."""
        entry = self.cells.get(column)
        if entry is None or entry == "" or entry == []:
            return None
        if isinstance(entry, str):
            return entry.strip() or None
        if isinstance(entry, list) and len(entry) == 1:
            return entry[0]
        raise self.refuse("not_one_text", "One text is needed here, not a list or a mapping.", column)

    def needed(self, column: str) -> str:
        """Return an entry that must be one text and mustn't be empty."""
        found = self.text(column)
        if found is None:
            raise self.refuse("entry_missing", "An entry is needed here; it is missing or empty.", column)
        return found

    def texts(self, column: str) -> tuple[str, ...]:
        """Return an entry that is a list: in a single cell it is separated by commas or else by spaces."""
        entry = self.cells.get(column)
        if entry is None:
            return ()
        if isinstance(entry, dict):
            raise self.refuse("not_a_list", "A list of texts is needed here, not a mapping.", column)
        if isinstance(entry, list):
            parts = entry
        elif "," in entry:
            parts = [part.strip() for part in entry.split(",") if part.strip()]
        else:
            parts = entry.split()
        twice = [part for place, part in enumerate(parts) if part in parts[:place]]
        if twice:
            raise self.refuse("listed_twice", "“{name}” is listed twice; once is enough.", column, name=twice[0])
        return tuple(parts)

    def wording(self, column: str, language: str) -> Text:
        """Return an entry in its languages; text without one is in the form's default language."""
        entry = self.cells.get(column)
        if isinstance(entry, dict):
            plain = {language: entry[""]} if entry.get("") else {}
            return plain | {key: value for key, value in entry.items() if key and value}
        found = self.text(column)
        return {} if found is None else {language: found}

    def yes(self, column: str) -> bool:
        """Return whether an entry says yes; empty is no."""
        found = (self.text(column) or "no").lower()
        if found not in YES + NO:
            raise self.refuse("not_yes_or_no", "“yes” or “no” is needed, not “{value}”.", column, value=found)
        return found in YES


@dataclass(frozen=True, slots=True)
class Form:
    """An instrument's parts as rows, in order."""

    file: str
    settings: Row
    choices: tuple[Row, ...]
    survey: tuple[Row, ...]
    indicators: tuple[Row, ...] = ()


def instrument_of(form: Form, notify: Notify) -> Instrument:
    """Read a form into an instrument.

    Raises:
        BadInput: a rule of the format is broken; says file, line and column.
    """
    for rows, ours, known in (
        ((form.settings,), SETTINGS, XLSFORM_SETTINGS),
        (form.choices, CHOICES, XLSFORM_CHOICES),
        (form.survey, SURVEY, XLSFORM_SURVEY),
        (form.indicators, INDICATORS, ()),
    ):
        _check_columns(rows, ours, known, notify)
    settings = form.settings
    language = _language_code(settings.text("default_language") or "sv")
    indicators = _indicators(form.indicators, language)
    questions = _questions(form, _scales(form, language, notify), language, notify)
    if not questions:
        raise BadInput(
            "no_closed_question",
            "The instrument has no closed question; at least one row of the type “select_one LIST” is needed.",
            file=form.file,
        )
    return Instrument(
        form_id=settings.needed("form_id"),
        version=settings.needed("version"),
        questions=questions,
        respondent_group=settings.text("respondent_group"),
        waves=settings.texts("waves"),
        title=settings.wording("title", language) or settings.wording("form_title", language),
        group_label=settings.wording("group_label", language),
        indicators=indicators,
    )


def _check_columns(rows: Iterable[Row], ours: Iterable[str], known: Iterable[str], notify: Notify) -> None:
    ours, told = tuple(ours), set[str]()
    for row in rows:
        for column in row.cells:
            plain = column.partition("::")[0].strip()
            if column in ours or column in told or column in known or plain in known:
                continue
            meant = get_close_matches(plain.lower(), ours, n=1, cutoff=0.8)
            if meant:
                raise row.refuse(
                    "unknown_entry",
                    "“{name}” isn't known here; is “{meant}” meant?",
                    column,
                    name=column,
                    meant=meant[0],
                )
            told.add(column)
            notify(Notice("{file}: not used: {name}.", {"file": row.file, "name": column}))


def _language_code(name: str) -> str:
    """Return "sv" for "Svenska (sv)", and a name without a code as it is."""
    code = re.search(r"\(([A-Za-z-]+)\)\s*$", name)
    return code.group(1) if code else name.strip()


def _scales(form: Form, language: str, notify: Notify) -> dict[str, Scale]:
    lists: dict[str, list[Choice]] = {}
    for row in form.choices:
        found = lists.setdefault(row.needed("list_name"), [])
        choice = _choice(row, language)
        if any(choice.name == other.name for other in found):
            raise row.refuse(
                "choice_twice",
                "The choice “{name}” stands twice in the list “{list}”; a name must be its own.",
                "name",
                name=choice.name,
                list=row.needed("list_name"),
            )
        found.append(choice)
    scales = {name: Scale(name, tuple(choices)) for name, choices in lists.items()}
    for scale in scales.values():
        if not scale.answers:
            raise BadInput(
                "no_answer_in_list",
                "All choices of the list “{list}” are missing values; at least one must be an answer.",
                file=form.file,
                list=scale.name,
            )
        valued = [choice for choice in scale.answers if choice.value is not None]
        if valued and scale.values is None:
            notify(
                Notice(
                    "{file}: the list “{list}” has values for some choices only, so it gives no means.",
                    {"file": form.file, "list": scale.name},
                )
            )
    return scales


def _choice(row: Row, language: str) -> Choice:
    name = row.needed("name")
    written = row.text("value")
    if written is not None and not re.fullmatch(r"-?\d{1,4}(\.0+)?", written):
        raise row.refuse(
            "value_not_whole", "A whole number of at most four digits is needed, not “{value}”.", "value", value=written
        )
    missing = row.text("missing")
    if missing is not None and missing not in MISSING:
        raise row.refuse(
            "unknown_missing", "“dont_know” or “not_applicable” is needed, not “{value}”.", "missing", value=missing
        )
    return Choice(
        name=name,
        label=row.wording("label", language) or {language: name},
        value=None if written is None else int(written.partition(".")[0]),
        missing=cast("Missing | None", missing),
    )


def _questions(form: Form, scales: Mapping[str, Scale], language: str, notify: Notify) -> tuple[Question, ...]:
    questions: dict[str, Question] = {}
    left_out, unworded = list[str](), list[str]()
    for row in form.survey:
        kind = SELECT_ONE.sub("select_one ", row.needed("type")).split()
        if kind[0] not in ("select_one", "select1"):
            left_out.append(f"{row.text('name') or '–'} ({' '.join(kind)})")
            continue
        name = row.needed("name")
        if name.lower() in SET_COLUMNS:
            raise row.refuse(
                "reserved_name",
                "A question can't be called “{name}”; that is a column of the answers.",
                "name",
                name=name,
            )
        if name.lower() in (other.lower() for other in questions):
            raise row.refuse(
                "question_twice", "There are two questions called “{name}”; a name must be its own.", "name", name=name
            )
        if not row.cells.get("label"):
            unworded.append(name)
        questions[name] = _question(row, name, _scale_of(row, kind, scales), language, notify)
    if left_out:
        notify(
            Notice(
                "{file}: left out, since only closed questions with one answer are counted: {names}.",
                {"file": form.file, "names": ", ".join(left_out)},
            )
        )
    if unworded:
        notify(
            Notice("{file}: without a wording: {names}.", {"file": form.file, "names": ", ".join(unworded)}),
        )
    return tuple(questions.values())


def _scale_of(row: Row, kind: list[str], scales: Mapping[str, Scale]) -> Scale:
    if len(kind) != 2:
        raise row.refuse(
            "type_not_understood", "“select_one” and the name of one list are needed, not “{type}”.", "type",
            type=" ".join(kind),
        )  # fmt: skip
    if kind[1] not in scales:
        raise row.refuse(
            "unknown_list",
            "There is no list of choices called “{list}”; there are: {lists}.",
            "type",
            list=kind[1],
            lists=", ".join(scales) or "–",
        )
    return scales[kind[1]]


def _question(row: Row, name: str, scale: Scale, language: str, notify: Notify) -> Question:
    positive = row.texts("positive")
    whole = row.cells.get("positive")
    if isinstance(whole, str) and whole.strip() in scale.names:
        positive = (whole.strip(),)
    answers = [choice.name for choice in scale.answers]
    for choice in positive:
        if choice not in answers:
            raise row.refuse(
                "positive_not_in_list",
                "“{choice}” can't count as positive: the answers of the list “{list}” are {answers}.",
                "positive",
                choice=choice,
                list=scale.name,
                answers=", ".join(answers),
            )
    reverse = row.yes("reverse")
    if reverse and scale.values is None:
        notify(
            Notice(
                "{file}: {name} is reversed, but its list has no values to reverse.", {"file": row.file, "name": name}
            )
        )
    return Question(
        name=name,
        scale=scale,
        label=row.wording("label", language) or {language: name},
        indicators=row.texts("indicator"),
        positive=positive,
        reverse=reverse,
        same_as=_same_as(row, name),
    )


def _same_as(row: Row, name: str) -> SameAs | None:
    """Read `{version, name}`, or a cell with the version and, where it differs, the earlier name."""
    entry = row.cells.get("same_as")
    if isinstance(entry, dict):
        unknown = [key for key in entry if key not in ("version", "name")]
        if unknown or not entry.get("version"):
            raise row.refuse("same_as", "A version and a name are needed: {{version: …, name: …}}.", "same_as")
        return SameAs(entry["version"], entry.get("name") or name)
    parts = row.texts("same_as")
    if len(parts) > 2:
        raise row.refuse("same_as", "A version and a name are needed: {{version: …, name: …}}.", "same_as")
    return SameAs(parts[0], parts[1] if len(parts) == 2 else name) if parts else None


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
