"""The record of processing (registerförteckning, art. 30) and the information to respondents, made from a wave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from ljuspunkt.domain.survey.data_set import APART, FEWEST
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.information import About, Information, information
from ljuspunkt.rooms.surveys.information import languages as worded
from ljuspunkt.rooms.surveys.models import Collector, Participation, Wave, WaveInstrument
from ljuspunkt.rooms.surveys.models.waves import MAIL, PILOT
from ljuspunkt.rooms.surveys.permissions import collects_for, sees_all_associations
from ljuspunkt.rooms.surveys.processing import Kept, tables
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version, with_own
from ljuspunkt.rooms.surveys.services.drafts import KEPT
from ljuspunkt.ui.language import language_name, on_page, own_language_name, page_language


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """A language in which respondents are told, and what it is called by those who read it."""

    language: str
    name: str


@dataclass(frozen=True, slots=True)
class Processing:
    """What is said of a wave: who asks whom what, what is stored about whom, and for how long."""

    slug: str
    title: str
    is_pilot: bool
    opens_on: date
    closes_on: date
    groups: tuple[str, ...]
    associations: tuple[str, ...]
    languages: tuple[str, ...]
    about: About
    tables: tuple[Kept, ...]
    written: tuple[WrittenIn, ...]
    """In which languages the information can be read: those of the questionnaires that have words."""

    @property
    def contact(self) -> str:
        return self.about.contact

    @property
    def fewest(self) -> int:
        return self.about.fewest

    @property
    def draft_days(self) -> int:
        return self.about.draft_days

    def told(self, language: str) -> Information:
        """Return what respondents are told, in one of those languages."""
        there = [each.language for each in self.written]
        return information(self.about, language if language in there else page_language())


def processing(person: Person, slug: str) -> Processing | None:
    """Return what is said of a wave, None where there is no such wave for the person."""
    wave = Wave.objects.filter(slug=slug).first()
    if wave is None:
        return None
    parts = Participation.objects.filter(wave=wave).select_related("association")
    if not sees_all_associations(person):
        parts = parts.filter(association__slug__in=collects_for(person))
        if not parts.exists():
            return None
    asked = list(WaveInstrument.objects.filter(wave=wave))
    questionnaires = [of_version(each.version_id) for each in asked]
    languages = dict.fromkeys(
        language
        for each, questionnaire in zip(asked, questionnaires, strict=True)
        for language in each.languages or questionnaire.languages
    )
    return Processing(
        slug=slug,
        title=on_page(wave.title) or wave.name,
        is_pilot=wave.kind == PILOT,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        groups=tuple(on_page(group_name(each.respondent_group)) for each in asked),
        associations=tuple(part.association.name for part in parts),
        languages=tuple(language_name(language) for language in languages),
        about=about(
            wave.kind,
            title=wave.title or {"": wave.name},
            names=tuple(part.association.name for part in parts),
            by_mail=Collector.objects.filter(participation__in=parts, way=MAIL).exists(),
            questionnaires=[with_own(each.version_id, part.association.slug) for each in asked for part in parts]
            or questionnaires,
        ),
        tables=tables(),
        written=tuple(
            WrittenIn(each, own_language_name(each))
            for each in worded()
            if each in languages or each == page_language()
        ),
    )


def about(
    kind: str, *, title: Text, names: tuple[str, ...], by_mail: bool, questionnaires: Iterable[Questionnaire]
) -> About:
    """Return what respondents are told of.

    Args:
        kind: of the wave in which they answer.
        title: of what they answer.
        names: of the associations that ask.
        by_mail: whether they got a link of their own.
        questionnaires: what they are asked.
    """
    items = [item for each in questionnaires for item in each.items]
    return About(
        title=title,
        names=names,
        is_pilot=kind == PILOT,
        by_mail=by_mail,
        own_words=any(item.kind in APART for item in items),
        own_questions=any(item.own for item in items),
        contact=settings.CONTACT,
        draft_days=KEPT.days,
        fewest=FEWEST,
    )
