"""Personal one-time links by e-mail: addresses are put on a list, asked when the wave is open, and reminded.

Who reminds doesn't see who is reminded, nor how many: that would tell who has answered. When the wave closes the
addresses are gone (`end_wave.py`).
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ljuspunkt.databases import forgetting
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys import letters
from ljuspunkt.rooms.surveys.address_list import MOST, Addressed
from ljuspunkt.rooms.surveys.models import Collector, Invitation, Wave
from ljuspunkt.rooms.surveys.models.waves import MAIL, OPEN
from ljuspunkt.rooms.surveys.permissions import may_send_mail
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
from ljuspunkt.rooms.surveys.services.collectors import collector_to_keep
from ljuspunkt.rooms.surveys.services.tokens import digest, sign_of, token_of
from ljuspunkt.rooms.surveys.services.wave_common import tell_log

TABLE = "surveys_invitation"
_NUMBERS = (1 << 53) - 1
"""Random numbers that any program keeps exactly."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many addresses were put on the list, and which had a link in the group already."""

    new: int
    known: tuple[str, ...]


@transaction.atomic
def add_addresses(*, by: Person, at: datetime, collector: int, addresses: Sequence[Addressed], site: str) -> Added:
    """Put addresses on a collector's list; where the wave is open the letters go at once, else when it opens.

    An address that has a link in the same group of the association already is left out, so that nobody gets two. One
    that was taken off gets its link back where an answer has come through it, and otherwise a new one; in both cases a
    letter goes out, so that nobody sees which it was.

    Raises:
        RuleBroken: the wave is over, or the list would be too long.
        Http404: there is no such collector for this person, or it isn't one by mail.
    """
    row = collector_to_keep(by, collector, mail=True)
    refuse_unless(may_send_mail(by, row.participation.association.slug))
    lists = Invitation.objects.filter(
        collector__participation=row.participation, collector__respondent_group=row.respondent_group
    )
    there = {email.lower() for email in lists.values_list("email", flat=True)}
    new = [each for each in addresses if each.email.lower() not in there]
    if row.invitations.exclude(email="").count() + len(new) > MOST:
        raise RuleBroken("list_long_addresses", "A list has at most {most} addresses.", most=MOST)
    secrets.SystemRandom().shuffle(new)
    taken_off = {each.taken_off: each for each in lists.exclude(taken_off="")}
    fresh = [each for each in new if not _put_back(taken_off.get(_sign(row, each.email)), row, each)]
    Invitation.objects.bulk_create(_invitation(row, each) for each in fresh)
    if new:
        tell_log(
            row.participation.wave,
            marked("Put {n} addresses on a list in the wave {wave}."),
            by=by,
            at=at,
            association=row.participation.association.slug,
            words={"n": len(new)},
        )
    if row.participation.wave.state == OPEN:
        ask_waiting([row], wave=row.participation.wave, at=at, site=site)
    return Added(len(new), tuple(each.email for each in addresses if each.email.lower() in there))


@transaction.atomic
def remove_address(*, by: Person, at: datetime, collector: int, address: str) -> None:
    """Take an address off a list, with its link; a letter that waits isn't sent.

    Raises:
        RuleBroken: it isn't on the list, or an answer may have come through it.
        Http404: there is no such collector for this person, or it isn't one by mail.
    """
    row = collector_to_keep(by, collector, mail=True)
    refuse_unless(may_send_mail(by, row.participation.association.slug))
    found = row.invitations.filter(email__iexact=address.strip()).exclude(email="").first()
    if found is None:
        raise RuleBroken("not_on_list", "“{address}” isn't on the list.", address=address.strip()[:254])
    wave = row.participation.wave
    prefix = letters.all_keys(wave.pk)
    for kind in ("asked", "reminded"):
        mail.erase(key_prefix=f"{prefix}{kind}:{found.pk}:")
    if found.used:  # an answer has come through it; pages count addresses and not rows, so that nobody sees that
        found.taken_off = _sign(row, found.email)
        found.email, found.language, found.asked_on, found.reminded_on = "", "", None, None
        found.save(update_fields=["taken_off", "email", "language", "asked_on", "reminded_on"])
    else:
        found.delete()
    forgetting.forget_tables([TABLE])
    tell_log(
        wave,
        marked("Took an address off a list in the wave {wave}."),
        by=by,
        at=at,
        association=row.participation.association.slug,
    )


@transaction.atomic
def remind(*, by: Person, at: datetime, collector: int, site: str) -> None:
    """Remind those on a list whose link hasn't been used; each at most once a day, and not on the day of asking.

    Raises:
        RuleBroken: the wave isn't open, or reminders have gone out today.
        Http404: there is no such collector for this person, or it isn't one by mail.
    """
    row = collector_to_keep(by, collector, mail=True)
    refuse_unless(may_send_mail(by, row.participation.association.slug))
    wave, today = row.participation.wave, timezone.localdate(at)
    if wave.state != OPEN:
        raise RuleBroken("wave_not_open", "Reminders can be sent while the wave is open.")
    if row.reminded_on is not None and row.reminded_on >= today:
        raise RuleBroken("reminded_today", "Reminders have gone out today. At most one a day is sent.")
    remind_unfinished([row], wave=wave, at=at, site=site)
    tell_log(
        wave,
        marked("Had those reminded who haven't answered by their link in the wave {wave}."),
        by=by,
        at=at,
        association=row.participation.association.slug,
    )


def ask_waiting(collectors: Iterable[Collector], *, wave: Wave, at: datetime, site: str) -> None:
    """Ask for the letters of those on these lists who haven't been asked; inside the caller's transaction."""
    today = timezone.localdate(at)
    for collector in collectors:
        waiting = list(collector.invitations.filter(asked_on=None).exclude(email=""))
        _post(collector, waiting, wave=wave, at=at, site=site, reminder=False)
        Invitation.objects.filter(pk__in=[each.pk for each in waiting]).update(asked_on=today)


def remind_unfinished(collectors: Iterable[Collector], *, wave: Wave, at: datetime, site: str) -> None:
    """Ask for reminders to those on these lists whose link hasn't been used; inside the caller's transaction."""
    today = timezone.localdate(at)
    for collector in collectors:
        silent = list(_to_remind(collector, today))
        _post(collector, silent, wave=wave, at=at, site=site, reminder=True)
        Invitation.objects.filter(pk__in=[each.pk for each in silent]).update(reminded_on=today)
        Collector.objects.filter(pk=collector.pk).update(reminded_on=today)


def mail_collectors(wave: Wave) -> list[Collector]:
    """Return a wave's lists of addresses that aren't paused."""
    return list(
        Collector.objects.select_related("participation__association").filter(
            participation__wave=wave, way=MAIL, paused=False
        )
    )


def _to_remind(collector: Collector, today: date) -> Iterable[Invitation]:
    asked = collector.invitations.filter(used=False, asked_on__lt=today).exclude(email="")
    return asked.filter(Q(reminded_on=None) | Q(reminded_on__lt=today))


def _post(collector: Collector, to: list[Invitation], *, wave: Wave, at: datetime, site: str, reminder: bool) -> None:
    if not to:
        return
    asked = wave.instruments.filter(respondent_group=collector.respondent_group).first()
    title = dict(of_version(asked.version_id).title) if asked is not None else {}
    post = letters.Post(wave, collector, title or dict(wave.title), site)
    secrets.SystemRandom().shuffle(to)
    mail.enqueue_all([letters.remind(post, each, at) if reminder else letters.ask(post, each) for each in to], at=at)


def _sign(row: Collector, email: str) -> str:
    return sign_of(email, participation=row.participation_id, group=row.respondent_group)


def _put_back(found: Invitation | None, row: Collector, addressed: Addressed) -> bool:
    """Give an address that was taken off its used link back; return whether there was one."""
    if found is None:
        return False
    found.collector, found.taken_off = row, ""
    found.email, found.language = addressed.email, addressed.language
    found.save(update_fields=["collector", "taken_off", "email", "language"])
    return True


def _invitation(collector: Collector, addressed: Addressed) -> Invitation:
    number = secrets.randbelow(_NUMBERS) + 1
    return Invitation(
        pk=number,
        collector=collector,
        token_hash=digest(token_of(number)),
        email=addressed.email,
        language=addressed.language,
    )
