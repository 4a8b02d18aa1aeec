"""Questionnaires as they are kept: a version's, with or without what an association asks at its end.

Frozen versions never change, so what was read of them is remembered by their hash.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.http import Http404

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.translations import easy_languages, open_languages
from ljuspunkt.files.questionnaires import from_document
from ljuspunkt.rooms.surveys.models import OwnQuestions, Version

OWN_SECTION = "own_questions"
"""The section at the end under which an association's own questions stand."""
OWN_HEADING = {
    "sv": "Frågor från samordningsförbundet",
    "en": "Questions from the coordination association",
    "ar": "أسئلة من جمعية التنسيق",
    "so": "Su'aalo ka yimid ururka isku-dubbaridka",
}


def of_version(version_pk: int) -> Questionnaire:
    """Return the questionnaire of a version.

    Raises:
        Http404: there is no such version.
    """
    row = Version.objects.filter(pk=version_pk).only("document").first()
    if row is None:
        raise Http404
    return read_document(row.document)


def with_own(version_pk: int, association_slug: str) -> Questionnaire:
    """Return the questionnaire of a version with what an association asks at its end, marked as its own.

    Raises:
        Http404: there is no such version.
    """
    national = of_version(version_pk)
    row = OwnQuestions.objects.filter(version_id=version_pk, association__slug=association_slug).first()
    return joined(national, read_document(row.document)) if row is not None else national


def languages_open(version_pk: int) -> tuple[str, ...]:
    """Return the languages in which a version lacks nothing.

    Raises:
        Http404: there is no such version.
    """
    return open_languages(of_version(version_pk))


def languages_easy(version_pk: int) -> tuple[str, ...]:
    """Return the open languages in which a version has an easy wording of every question.

    Raises:
        Http404: there is no such version.
    """
    return easy_languages(of_version(version_pk))


def joined(national: Questionnaire, own: Questionnaire) -> Questionnaire:
    """Return a questionnaire with an association's own questions in a section at its end.

    A language in which an own question lacks its wording shows it in another: what an association adds never closes
    a language of the national questionnaire.
    """
    if not own.items:
        return national
    heading = {language: words for language, words in OWN_HEADING.items() if language in national.languages}
    called = {name: f"own_{name}" if name in national.scales else name for name in own.scales}
    last = Section(OWN_SECTION, heading or OWN_HEADING, tuple(_as_own(part, called) for part in own.body))
    scales = {called[name]: replace(scale, name=called[name]) for name, scale in own.scales.items()}
    return replace(national, body=(*national.body, last), scales={**national.scales, **scales})


def _as_own(part: Item | Section, called: Mapping[str, str]) -> Item | Section:
    if isinstance(part, Section):
        return replace(part, body=tuple(_as_own(each, called) for each in part.body))
    return replace(part, own=True, scale=called.get(part.scale, part.scale))


def read_document(document: object) -> Questionnaire:
    """Return the questionnaire that a stored document holds; the same document is read once."""
    return _read(json.dumps(document, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=128)
def _read(text: str) -> Questionnaire:
    return from_document(json.loads(text))
