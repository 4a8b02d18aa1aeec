"""The record of processing (registerförteckning, art. 30) and the information to respondents, made from a wave."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from ljuspunkt.domain.survey.data_set import APART, FEWEST
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Collector, Participation, Wave, WaveInstrument
from ljuspunkt.rooms.surveys.models.waves import MAIL, MEASUREMENT
from ljuspunkt.rooms.surveys.permissions import collects_for, sees_all_associations
from ljuspunkt.rooms.surveys.processing import Kept, tables
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
from ljuspunkt.rooms.surveys.services.drafts import KEPT
from ljuspunkt.ui.language import language_name, on_page


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
    by_mail: bool
    own_words: bool
    contact: str
    tables: tuple[Kept, ...]

    @property
    def told(self) -> tuple[Kept, ...]:
        """What respondents are told of: nothing about mail where none is sent, nor about own words where none are."""
        left_out = set() if self.by_mail else {"surveys_invitation", "mail_letter"}
        if not self.own_words:
            left_out.add("surveys_openanswer")
        return tuple(each for each in self.tables if each.told and each.table not in left_out)

    @property
    def fewest(self) -> int:
        return FEWEST

    @property
    def draft_days(self) -> int:
        return KEPT.days


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
        is_pilot=wave.kind not in {MEASUREMENT, "exit"},
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        groups=tuple(on_page(group_name(each.respondent_group)) for each in asked),
        associations=tuple(part.association.name for part in parts),
        languages=tuple(language_name(language) for language in languages),
        by_mail=Collector.objects.filter(participation__in=parts, way=MAIL).exists(),
        own_words=any(item.kind in APART for each in questionnaires for item in each.items),
        contact=settings.CONTACT,
        tables=tables(),
    )
