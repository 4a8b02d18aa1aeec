"""The rows of a form that are choices, read into scales."""

import re
from typing import cast

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.scale import Choice, Missing, Scale
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.form import Form, Hearing, Row

MISSING = ("dont_know", "not_applicable")


def scales_of(form: Form, language: str, hearing: Hearing) -> dict[str, Scale]:
    """Return the lists of choices by name; a list in which nothing is an answer is left out after it was told."""
    lists: dict[str, dict[str, Choice]] = {}
    for row in form.choices:
        try:
            _take(lists, row, language, hearing)
        except BadInput as trouble:
            hearing.dropped(trouble)
    scales: dict[str, Scale] = {}
    for name, choices in lists.items():
        scale = Scale(name, tuple(choices.values()))
        if not scale.answers:
            hearing.wrong(
                BadInput(
                    "no_answer_in_list",
                    "All choices of the list “{list}” are missing values; at least one must be an answer.",
                    file=form.file,
                    list=name,
                )
            )
            continue
        scales[name] = scale
        if scale.values is None and any(choice.value is not None for choice in scale.answers):
            hearing.notify(
                Notice(
                    "{file}: the list “{list}” has values for some choices only, so it gives no means.",
                    {"file": form.file, "list": name},
                )
            )
    return scales


def _take(lists: dict[str, dict[str, Choice]], row: Row, language: str, hearing: Hearing) -> None:
    name = row.needed("list_name")
    choice = _choice(row, language, hearing)
    found = lists.setdefault(name, {})
    if choice.name in found:
        raise row.refuse(
            "choice_twice",
            "The choice “{name}” stands twice in the list “{list}”; a name must be its own.",
            "name",
            name=choice.name,
            list=name,
        )
    found[choice.name] = choice


def _choice(row: Row, language: str, hearing: Hearing) -> Choice:
    name = row.needed("name")
    written = row.text("value")
    if written is not None and not re.fullmatch(r"-?\d{1,4}(\.0+)?", written, re.ASCII):
        hearing.wrong(
            row.refuse(
                "value_not_whole",
                "A whole number of at most four digits is needed, not “{value}”.",
                "value",
                value=written,
            )
        )
        written = None
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
        easy=row.wording("easy", language),
    )
