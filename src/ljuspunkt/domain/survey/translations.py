"""The wordings of a questionnaire, each with its place, and which of them a language lacks.

Swedish: översättningar. A questionnaire is open in a language only where nothing that a respondent reads is missing
in it; easy read (lättläst) is offered in a language where every question has an easy wording in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.domain.vocabulary import Text

Part = Literal["title", "section", "item", "choice"]
Column = Literal["label", "easy", "hint", "constraint_message"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wording stands.

    `name` is that of the section, the question or the choice; `scale` the list that a choice stands in.
    """

    part: Part
    name: str
    column: Column
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """A place and what stands there, by language; `needed` says that a language without it can't be open."""

    place: Place
    text: Text
    needed: bool


def wordings(questionnaire: Questionnaire) -> tuple[Worded, ...]:
    """Return every wording of a questionnaire in the order in which a respondent meets them, then the choices.

    A hint and what is said when a limit isn't kept are there where any language has them, easy wordings always.
    Lists that no question uses are left out.
    """
    found: list[Worded] = []
    if questionnaire.title:
        found.append(Worded(Place("title", "", "label"), questionnaire.title, True))
    found += _of_body(questionnaire.body)
    used = dict.fromkeys(item.scale for item in questionnaire.items if item.scale in questionnaire.scales)
    for scale in used:
        for choice in questionnaire.scales[scale].choices:
            found.append(Worded(Place("choice", choice.name, "label", scale), choice.label, True))
            found.append(Worded(Place("choice", choice.name, "easy", scale), choice.easy, False))
    return tuple(found)


def _of_body(body: tuple[Item | Section, ...]) -> Iterator[Worded]:
    for part in body:
        if isinstance(part, Section):
            yield Worded(Place("section", part.name, "label"), part.label, bool(part.label))
            yield Worded(Place("section", part.name, "easy"), part.easy, False)
            yield from _of_body(part.body)
            continue
        yield Worded(Place("item", part.name, "label"), part.label, True)
        yield Worded(Place("item", part.name, "easy"), part.easy, False)
        if part.hint:
            yield Worded(Place("item", part.name, "hint"), part.hint, True)
        if part.constraint_message:
            yield Worded(Place("item", part.name, "constraint_message"), part.constraint_message, True)


def missing(questionnaire: Questionnaire, language: str) -> tuple[Place, ...]:
    """Return what keeps a questionnaire from being open in a language."""
    return tuple(
        each.place for each in wordings(questionnaire) if each.needed and not each.text.get(language, "").strip()
    )


def missing_easy(questionnaire: Questionnaire, language: str) -> tuple[Place, ...]:
    """Return the questions and notes without an easy wording in a language.

    Headings and choices may do without: what stands there is then read as it is.
    """
    return tuple(
        Place("item", item.name, "easy") for item in questionnaire.items if not item.easy.get(language, "").strip()
    )


def open_languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the languages that a questionnaire is meant to be open in and lacks nothing in, in its own order."""
    return tuple(language for language in questionnaire.languages if not missing(questionnaire, language))


def easy_languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the open languages in which easy read can be offered."""
    return tuple(language for language in open_languages(questionnaire) if not missing_easy(questionnaire, language))


def reworded(questionnaire: Questionnaire, language: str, said: Mapping[Place, str]) -> Questionnaire:
    """Return a questionnaire with other wordings in one language; an empty one is taken away."""
    title = _said(questionnaire.title, language, said.get(Place("title", "", "label")))
    return replace(
        questionnaire,
        title=title,
        body=tuple(_reworded(part, language, said) for part in questionnaire.body),
        scales={name: _scale(scale, language, said) for name, scale in questionnaire.scales.items()},
    )


def _reworded(part: Item | Section, language: str, said: Mapping[Place, str]) -> Item | Section:
    if isinstance(part, Section):
        return replace(
            part,
            label=_said(part.label, language, said.get(Place("section", part.name, "label"))),
            easy=_said(part.easy, language, said.get(Place("section", part.name, "easy"))),
            body=tuple(_reworded(each, language, said) for each in part.body),
        )
    return replace(
        part,
        label=_said(part.label, language, said.get(Place("item", part.name, "label"))),
        easy=_said(part.easy, language, said.get(Place("item", part.name, "easy"))),
        hint=_said(part.hint, language, said.get(Place("item", part.name, "hint"))),
        constraint_message=_said(
            part.constraint_message, language, said.get(Place("item", part.name, "constraint_message"))
        ),
    )


def _scale(scale: Scale, language: str, said: Mapping[Place, str]) -> Scale:
    return replace(scale, choices=tuple(_choice(choice, scale.name, language, said) for choice in scale.choices))


def _choice(choice: Choice, scale: str, language: str, said: Mapping[Place, str]) -> Choice:
    return replace(
        choice,
        label=_said(choice.label, language, said.get(Place("choice", choice.name, "label", scale))),
        easy=_said(choice.easy, language, said.get(Place("choice", choice.name, "easy", scale))),
    )


def _said(text: Text, language: str, said: str | None) -> Text:
    if said is None:
        return text
    others = {key: value for key, value in text.items() if key != language}
    return {**text, language: said.strip()} if said.strip() else others
