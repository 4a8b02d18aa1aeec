"""LimeSurvey's structure files (.lss) read into a form: what its types of questions become here, and what they don't.

Source: LimeSurvey's export of surveys (application/helpers/export_helper.php) and its manual's page on question types;
versions 3 (texts in the rows) and 4 to 6 (texts in tables of their own) are read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.form import Form, Row
from ljuspunkt.files.limesurvey_relevance import Variable, translated
from ljuspunkt.files.limesurvey_types import (
    ARRAYS,
    COMMENT,
    FIXED,
    LISTS,
    MULTIPLE,
    NAMES,
    OTHER,
    PLAIN,
    SEVERAL,
    Labels,
)
from ljuspunkt.files.limesurvey_xml import Record, Tables, plain, read_tables
from ljuspunkt.files.notices import Notify, Placed

Cells = dict[str, object]

EMBEDDED = re.compile(r"<(?:img|a|script|video|audio|iframe|object|embed)\b", re.IGNORECASE)
FILLED_IN = re.compile(r"\{[A-Za-z][^{}]*\}")

UNDERSTOOD = {"hidden", "min_num_value_n", "max_num_value_n", "num_value_int_only", "min_answers", "max_answers"}
SHOWN_ONLY = ("statistics", "public_statistics", "cssclass", "save_as_default", "clear_default", "scale_export")
"""Attributes that change nothing for the respondent."""


def read_limesurvey(path: Path, notify: Notify) -> Form:
    """Read LimeSurvey's structure into a form.

    Args:
        path: the .lss file.
        notify: is told by question what has no counterpart here.

    Raises:
        BadInput: it isn't such a file, or it defines entities of its own.
    """
    return _Reader(read_tables(path), str(path), notify).form()


@dataclass(slots=True)
class _Question:
    """A question with its texts, its subquestions and what the tables say of it."""

    record: Record
    label: Labels
    hint: Labels
    parts: "list[_Question]" = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.record.cells.get("title", "")

    @property
    def type(self) -> str:
        return self.record.cells.get("type", "")


class _Reader:
    def __init__(self, tables: Tables, file: str, notify: Notify) -> None:
        self.tables = tables
        self.file = file
        self.notify = notify
        self.languages = self._languages()
        self.choices: list[Row] = []
        self.lists: dict[object, str] = {}
        self.questions = self._questions()
        self.variables = self._variables()

    def form(self) -> Form:
        """Return the whole survey as a form."""
        survey: list[Row] = []
        for number, record in enumerate(self._groups(), start=1):
            survey += self._group(record, number)
        self._tell_homeless()
        self._tell_the_rest()
        return Form(self.file, self._settings(), tuple(self.choices), tuple(survey))

    def _languages(self) -> list[str]:
        """Return the survey's languages, its own first: "de-informal" is German."""
        survey = next(iter(self.tables.of("surveys")), None)
        own = survey.cells.get("language", "") if survey else ""
        others = (survey.cells.get("additional_languages", "") if survey else "").split()
        return list(dict.fromkeys(filter(None, [own, *others, *self.tables.languages]))) or ["en"]

    def _settings(self) -> Row:
        texts = self.tables.of("surveys_languagesettings")
        title = {
            code(record.cells.get("surveyls_language", "")): plain(record.cells.get("surveyls_title", ""))
            for record in texts
        }
        cells: Cells = {
            "title": {language: text for language, text in title.items() if text},
            "default_language": code(self.languages[0]),
            "languages": list(dict.fromkeys(map(code, self.languages))),
        }
        return Row(self.file, None, cells)  # type: ignore[arg-type]

    def _texts(self, table: str, key: str, column: str, record: Record) -> Labels:
        """Return a text in its languages: from a table of texts, or from the row's copies in older files."""
        found: Labels = {}
        for own in self.tables.by(table, key, record.cells.get(key, "")) or self.tables.copies(record, key):
            written = own.cells.get(column, "")
            text = plain(written)
            if text:
                found.setdefault(code(own.cells.get("language", self.languages[0])), text)
            if EMBEDDED.search(written):
                self._tell(record, marked("Pictures, links and scripts in a wording are left out."))
            if FILLED_IN.search(text):
                self._tell(
                    record,
                    marked("“{text}” in a wording isn't filled in; write the wording without it."),
                    text=FILLED_IN.search(text)[0],  # type: ignore[index]
                )
        return found

    def _questions(self) -> dict[str, _Question]:
        """Return the questions by id, each with its subquestions."""
        found: dict[str, _Question] = {}
        rows = [*self.tables.first("questions", "qid"), *self.tables.first("subquestions", "qid")]
        for record in rows:
            found[record.cells.get("qid", "")] = _Question(
                record,
                self._texts("question_l10ns", "qid", "question", record),
                self._texts("question_l10ns", "qid", "help", record),
            )
        for question in found.values():
            parent = found.get(question.record.cells.get("parent_qid", "0"))
            if parent is not None:
                parent.parts.append(question)
        for record in self.tables.of("question_attributes"):
            owner = found.get(record.cells.get("qid", ""))
            if owner is not None and record.cells.get("value", "").strip():
                owner.attributes.setdefault(record.cells.get("attribute", ""), record.cells["value"].strip())
        for question in found.values():
            question.parts.sort(key=lambda part: whole(part.record.cells.get("question_order", "")))
        return found

    def _variables(self) -> dict[str, Variable]:
        """Return what the names in a condition stand for: codes of questions, with those of their parts."""
        found: dict[str, Variable] = {}
        for qid, question in self.questions.items():
            if question.record.cells.get("parent_qid", "0") not in ("", "0"):
                continue
            name = question.code
            names = (name, f"#{qid}")
            for each in names:
                found[each] = Variable(name)
                found[f"{each}_other"] = Variable(f"{name}_other")
                found[f"{each}_comment"] = Variable(f"{name}_comment")
            for part in question.parts:
                tick = part.code if question.type in MULTIPLE else ""
                for each in names:
                    found[f"{each}_{part.code}"] = Variable(name, tick) if tick else Variable(f"{name}_{part.code}")
        return found

    def _groups(self) -> list[Record]:
        groups = self.tables.first("groups", "gid")
        return sorted(groups, key=lambda record: whole(record.cells.get("group_order", "")))

    def _group(self, record: Record, number: int) -> Iterator[Row]:
        """Give the rows of a group: its beginning, what it says, its questions, its end."""
        gid = record.cells.get("gid", "")
        if record.cells.get("randomization_group", "").strip():
            self._tell(
                record, marked("Groups in an order of chance aren't supported; they stand in the order of the file.")
            )
        questions = [
            question
            for question in self.questions.values()
            if question.record.cells.get("gid") == gid and question.record.cells.get("parent_qid", "0") in ("", "0")
        ]
        questions.sort(key=lambda question: whole(question.record.cells.get("question_order", "")))
        name = f"group{number}"
        yield self._row(
            record,
            type="begin_group",
            name=name,
            label=self._texts("group_l10ns", "gid", "group_name", record),
            relevant=self._condition(record, record.cells.get("grelevance", "")),
        )
        said = self._texts("group_l10ns", "gid", "description", record)
        if said:
            yield self._row(record, type="note", name=f"{name}_description", label=said)
        for question in questions:
            yield from self._question(question)
        yield self._row(record, type="end_group")

    def _row(self, record: Record, **cells: object) -> Row:
        return Row(self.file, record.line, {name: cell for name, cell in cells.items() if cell})  # type: ignore[misc]

    def _tell(self, record: Record, sentence: str, **values: object) -> None:
        self.notify(Placed(sentence, values, file=self.file, line=record.line, column=record.cells.get("title")))

    def _question(self, question: _Question) -> Iterator[Row]:
        record, name, kind = question.record, question.code, question.type
        if question.attributes.get("hidden") == "1":
            self._tell(record, marked("“{name}” is hidden from respondents and is left out."), name=name)
            return
        if kind in NAMES or kind not in f"5YGN{LISTS}{MULTIPLE}{ARRAYS}{''.join(PLAIN)}{''.join(SEVERAL)}":
            self._tell(
                record,
                marked("Questions of the type “{type}” have no counterpart here; “{name}” is left out."),
                type=NAMES.get(kind, kind),
                name=name,
            )
            return
        self._tell_attributes(question)
        shared: Cells = {
            "label": question.label,
            "hint": question.hint,
            "relevant": self._condition(record, record.cells.get("relevance", "")) or self._older_conditions(question),
        }
        answered: Cells = {"required": "yes" if record.cells.get("mandatory") == "Y" else ""}
        if record.cells.get("mandatory") == "S":
            self._tell(
                record, marked("“{name}” reminded those who left it unanswered; here it may simply be left."), name=name
            )
        if kind in ARRAYS or kind in SEVERAL:
            yield from self._parts(question, shared, answered)
        elif kind in MULTIPLE:
            yield from self._several(question, {**shared, **answered})
        elif kind in FIXED or kind in LISTS:
            yield from self._one(question, {**shared, **answered})
        elif kind in PLAIN:
            shown = shared if kind == "X" else {**shared, **answered, "constraint": self._constraint(question)}
            yield self._row(record, type=PLAIN[kind], name=name, **shown)
        else:
            only_whole = question.attributes.get("num_value_int_only") == "1"
            yield self._row(
                record,
                type="integer" if only_whole else "decimal",
                name=name,
                **shared,
                **answered,
                constraint=self._constraint(question),
            )

    def _one(self, question: _Question, cells: Cells) -> Iterator[Row]:
        """Give a closed question with one answer, and the texts that go with it."""
        record, name = question.record, question.code
        listed = [*FIXED[question.type]] if question.type in FIXED else self._answers(question)
        other = record.cells.get("other") == "Y" and question.type in LISTS
        if other:
            listed.append(("other", self._ours(OTHER), None))
        if not listed:
            self._tell(record, marked("“{name}” has no choices and is left out."), name=name)
            return
        yield self._row(record, type=f"select_one {self._list(record, name, listed)}", name=name, **cells)
        if other:
            yield self._free(record, f"{name}_other", OTHER, f"selected(${{{name}}}, 'other')")
        if question.type == "O":
            yield self._free(record, f"{name}_comment", COMMENT, str(cells["relevant"] or ""))

    def _several(self, question: _Question, cells: Cells) -> Iterator[Row]:
        """Give a closed question with several answers; LimeSurvey writes its choices as subquestions."""
        record, name = question.record, question.code
        listed = [(part.code, part.label, None) for part in question.parts]
        for part in question.parts:
            if self._condition(part.record, part.record.cells.get("relevance", "")):
                self._tell(
                    part.record,
                    marked("A choice can't depend on other answers here; “{name}” can always be chosen."),
                    name=part.code,
                )
        other = record.cells.get("other") == "Y"
        if other:
            listed.append(("other", self._ours(OTHER), None))
        if not listed:
            self._tell(record, marked("“{name}” has no choices and is left out."), name=name)
            return
        cells = {**cells, "constraint": self._constraint(question)}
        yield self._row(record, type=f"select_multiple {self._list(record, name, listed)}", name=name, **cells)
        if other:
            yield self._free(record, f"{name}_other", OTHER, f"selected(${{{name}}}, 'other')")
        if question.type == "P":
            for part in question.parts:
                yield self._free(
                    record, f"{name}_{part.code}_comment", COMMENT, f"selected(${{{name}}}, '{part.code}')"
                )

    def _parts(self, question: _Question, shared: Cells, answered: Cells) -> Iterator[Row]:
        """Give an array, or several fields under one heading, as a section with a question for each part."""
        record, name, kind = question.record, question.code, question.type
        if kind in SEVERAL:
            type_ = SEVERAL[kind]
        else:
            listed = [*FIXED[kind]] if kind in FIXED else self._answers(question)
            if not listed:
                self._tell(record, marked("“{name}” has no choices and is left out."), name=name)
                return
            type_ = f"select_one {self._list(record, name, listed)}"
        constraint = self._constraint(question) if kind in SEVERAL else ""
        yield self._row(record, type="begin_group", name=name, label=shared["label"], relevant=shared["relevant"])
        if shared["hint"]:
            yield self._row(record, type="note", name=f"{name}_help", label=shared["hint"])
        for part in question.parts:
            yield self._row(
                part.record,
                type=type_,
                name=f"{name}_{part.code}",
                label=part.label,
                hint=part.hint,
                relevant=self._condition(part.record, part.record.cells.get("relevance", "")),
                constraint=constraint,
                **answered,
            )
        yield self._row(record, type="end_group")

    def _free(self, record: Record, name: str, label: Labels, relevant: str) -> Row:
        return self._row(record, type="text", name=name, label=self._ours(label), relevant=relevant)

    def _ours(self, label: Labels) -> Labels:
        """Return our words in the survey's languages; in English where we have none in its own."""
        own = code(self.languages[0])
        spoken = {language: label[language] for language in map(code, self.languages) if language in label}
        return {own: label.get(own, label["en"]), **spoken}

    def _answers(self, question: _Question) -> list[tuple[str, Labels, int | None]]:
        survey = next(iter(self.tables.of("surveys")), None)
        valued = survey is not None and survey.cells.get("assessments") == "Y"
        found: dict[str, tuple[int, Labels, int | None]] = {}
        for record in self.tables.by("answers", "qid", question.record.cells.get("qid", "")):
            name = record.cells.get("code", "")
            if name in found:
                continue
            label = self._texts("answer_l10ns", "aid", "answer", record) if record.cells.get("aid") else {}
            if not label:
                label = {
                    code(copy.cells.get("language", "")): plain(copy.cells.get("answer", ""))
                    for copy in self.tables.by("answers", "qid", record.cells.get("qid", ""))
                    if copy.cells.get("code") == name and copy.cells.get("answer")
                }
            value = whole(record.cells.get("assessment_value", "")) if valued else None
            found[name] = (whole(record.cells.get("sortorder", "")), label, value)
        ordered = sorted(found.items(), key=lambda each: each[1][0])
        return [(name, label, value) for name, (_order, label, value) in ordered]

    def _list(self, record: Record, name: str, listed: Iterable[tuple[str, Labels, int | None]]) -> str:
        """Return the name of a list with these choices; the same choices in the same order make one list."""
        ours = [
            (choice, self._ours(label) if label.keys() == {"sv", "en"} else label, value)
            for choice, label, value in listed
        ]
        key = tuple((choice, tuple(sorted(label.items())), value) for choice, label, value in ours)
        if key not in self.lists:
            self.lists[key] = name
            self.choices += [
                self._row(
                    record,
                    list_name=name,
                    name=choice,
                    label=label,
                    value="" if value is None else str(value),
                )
                for choice, label, value in ours
            ]
        return self.lists[key]

    def _constraint(self, question: _Question) -> str:
        """Return limits and patterns as a constraint."""
        said = question.attributes
        parts = []
        for attribute, operator in (("min_num_value_n", ">="), ("max_num_value_n", "<=")):
            if said.get(attribute, "").replace(".", "", 1).lstrip("-").isdigit() and question.type in "NK":
                parts.append(f". {operator} {said[attribute]}")
        for attribute, operator in (("min_answers", ">="), ("max_answers", "<=")):
            if said.get(attribute, "").isdigit() and question.type in MULTIPLE:
                parts.append(f"count-selected(.) {operator} {said[attribute]}")
        pattern = question.record.cells.get("preg", "").strip()
        if pattern:
            bare = pattern[1 : pattern.rindex("/")] if pattern.startswith("/") and pattern.rindex("/") else pattern
            quote = '"' if "'" in bare else "'"
            parts.append(f"regex(., {quote}{bare}{quote})")
        return " and ".join(parts)

    def _condition(self, record: Record, equation: str) -> str:
        """Return a relevance equation in our language, "" where there is none or it was told that it can't be."""
        if equation.strip() in ("", "1"):
            return ""
        try:
            return translated(equation, self.variables)
        except RuleBroken as trouble:
            self._tell(
                record,
                marked("The condition “{expression}” isn't understood and is left out: {why}"),
                expression=equation if len(equation) <= 80 else equation[:79] + "…",
                why=trouble,
            )
            return ""

    def _older_conditions(self, question: _Question) -> str:
        """Return the conditions of files before there were equations: within a scenario all hold, of scenarios one."""
        if question.record.cells.get("relevance", "").strip() not in ("", "1"):
            return ""
        scenarios: dict[str, dict[str, list[str]]] = {}
        for record in self.tables.by("conditions", "qid", question.record.cells.get("qid", "")):
            asked = record.cells.get("cfieldname", "").lstrip("+")
            method = record.cells.get("method", "==").strip() or "=="
            value = record.cells.get("value", "")
            quote = "'" if '"' in value else '"'
            said = f"{asked}.NAOK {method} {quote}{value}{quote}"
            scenarios.setdefault(record.cells.get("scenario", "1"), {}).setdefault(asked, []).append(said)
        equation = " or ".join(
            "(" + " and ".join("(" + " or ".join(one) + ")" for one in scenario.values()) + ")"
            for scenario in scenarios.values()
        )
        return self._condition(question.record, equation)

    def _tell_attributes(self, question: _Question) -> None:
        for attribute, value in question.attributes.items():
            if attribute in UNDERSTOOD or attribute.startswith(SHOWN_ONLY) or value in ("0", "N"):
                continue
            self._tell(
                question.record,
                marked("The setting “{name}” ({value}) isn't supported and is left out."),
                name=attribute,
                value=value if len(value) <= 40 else value[:39] + "…",
            )
        if self.tables.by("defaultvalues", "qid", question.record.cells.get("qid", "")):
            self._tell(question.record, marked("An answer filled in beforehand isn't supported and is left out."))

    def _tell_homeless(self) -> None:
        """Tell of questions whose group, or whose question, isn't in the file."""
        groups = {record.cells.get("gid", "") for record in self._groups()}
        for question in self.questions.values():
            parent = question.record.cells.get("parent_qid", "0")
            home = question.record.cells.get("gid") in groups if parent in ("", "0") else parent in self.questions
            if not home:
                self._tell(
                    question.record,
                    marked("What “{name}” belongs to isn't in the file; it is left out."),
                    name=question.code,
                )

    def _tell_the_rest(self) -> None:
        """Tell what belongs to no question."""
        for table, sentence in (
            ("quota", marked("{file}: quotas aren't supported and are left out.")),
            ("assessments", marked("{file}: rules of assessment aren't supported and are left out.")),
        ):
            if self.tables.of(table):
                self.notify(Notice(sentence, {"file": self.file}))
        for language in self.languages:
            if language != code(language) in self.languages:
                self.notify(
                    Notice(
                        marked("{file}: “{language}” and “{other}” are one language here; the first wording is kept."),
                        {"file": self.file, "language": language, "other": code(language)},
                    )
                )
        for record in self.tables.of("surveys_languagesettings"):
            for column, sentence in (
                (
                    "surveyls_welcometext",
                    marked("The welcome text isn't read; write it on the page of the measurement."),
                ),
                ("surveyls_endtext", marked("The text at the end isn't read.")),
                ("surveyls_description", marked("The description of the survey isn't read.")),
                (
                    "surveyls_policy_notice",
                    marked("The notice on data protection isn't read; a measurement writes its own."),
                ),
            ):
                if plain(record.cells.get(column, "")):
                    self._tell(record, sentence)


def code(language: str) -> str:
    """Return a language as it is called here: "de-informal" is German, "zh-Hant-TW" stays."""
    return language.removesuffix("-informal").removesuffix("-easy") or "en"


def whole(text: str) -> int:
    """Return a whole number, 0 where a text is none."""
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else 0
