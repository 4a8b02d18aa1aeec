"""Changing a draft version, or an association's own questions: each use case is one change of the questionnaire.

`where` says which (`desk.py`). `seen` is the mark of the part as the person saw it, "" where it is new, so that nobody
overwrites another's change unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey import editing
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.renewal import marked as under_mark
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.survey.translations import Place, reworded, wordings
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.queries.questionnaires import OWN_SECTION, read_document
from ljuspunkt.rooms.surveys.services.desk import Desk, Where, desk_for, keep, refuse_if_changed

"""How many questions a questionnaire may have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a questionnaire says of itself."""

    title: Text
    group_label: Text
    default_language: str
    languages: tuple[str, ...]
    waves: tuple[str, ...]


@transaction.atomic
def keep_item(
    *,
    by: Person,
    at: datetime,
    where: Where,
    was: str | None,
    item: Item,
    section: str = "",
    taking: Scale | None = None,
    seen: str = "",
) -> None:
    """Add a question or a note, or change one.

    Args:
        by: who does it.
        at: when.
        where: the version, or the own questions.
        was: the question's name before, None where it is new.
        item: as it shall be.
        section: where it shall stand, "" for the top.
        taking: a standard list of choices that comes in with it.
        seen: the mark of the question that the person saw.

    Raises:
        RuleBroken: the name can't be used, it was changed meanwhile, or it is marked as the same and isn't.
        Http404: there is none, or the person may not change it.
    """
    desk = desk_for(by, where)
    before = editing.find(desk.questionnaire, was) if was else None
    if was is not None:
        refuse_if_changed(seen, before)
    elif len(desk.questionnaire.items) >= editing.MOST_QUESTIONS:
        raise RuleBroken("too_many", "A questionnaire has at most {most} questions.", most=editing.MOST_QUESTIONS)
    if where.association:
        item = replace(item, own=True, indicators=(), measure="", same_as=None, mark="")
        _refuse_national_name(desk, item.name)
    elif desk.earlier is None:
        item = under_mark(item, "", item.same_as) if item.kind == "note" else item
    questionnaire = desk.questionnaire
    if taking is not None and taking.name not in questionnaire.scales:
        questionnaire = editing.keep_scale(questionnaire, taking, was=None)
    keep(
        desk,
        editing.keep_part(questionnaire, item, was=was, section=section),
        by=by,
        at=at,
        action=marked("Worded the question {question} of the questionnaire {questionnaire}."),
        words={"question": item.name},
    )


def _refuse_national_name(desk: Desk, name: str) -> None:
    national = read_document(desk.version.document)
    if editing.find(national, name) is not None or name == OWN_SECTION:
        raise RuleBroken(
            "national_name", "“{name}” is the name of a national question; choose another, such as own_{name}.",
            name=name,
        )  # fmt: skip


@transaction.atomic
def keep_section(
    *,
    by: Person,
    at: datetime,
    where: Where,
    was: str | None,
    section: Section,
    inside: str = "",
    seen: str = "",
) -> None:
    """Add a section, or change one; what stands in it stays as it is.

    Raises:
        RuleBroken: the name can't be used, or it was changed meanwhile.
        Http404: there is none, or the person may not change it.
    """
    desk = desk_for(by, where)
    before = editing.find(desk.questionnaire, was) if was else None
    if was is not None:
        refuse_if_changed(seen, heading_of(before))
    if where.association:
        _refuse_national_name(desk, section.name)
    body = before.body if isinstance(before, Section) else ()
    keep(
        desk,
        editing.keep_part(desk.questionnaire, replace(section, body=body), was=was, section=inside),
        by=by,
        at=at,
        action=marked("Worded the section {section} of the questionnaire {questionnaire}."),
        words={"section": section.name},
    )


def heading_of(part: Item | Section | None) -> Section | None:
    """Return a section without what stands in it, as its form shows it."""
    return replace(part, body=()) if isinstance(part, Section) else None


@transaction.atomic
def remove_part(*, by: Person, at: datetime, where: Where, name: str) -> None:
    """Take a question, a note or a whole section away.

    Raises:
        RuleBroken: there is none of the name, or it can't be changed now.
        Http404: there is no such questionnaire, or the person may not change it.
    """
    desk = desk_for(by, where)
    keep(
        desk,
        editing.remove_part(desk.questionnaire, name),
        by=by,
        at=at,
        action=marked("Took {name} out of the questionnaire {questionnaire}."),
        words={"name": name},
    )


@transaction.atomic
def move_part(
    *,
    by: Person,
    at: datetime,
    where: Where,
    name: str,
    direction: Literal["up", "down"],
) -> None:
    """Move a question or a section one place; the first and the last stay where they are.

    Raises:
        RuleBroken: there is none of the name, or it can't be changed now.
        Http404: there is no such questionnaire, or the person may not change it.
    """
    desk = desk_for(by, where)
    keep(desk, editing.move_part(desk.questionnaire, name, direction), by=by, at=at, action=None)


@transaction.atomic
def keep_scale(
    *,
    by: Person,
    at: datetime,
    where: Where,
    was: str | None,
    scale: Scale,
    seen: str = "",
    mark_changed: bool = False,
) -> None:
    """Add a list of choices, or change one for all questions that use it.

    Raises:
        RuleBroken: it can't be kept so, it was changed meanwhile, or questions marked as the same would no longer be
            and `mark_changed` isn't said.
        Http404: there is no such questionnaire, or the person may not change it.
    """
    desk = desk_for(by, where)
    if was is not None:
        refuse_if_changed(seen, desk.questionnaire.scales.get(was))
    keep(
        desk,
        editing.keep_scale(desk.questionnaire, scale, was=was),
        by=by,
        at=at,
        action=marked("Changed the list of choices {scale} of the questionnaire {questionnaire}."),
        words={"scale": scale.name},
        mark_changed=mark_changed,
    )


@transaction.atomic
def remove_scale(*, by: Person, at: datetime, where: Where, name: str) -> None:
    """Take a list of choices away that no question uses.

    Raises:
        RuleBroken: there is none of the name, or a question uses it.
        Http404: there is no such questionnaire, or the person may not change it.
    """
    desk = desk_for(by, where)
    keep(
        desk,
        editing.remove_scale(desk.questionnaire, name),
        by=by,
        at=at,
        action=marked("Took the list of choices {scale} out of the questionnaire {questionnaire}."),
        words={"scale": name},
    )


@transaction.atomic
def keep_wordings(
    *,
    by: Person,
    at: datetime,
    where: Where,
    language: str,
    said: Mapping[Place, str],
    before: Mapping[Place, str],
    mark_changed: bool = False,
) -> int:
    """Keep wordings of one language, and return how many changed.

    Args:
        by: who does it.
        at: when.
        where: the version, or the own questions.
        language: which.
        said: the wordings by place; an empty one is taken away.
        before: what the person saw there; a place that says something else now, and was changed by the person too, is
            refused.
        mark_changed: whether questions that are no longer the same as before are marked as changed.

    Raises:
        RuleBroken: somebody else worded the same place meanwhile, or questions marked as the same would no longer be.
        Http404: there is no such questionnaire, or the person may not change it.
    """
    desk = desk_for(by, where)
    now = {each.place: each.text.get(language, "") for each in wordings(desk.questionnaire)}
    changed = {
        place: words
        for place, words in said.items()
        if place in now and words.strip() != before.get(place, "").strip() and words.strip() != now[place].strip()
    }
    for place in changed:
        if now[place].strip() != before.get(place, "").strip():
            raise RuleBroken(
                "worded_meanwhile",
                "Somebody worded “{name}” while you wrote: “{words}”. Compare, and keep again.",
                name=place.name or "title",
                words=now[place],
            )
    if changed:
        keep(
            desk,
            reworded(desk.questionnaire, language, changed),
            by=by,
            at=at,
            action=marked("Kept {n} wordings in the language {language} of the questionnaire {questionnaire}."),
            words={"n": len(changed), "language": language},
            mark_changed=mark_changed,
        )
    return len(changed)


@transaction.atomic
def keep_settings(*, by: Person, at: datetime, slug: str, version: str, settings: Settings, seen: str = "") -> None:
    """Keep what a questionnaire says of itself.

    A language that is taken away keeps its wordings, so that it can be taken back.

    Raises:
        RuleBroken: the main language isn't among the languages, or it was changed meanwhile.
        Http404: there is no such questionnaire, or the person may not change it.
    """
    desk = desk_for(by, Where(slug, version))
    refuse_if_changed(seen, bare(desk.questionnaire))
    if settings.default_language not in settings.languages:
        raise RuleBroken("main_language", "The main language must be one of the questionnaire's languages.")
    keep(
        desk,
        replace(
            desk.questionnaire,
            title=dict(settings.title),
            group_label=dict(settings.group_label),
            default_language=settings.default_language,
            languages=settings.languages,
            waves=settings.waves,
        ),
        by=by,
        at=at,
        action=marked("Changed title, languages or waves of the questionnaire {questionnaire}."),
    )


def bare(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire without what is asked, as its settings show it."""
    return replace(questionnaire, body=(), scales={}, indicators=())
