"""The rows of a form that are shown, read into items and sections; what can't be shown here is told by row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.survey.counts import SET_COLUMNS
from ljuspunkt.domain.survey.expression import parse
from ljuspunkt.domain.survey.instrument import SameAs
from ljuspunkt.domain.survey.questionnaire import Item, ItemKind, Mark, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.domain.vocabulary import Notice, Text
from ljuspunkt.files.form import YES, Form, Hearing, Row, parted
from ljuspunkt.files.xlsform_words import BEGIN, END, KINDS, METADATA, OTHER, SELECT

MARKS = ("same", "changed", "new")
OTHER_CHOICE = {"sv": "Annat", "en": "Other"}
OTHER_QUESTION = {"sv": "Ange vad", "en": "Specify other"}
GROUPS = ("group",)
DEEPEST = 10
"""How many sections may lie within each other."""

PLACE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
"""Where the answer to another question is read."""

MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,40}>|\*\*[^*\s][^*]*\*\*|\[[^\[\]]+\]\([^()\s]+\)|^#{1,6} ", re.MULTILINE)
"""What other programs for XLSForms set in type: HTML and Markdown."""

Body = tuple[Item | Section, ...]
Key = tuple[str, str, str]
"""Whose expression: an item's or a section's, its name, and the column."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a row's type says: `kind` is an item's kind, or what begins, ends or isn't supported."""

    kind: str
    scale: str = ""
    other: bool = False


@dataclass(slots=True)
class _Open:
    """A section, or a repeated or other group that is left out, whose end hasn't come yet."""

    row: Row | None
    name: str = ""
    repeated: bool = False
    body: list[Item | Section] = field(default_factory=list)


def type_of(row: Row) -> Type:
    """Return what a row's type says.

    Raises:
        BadInput: there is none, or a closed question doesn't name one list.
    """
    written = " ".join(row.needed("type").split())
    for pattern, kind in ((BEGIN, "begin"), (END, "end")):
        match = pattern.fullmatch(written)
        if match:
            what = match["what"].lower()
            return Type(f"{kind} {what if what in (*GROUPS, 'repeat') else 'other'}")
    bare = OTHER.sub("", written)
    first, _space, rest = _select(bare)
    if first is None:
        return Type(KINDS.get(written.lower(), "metadata" if written.lower() in METADATA else "unsupported"))
    if len(rest.split()) != 1:
        raise row.refuse(
            "type_not_understood", "“select_one” and the name of one list are needed, not “{type}”.", "type",
            type=written,
        )  # fmt: skip
    return Type(first, rest, other=bare != written)


def _select(written: str) -> tuple[str | None, str, str]:
    match = SELECT.match(written)
    if match is None or (match.end() < len(written) and written[match.end()] != " "):
        return None, "", ""
    return ("select_one" if match["one"] else "select_multiple"), " ", written[match.end() :].strip()


def body_of(form: Form, scales: Mapping[str, Scale], language: str, hearing: Hearing) -> tuple[Body, dict[str, Scale]]:
    """Return the rows in their sections, and the lists of choices with those that an “or_other” adds."""
    reader = _Reader(form, dict(scales), language, hearing)
    for row in form.survey:
        try:
            reader.take(row)
        except BadInput as trouble:
            hearing.dropped(trouble)
    return reader.whole(), reader.scales


class _Reader:
    def __init__(self, form: Form, scales: dict[str, Scale], language: str, hearing: Hearing) -> None:
        self.form = form
        self.scales = scales
        self.language = language
        self.hearing = hearing
        self.open = [_Open(None)]
        self.names: set[str] = set()
        self.sections: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.conditions: list[tuple[Row, Key, str]] = []
        """The row, what the expression belongs to, and the expression."""

    def take(self, row: Row) -> None:
        if (row.text("disabled") or "no").lower() in YES:
            self.hearing.unsupported(row.notice("The row is switched off by “disabled” and is left out."))
            return
        written = type_of(row)
        if written.kind.startswith(("begin", "end")):
            self._turn(row, written.kind)
        elif any(each.repeated for each in self.open):
            self._leave_out(row, marked("It stands in a group that isn't supported; “{name}” is left out."))
        elif written.kind == "metadata":
            self._leave_out(row, marked("Nothing is recorded about the respondent's device; “{type}” is left out."))
        elif written.kind == "unsupported":
            self._leave_out(row, marked("The type “{type}” isn't supported; “{name}” is left out."))
        elif row.text("appearance") == "label" and written.scale:
            self._leave_out(row, marked("It is only the heading of a table; “{name}” is left out."))
        else:
            self._item(row, written)

    def _leave_out(self, row: Row, sentence: str) -> None:
        self.hearing.unsupported(row.notice(sentence, None, type=row.text("type") or "–", name=row.text("name") or "–"))

    def _turn(self, row: Row, kind: str) -> None:
        """Begin or end a section or a repeated group."""
        repeated = not kind.endswith("group")
        if kind.startswith("begin"):
            if kind.endswith("repeat"):
                self._leave_out(row, marked("Repeated groups aren't supported; “{name}” and all in it is left out."))
            elif repeated:
                self._leave_out(row, marked("“{type}” isn't supported; “{name}” and all in it is left out."))
            if len(self.open) > DEEPEST:
                raise row.refuse("too_many_sections", "Sections may lie {most} deep within each other.", most=DEEPEST)
            name = "" if any(each.repeated for each in self.open) or repeated else self._section_name(row)
            self.open.append(_Open(row, name, repeated))
            return
        if len(self.open) == 1 or self.open[-1].repeated != repeated:
            raise row.refuse("end_without_begin", "This ends a group that wasn't begun.", "type")
        self._close()

    def _close(self) -> None:
        done = self.open.pop()
        if done.repeated or not done.name or done.row is None:
            return
        row = done.row
        self.open[-1].body.append(
            Section(
                name=done.name,
                label=row.wording("label", self.language),
                body=tuple(done.body),
                easy=row.wording("easy", self.language),
                relevant=self._expression(row, ("section", done.name, "relevant")),
            )
        )
        for column in ("hint", "constraint"):
            if row.cells.get(column):
                self.hearing.unsupported(row.notice("A section has no “{name}”; it is left out.", column, name=column))

    def whole(self) -> Body:
        """Return all that was read, after conditions that read what isn't there have been told and left out."""
        while len(self.open) > 1:
            row = self.open[-1].row
            if row is not None:
                self.hearing.wrong(row.refuse("begin_without_end", "The group that begins here has no end.", "type"))
            self._close()
        items = {item.name for item in Questionnaire("", "", tuple(self.open[0].body)).items if item.kind != "note"}
        dropped: set[Key] = set()
        for row, key, text in self.conditions:
            unknown = [each for each in parse(text).names if each not in items]
            column = key[-1]
            if unknown:
                dropped.add(key)
                self.hearing.unsupported(
                    row.notice(
                        "“{expression}” reads the answer to “{unknown}”, which isn't a question here; it is left out.",
                        column,
                        expression=text,
                        unknown=unknown[0],
                    )
                )
        return _without(tuple(self.open[0].body), dropped)

    def _section_name(self, row: Row) -> str:
        name = row.text("name") or f"group{len(self.sections) + 1}"
        name = self._free(name, self.sections)
        self.sections.add(name.lower())
        return name

    def _free(self, name: str, taken: set[str]) -> str:
        """Return a name that isn't taken: itself, or with a number after it."""
        free = name
        while free.lower() in taken:
            self.numbers[name] = self.numbers.get(name, 1) + 1
            free = f"{name}_{self.numbers[name]}"
        return free

    def _name(self, row: Row, kind: str) -> str:
        """Return an item's name; where it can't be had, another after the mistake was told."""
        name = row.text("name") if kind == "note" else row.needed("name")
        if name is None:
            name = f"note{row.line or len(self.names) + 1}"
        wanted = name
        if name.lower() in SET_COLUMNS:
            self.hearing.wrong(
                row.refuse(
                    "reserved_name",
                    "A question can't be called “{name}”; that is a column of the answers.",
                    "name",
                    name=name,
                )
            )
            name = f"q_{name}"
        elif name.lower() in self.names:
            self.hearing.wrong(
                row.refuse(
                    "question_twice",
                    "There are two questions called “{name}”; a name must be its own.",
                    "name",
                    name=name,
                )
            )
            name = f"{self.open[-1].name}_{name}" if self.open[-1].name else name
        name = self._free(name, self.names)
        if name != wanted:
            self.hearing.unsupported(row.notice("“{old}” is called “{new}” here.", "name", old=wanted, new=name))
        self.names.add(name.lower())
        return name

    def _item(self, row: Row, written: Type) -> None:
        scale = self._scale(row, written) if written.scale else None
        name = self._name(row, written.kind)
        label = row.wording("label", self.language)
        if not label:
            self.hearing.unsupported(row.notice("“{name}” has no wording.", "label", name=name))
        self._tell_filled_in(row, label)
        item = Item(
            name=name,
            kind=cast("ItemKind", written.kind),
            label=label,
            easy=row.wording("easy", self.language),
            hint=row.wording("hint", self.language),
            scale=scale.name if scale else "",
            required=self._required(row),
            relevant=self._expression(row, ("item", name, "relevant")),
            constraint=self._expression(row, ("item", name, "constraint")),
            constraint_message=row.wording("constraint_message", self.language),
            indicators=row.texts("indicator"),
            measure=row.text("measure") or "",
            positive=self._positive(row, scale),
            reverse=row.yes("reverse"),
            same_as=same_as(row, name),
            mark=self._mark(row),
            picture=self._picture(row),
            own=row.yes("own"),
        )
        if item.reverse and scale is not None and scale.values is None:
            self.hearing.notify(
                Notice(
                    "{file}: {name} is reversed, but its list has no values to reverse.",
                    {"file": row.file, "name": name},
                )
            )
        self.open[-1].body.append(item)
        if written.other:
            self._specify(row, item)

    def _tell_filled_in(self, row: Row, label: Text) -> None:
        """Tell of a wording into which another program would put an answer, or that it would set in type."""
        styled = next((match for text in label.values() if (match := MARKUP.search(text))), None)
        if styled is not None:
            self.hearing.unsupported(
                row.notice(
                    "A wording has no markup here; “{mark}” is shown as it stands.", "label", mark=styled.group()
                )
            )
        placed = next((match for text in label.values() if (match := PLACE.search(text))), None)
        if placed is not None:
            self.hearing.unsupported(
                row.notice(
                    "No answer is put into a wording; “{place}” is shown as it stands.", "label", place=placed.group()
                )
            )

    def _specify(self, row: Row, item: Item) -> None:
        """Add the text field that an “or_other” asks for."""
        name = f"{item.name}_other"
        if name.lower() in self.names:
            raise row.refuse(
                "question_twice", "There are two questions called “{name}”; a name must be its own.", "name", name=name
            )
        self.names.add(name.lower())
        self.open[-1].body.append(
            Item(
                name=name,
                kind="text",
                label=_known(OTHER_QUESTION, self.language),
                relevant=f"selected(${{{item.name}}}, 'other')",
                own=item.own,
            )
        )

    def _scale(self, row: Row, written: Type) -> Scale:
        if written.scale not in self.scales:
            raise row.refuse(
                "unknown_list",
                "There is no list of choices called “{list}”; there are: {lists}.",
                "type",
                list=written.scale,
                lists=", ".join(self.scales) or "–",
            )
        scale = self.scales[written.scale]
        if not written.other or "other" in scale.names:
            return scale
        self.hearing.unsupported(
            row.notice(
                "“or_other” has become a choice and a text field after it, worded in Swedish and English only.",
                "type",
            )
        )
        choices = (*scale.choices, Choice("other", _known(OTHER_CHOICE, self.language)))
        added = Scale(f"{scale.name}_or_other", choices)
        while self.scales.get(added.name, added) != added:
            added = Scale(f"{added.name}_", choices)
        return self.scales.setdefault(added.name, added)

    def _positive(self, row: Row, scale: Scale | None) -> tuple[str, ...]:
        positive = row.texts("positive")
        if scale is None:
            if positive:
                self.hearing.unsupported(
                    row.notice("Only the choices of a closed question can count as positive.", "positive")
                )
            return ()
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
        return positive

    def _required(self, row: Row) -> bool:
        try:
            return row.yes("required")
        except BadInput:
            self.hearing.unsupported(
                row.notice("“required” can't be a condition here; the question may be left unanswered.", "required")
            )
            return False

    def _mark(self, row: Row) -> Mark:
        mark = row.text("mark") or ""
        if mark and mark not in MARKS:
            raise row.refuse("unknown_mark", "“same”, “changed” or “new” is needed, not “{value}”.", "mark", value=mark)
        return cast("Mark", mark)

    def _picture(self, row: Row) -> str:
        entry = row.cells.get("picture")
        names = list(dict.fromkeys(entry.values())) if isinstance(entry, dict) else None
        name = (names[0] if names else "") if names is not None else row.text("picture") or ""
        if names is not None and len(names) > 1:
            self.hearing.unsupported(
                row.notice("A question has one picture in all languages; “{name}” is used.", "picture", name=name)
            )
        return name

    def _expression(self, row: Row, key: Key) -> str:
        """Return an entry that is a condition or constraint, "" where there is none or it isn't understood."""
        column = key[-1]
        text = PLACE.sub(r"${\1}", row.text(column) or "")
        if not text:
            return ""
        try:
            expression = parse(text)
            if column == "relevant" and expression.uses_this:
                raise RuleBroken("this_in_condition", "A condition reads other answers, not “.”.")
        except RuleBroken as trouble:
            self.hearing.unsupported(
                row.notice(
                    "“{expression}” isn't understood and is left out: {why}",
                    column,
                    expression=text if len(text) <= 80 else text[:79] + "…",
                    why=trouble,
                )
            )
            return ""
        self.conditions.append((row, key, expression.text))
        return expression.text


def _known(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """Return our words in the languages they are known in, and in English for a form in another."""
    return dict(texts) if language in texts else {**texts, language: texts["en"]}


def _without(body: Body, dropped: set[Key]) -> Body:
    """Return a body without the conditions and constraints that were dropped."""
    kept: list[Item | Section] = []
    for part in body:
        kind = "section" if isinstance(part, Section) else "item"
        relevant = "" if (kind, part.name, "relevant") in dropped else part.relevant
        if isinstance(part, Section):
            kept.append(replace(part, relevant=relevant, body=_without(part.body, dropped)))
        else:
            constraint = "" if (kind, part.name, "constraint") in dropped else part.constraint
            kept.append(replace(part, relevant=relevant, constraint=constraint))
    return tuple(kept)


def same_as(row: Row, name: str) -> SameAs | None:
    """Read `{version, name}`, or a cell with the version and, where it differs, the earlier name."""
    entry = row.cells.get("same_as")
    if isinstance(entry, dict):
        unknown = [key for key in entry if key not in ("version", "name")]
        if unknown or not entry.get("version"):
            raise row.refuse("same_as", "A version and a name are needed: {{version: …, name: …}}.", "same_as")
        return SameAs(entry["version"], entry.get("name") or name)
    parts = parted(entry) if isinstance(entry, str) else entry or []
    if len(parts) > 2:
        raise row.refuse("same_as", "A version and a name are needed: {{version: …, name: …}}.", "same_as")
    return SameAs(parts[0], parts[1] if len(parts) == 2 else name) if parts else None
