"""Open a wave: what must be there first, and one press that lets answers in; or on its first day, by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.data_set import clashing, counted
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.freezing import names_clash
from ljuspunkt.rooms.surveys.models import Participation, Wave, WaveInstrument
from ljuspunkt.rooms.surveys.models.instruments import FROZEN as FROZEN_VERSION
from ljuspunkt.rooms.surveys.models.waves import OPEN, PLANNED
from ljuspunkt.rooms.surveys.queries.questionnaires import languages_open, of_version
from ljuspunkt.rooms.surveys.services.invitations import ask_waiting, mail_collectors
from ljuspunkt.rooms.surveys.services.wave_common import tell_log, wave_to_run


@dataclass(frozen=True, slots=True)
class GroupLanguages:
    """In which languages a group's questionnaire opens, and which are left out since a wording is missing."""

    group: str
    open: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stops a wave from opening, what may be forgotten, and in which languages it opens."""

    missing: tuple[RuleBroken, ...]
    unsure: tuple[RuleBroken, ...]
    languages: tuple[GroupLanguages, ...]


def readiness(wave: Wave, today: date) -> Readiness:
    """Return what must be there before a wave can be opened, everything at once."""
    asked = list(wave.instruments.select_related("version__instrument"))
    parts = list(wave.participations.select_related("association").prefetch_related("collectors", "asked"))
    languages = tuple(_languages(each) for each in asked)
    missing = [
        *_of_instruments(asked, languages),
        *([] if parts else [RuleBroken("no_associations", "No association takes part yet.")]),
        *([] if wave.public_key else [RuleBroken("no_keys", "The keys that answers are locked with aren't made yet.")]),
        *(
            [RuleBroken("last_day_past", "The last day, {day}, has passed.", day=date_format(wave.closes_on))]
            if wave.closes_on < today
            else []
        ),
    ]
    return Readiness(tuple(missing), tuple(_unsure(wave, parts, today)), languages)


@transaction.atomic
def open_wave(*, by: Person | None, at: datetime, slug: str, site: str) -> None:
    """Let answers in, and have the letters sent to those whose addresses stand on lists.

    Args:
        by: who opens it, None for the worker on the first day.
        at: now.
        slug: of the wave.
        site: where the server is reached, for links in letters.

    Raises:
        RuleBroken: it isn't planned, or something is missing; the first of it is said.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    if wave.state != PLANNED:
        raise RuleBroken("wave_not_planned", "The wave has been opened already.")
    ready = readiness(wave, timezone.localdate(at))
    if ready.missing:
        raise ready.missing[0]
    for each in ready.languages:
        WaveInstrument.objects.filter(wave=wave, respondent_group=each.group).update(languages=list(each.open))
    wave.state, wave.site, wave.opens_by_itself = OPEN, site, False
    wave.save(update_fields=["state", "site", "opens_by_itself"])
    ask_waiting(mail_collectors(wave), wave=wave, at=at, site=site)
    tell_log(wave, marked("Opened the wave {wave}."), by=by, at=at)


@transaction.atomic
def let_open_by_itself(*, by: Person, at: datetime, slug: str, by_itself: bool, site: str) -> None:
    """Confirm that a wave opens on its first day without a press, or take that back.

    Raises:
        RuleBroken: it has been opened.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    if wave.state != PLANNED:
        raise RuleBroken("wave_not_planned", "The wave has been opened already.")
    wave.opens_by_itself, wave.site = by_itself, site
    wave.save(update_fields=["opens_by_itself", "site"])
    action = (
        marked("Let the wave {wave} open by itself on its first day.")
        if by_itself
        else marked("Decided that the wave {wave} is opened by a press.")
    )
    tell_log(wave, action, by=by, at=at)


def _languages(asked: WaveInstrument) -> GroupLanguages:
    able = languages_open(asked.version_id)
    meant = of_version(asked.version_id).languages
    return GroupLanguages(asked.respondent_group, able, tuple(each for each in meant if each not in able))


def _of_instruments(asked: list[WaveInstrument], languages: tuple[GroupLanguages, ...]) -> list[RuleBroken]:
    if not asked:
        return [RuleBroken("no_questionnaire", "No questionnaire is chosen yet.")]
    found = [
        RuleBroken(
            "not_frozen",
            "The questionnaire {name} for {group} isn't frozen yet.",
            name=f"{each.version.instrument.slug} {each.version.name}",
            group=_called(each.respondent_group),
        )
        for each in asked
        if each.version.state != FROZEN_VERSION
    ]
    clash = clashing([counted(of_version(each.version_id)) for each in asked])
    if clash is not None:
        found.append(names_clash(*clash))
    return found + [
        RuleBroken("no_language", "The questionnaire for {group} is whole in no language.", group=_called(each.group))
        for each in languages
        if not each.open
    ]


def _unsure(wave: Wave, parts: list[Participation], today: date) -> list[RuleBroken]:
    """Return what may have been forgotten; none of it stops the wave."""
    found = []
    silent = [each.association.name for each in parts if not each.collectors.all()]
    if silent:
        found.append(
            RuleBroken(
                "no_collectors",
                "Nobody can answer yet in {n} associations: {names}.",
                n=len(silent),
                names=_some(silent),
            )
        )
    uncounted = [each.association.name for each in parts if all(row.n is None for row in each.asked.all())]
    if uncounted:
        found.append(
            RuleBroken(
                "nothing_asked",
                "How many are asked isn't told in {n} associations: {names}.",
                n=len(uncounted),
                names=_some(uncounted),
            )
        )
    if wave.opens_on > today:
        found.append(
            RuleBroken(
                "before_first_day",
                "The first day is {day}; opened now, answers can come before it.",
                day=date_format(wave.opens_on),
            )
        )
    return found


def _some(names: list[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def _called(group: str) -> str:
    from ljuspunkt.ui.language import on_page

    return on_page(group_name(group)).lower()
