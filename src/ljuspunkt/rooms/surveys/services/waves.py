"""Make a wave, change it, choose its questionnaires and associations, start the next from it, and remove it."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.apps import apps
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import slugify

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.wave import after
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import (
    Collector,
    Participation,
    Version,
    Wave,
    WaveInitiative,
    WaveInstrument,
)
from ljuspunkt.rooms.surveys.models.instruments import FROZEN as FROZEN_VERSION
from ljuspunkt.rooms.surveys.models.waves import MAIL, OPEN, PLANNED
from ljuspunkt.rooms.surveys.permissions import may_run_waves
from ljuspunkt.rooms.surveys.services.collectors import new_code
from ljuspunkt.rooms.surveys.services.wave_common import refuse_over, tell_log, wave_to_run

NAME = re.compile(r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö ._-]{0,39}")
MOST_REMINDERS = 6


_NAMED_AFTER_ANOTHER = re.compile(r"-(own|late)(?=-|$)")


@transaction.atomic
def create_wave(*, by: Person, at: datetime, name: str, title: Text, kind: str, opens_on: date, closes_on: date) -> str:
    """Plan a wave and return its name in addresses.

    Raises:
        RuleBroken: the name is taken or can't be one, or the days are in the wrong order.
        Http404: the person doesn't run waves.
    """
    refuse_unless(may_run_waves(by))
    wave = _planned(name=name, title=title, kind=kind, opens_on=opens_on, closes_on=closes_on)
    tell_log(wave, marked("Planned the wave {wave}."), by=by, at=at)
    return wave.slug


@transaction.atomic
def change_wave(
    *,
    by: Person,
    at: datetime,
    slug: str,
    title: Text,
    opens_on: date,
    closes_on: date,
    reminders_on: Collection[date] = (),
) -> None:
    """Change a wave's title and days.

    Raises:
        RuleBroken: the wave is over, has begun on another day, or the days are in the wrong order.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    refuse_over(wave)
    if wave.state == OPEN and opens_on != wave.opens_on:
        raise RuleBroken("wave_begun", "The wave has been opened; its first day can't be changed any more.")
    if wave.state == OPEN and closes_on < at.date():
        raise RuleBroken("wave_ends_in_the_past", "The last day can't lie in the past while the wave is open.")
    _check_days(opens_on, closes_on)
    reminders = sorted(set(reminders_on))
    if len(reminders) > MOST_REMINDERS:
        raise RuleBroken("many_reminders", "At most {most} reminders can be sent in a wave.", most=MOST_REMINDERS)
    for each in reminders:
        if not opens_on < each <= closes_on:
            raise RuleBroken(
                "reminder_outside",
                "A reminder is sent after the first day and on the last at the latest, not on {day}.",
                day=date_format(each),
            )
    wave.title, wave.opens_on, wave.closes_on = dict(title), opens_on, closes_on
    wave.reminders_on = [each.isoformat() for each in reminders]
    wave.save(update_fields=["title", "opens_on", "closes_on", "reminders_on"])
    tell_log(wave, marked("Changed the title or days of the wave {wave}."), by=by, at=at)


@transaction.atomic
def choose_instruments(*, by: Person, at: datetime, slug: str, versions: Collection[int]) -> None:
    """Decide which version each respondent group answers; before the wave opens.

    Raises:
        RuleBroken: the wave has been opened, two versions are for one group, or one isn't the network's.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    _refuse_begun(wave)
    chosen = list(
        Version.objects.select_related("instrument").filter(pk__in=list(versions), instrument__association=None)
    )
    if len(chosen) != len(set(versions)):
        raise RuleBroken("no_version", "One of the questionnaires isn't there.")
    groups = [each.instrument.respondent_group for each in chosen]
    twice = next((group for group in groups if groups.count(group) > 1), None)
    if twice is not None:
        raise RuleBroken("group_twice", "A respondent group answers one questionnaire in a wave, not two.")
    WaveInstrument.objects.filter(wave=wave).delete()
    WaveInstrument.objects.bulk_create(
        WaveInstrument(wave=wave, version=each, respondent_group=each.instrument.respondent_group) for each in chosen
    )
    tell_log(wave, marked("Chose the questionnaires of the wave {wave}."), by=by, at=at)


@transaction.atomic
def choose_associations(*, by: Person, at: datetime, slug: str, associations: Collection[str]) -> None:
    """Decide which associations take part; once the wave is open more can be added, and none taken away.

    Raises:
        RuleBroken: the wave is over, an association isn't in the network, or one would be taken away while it is open.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    refuse_over(wave)
    found = list(apps.get_model("people", "Association")._default_manager.filter(slug__in=list(associations)))
    if len(found) != len(set(associations)):
        raise RuleBroken("no_association", "One of the associations isn't in the network.")
    here = set(Participation.objects.filter(wave=wave).values_list("association__slug", flat=True))
    gone = here - set(associations)
    if gone and wave.state == OPEN:
        raise RuleBroken(
            "association_takes_part", "The wave is open; associations can be added but not taken away any more."
        )
    Participation.objects.filter(wave=wave, association__slug__in=gone).delete()
    Participation.objects.bulk_create(
        Participation(wave=wave, association=each) for each in found if each.slug not in here
    )
    tell_log(
        wave,
        marked("Chose the associations of the wave {wave}: {n} take part."),
        by=by,
        at=at,
        words={"n": len(found)},
    )


@transaction.atomic
def start_next(*, by: Person, at: datetime, slug: str) -> str:
    """Plan the wave that follows, with the same associations, initiatives and ways of answering; return its address.

    Each questionnaire is the latest frozen version of the same instrument. Codes of the last wave lead to this one as
    soon as the last is over and this one open. Where a wave already follows, nothing is made.

    Raises:
        RuleBroken: the name of the next can't be told from this one's.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    last = wave_to_run(by, slug)
    known = Wave.objects.filter(follows=last).first()
    if known is not None:
        return known.slug
    coming = after(last.name, last.opens_on, last.closes_on)
    if coming is None:
        raise RuleBroken(
            "no_next_name", "The wave “{name}” is named neither by a year nor a half-year.", name=last.name
        )
    wave = _planned(
        name=coming.name,
        title={language: words.replace(last.name, coming.name) for language, words in last.title.items()},
        kind=last.kind,
        opens_on=coming.opens_on,
        closes_on=coming.closes_on,
        follows=last,
    )
    WaveInstrument.objects.bulk_create(
        WaveInstrument(wave=wave, version=_latest(each.version), respondent_group=each.respondent_group)
        for each in last.instruments.select_related("version")
    )
    for part in last.participations.select_related("association"):
        if part.association.merged_into_id is None and (
            part.association.until_year is None or part.association.until_year >= wave.opens_on.year
        ):
            _carry_on(part, wave)
    tell_log(wave, marked("Planned the wave {wave} from the last."), by=by, at=at)
    return wave.slug


@transaction.atomic
def remove_wave(*, by: Person, at: datetime, slug: str) -> None:
    """Remove a wave that hasn't been opened.

    Raises:
        RuleBroken: it has been opened.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    _refuse_begun(wave)
    tell_log(wave, marked("Removed the planned wave {wave}."), by=by, at=at)
    Collector.objects.filter(participation__wave=wave).delete()
    wave.delete()


def _planned(
    *, name: str, title: Text, kind: str, opens_on: date, closes_on: date, follows: Wave | None = None
) -> Wave:
    plain = " ".join(name.split())
    if not NAME.fullmatch(plain):
        raise RuleBroken(
            "wave_name",
            "A wave is named by a year or half-year, such as 2026 or 2026-1, not “{name}”.",
            name=plain[:60],
        )
    if Wave.objects.filter(name=plain, kind=kind).exists():
        raise RuleBroken("wave_name_taken", "There is already a wave of this kind called “{name}”.", name=plain)
    _check_days(opens_on, closes_on)
    return Wave.objects.create(
        slug=_free_slug(plain, kind),
        name=plain,
        title=dict(title),
        kind=kind,
        opens_on=opens_on,
        closes_on=closes_on,
        follows=follows,
    )


def _check_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise RuleBroken("wave_days", "The last day comes before the first.")


def _refuse_begun(wave: Wave) -> None:
    if wave.state != PLANNED:
        raise RuleBroken("wave_open", "The wave has been opened; this can't be changed any more.")


def _free_slug(name: str, kind: str) -> str:
    """Return what a wave is called in addresses, never like a data set of own questions or a wave of late answers."""
    wanted = _NAMED_AFTER_ANOTHER.sub(r"_\1", slugify(name)) or "wave"
    wanted = wanted if kind == "measurement" or wanted.startswith(f"{kind}-") else f"{kind}-{wanted}"
    taken = set(Wave.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered: Sequence[str] = [wanted, *(f"{wanted}-no{n}" for n in range(2, len(taken) + 3))]
    return next(each for each in numbered if each not in {*taken, "new", "collectors"})


def _latest(version: Version) -> Version:
    """Return the last frozen version of the same instrument, the version itself where none is frozen."""
    frozen = Version.objects.filter(instrument_id=version.instrument_id, state=FROZEN_VERSION).order_by("pk").last()
    return frozen if frozen is not None and frozen.pk > version.pk else version


def _carry_on(part: Participation, wave: Wave) -> None:
    """Give the association the same initiatives and collectors in the next wave; personal links aren't carried on."""
    new = Participation.objects.create(wave=wave, association=part.association)
    initiatives = {
        each.pk: WaveInitiative.objects.create(participation=new, name=each.name) for each in part.initiatives.all()
    }
    Collector.objects.bulk_create(
        Collector(
            participation=new,
            respondent_group=each.respondent_group,
            initiative=initiatives.get(each.initiative_id) if each.initiative_id else None,
            way=each.way,
            code=new_code(),
            paused=each.paused,
            continues=each,
        )
        for each in part.collectors.exclude(way=MAIL)
    )
