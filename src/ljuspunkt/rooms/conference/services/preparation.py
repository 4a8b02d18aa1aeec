"""Let experts prepare by themselves: open it, give out codes, keep what is sealed, and gather totals.

Saving a marking and giving one to the totals write no line in the log, no session and no time.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import Http404

from ljuspunkt.databases.forgetting import forget_tables
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference import preparation_codes as codes
from ljuspunkt.rooms.conference.letters import code_letter
from ljuspunkt.rooms.conference.models import Conference, Marking, MaskSeed, Preparation
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.models.preparation import AT_LEAST, NONE, OPEN, PUBLISHED
from ljuspunkt.rooms.conference.permissions import may_see, organisers_of
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.mail.services import Request, enqueue
from ljuspunkt.rooms.people.permissions import Person, refuse_unless

MARKS = ("yes", "maybe", "no")
MOST_CODES = 300
LONGEST_SEALED = 400_000
MODULUS = 2**32
_TABLES = ("conference_marking", "conference_maskseed", "conference_preparation")


Address = Callable[[str, str], str]
"""Gives the whole address of the preparation from a code, in a language."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed marking as the server has it; `version` is empty where there is none yet."""

    sealed: str
    version: str
    gave: bool


class NotYours(Exception):
    """The code wasn't made here, or for another conference."""


class ChangedMeanwhile(Exception):
    """Another device has saved since; `kept` is what it saved."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(kept)
        self.kept = kept


@transaction.atomic
def open_preparation(*, by: Person, conference: int, to_open: bool, at: datetime) -> None:
    """Let experts save markings, or no longer; what they saved stays readable for them.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: there are no candidates to mark.
    """
    found, preparation = _prepared(by, conference)
    if to_open and not found.candidates.exists():
        raise RuleBroken("nothing_to_mark", "The conference has no candidates to mark yet.")
    if preparation.open == to_open:
        return
    preparation.open = to_open
    preparation.save(update_fields=["open"])
    opened, closed = (
        marked("Opened the preparation of {conference}."),
        marked("Closed the preparation of {conference}."),
    )
    note(by, found, opened if to_open else closed, at)


def draw_codes(*, by: Person, conference: int, n: int, at: datetime) -> tuple[str, ...]:
    """Return n new codes to be printed; whoever loses them can't get them again.

    The codes, which take some seconds, are made after the transaction, so that nobody who votes waits for them.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: n is out of range.
    """
    if not 1 <= n <= MOST_CODES:
        raise RuleBroken("codes_range", "Between 1 and {most} codes can be printed at a time.", most=MOST_CODES)
    with transaction.atomic():
        found, preparation = _prepared(by, conference)
        note(by, found, marked("Printed {n} codes for the preparation of {conference}."), at, n=n)
    return codes.drawn_codes(found.pk, preparation.salt, n)


def mail_codes(*, by: Person, conference: int, address: Address, at: datetime) -> int:
    """Mail a code to every expert with an e-mail address who hasn't been mailed one, and return to how many.

    The codes are made between two transactions; who has meanwhile been mailed one isn't mailed another.

    Args:
        address: where the preparation is done.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
    """
    with transaction.atomic():
        found, preparation = _prepared(by, conference)
        lacking = found.experts.filter(code_asked_at=None).exclude(email="").count()
    drawn = codes.drawn_codes(found.pk, preparation.salt, lacking)
    with transaction.atomic():
        found = locked_conference(conference)
        experts = list(found.experts.filter(code_asked_at=None).exclude(email=""))[: len(drawn)]
        organisers = organisers_of(found)
        for expert, code in zip(experts, drawn, strict=False):
            letter = code_letter(found, expert.name, partial(address, code), codes.shown(code))
            enqueue(
                Request(
                    to=expert.email,
                    subject=letter.subject,
                    body=letter.body,
                    key=f"preparation/{found.pk}/{expert.pk}/{secrets.token_hex(8)}",
                    about=f"conferences/{found.slug}/preparation",
                    organisers=organisers,
                ),
                at=at,
            )
        found.experts.filter(pk__in=[expert.pk for expert in experts]).update(code_asked_at=at)
        note(by, found, marked("Mailed codes for the preparation of {conference} to {n} experts."), at, n=len(experts))
    return len(experts)


@transaction.atomic
def code_lost(*, by: Person, conference: int, expert: int, at: datetime) -> None:
    """Let an expert who lost the mailed code be mailed a new one; what was marked under the old one stays unreadable.

    Raises:
        Http404: there is no such expert, or the person may not prepare the conference.
    """
    found, _preparation = _prepared(by, conference)
    if not found.experts.filter(pk=expert).update(code_asked_at=None):
        raise Http404
    note(by, found, marked("Let an expert of {conference} have a new code."), at)


def kept(*, conference: int, identifier: str, ticket: str) -> Kept:
    """Return what is stored under an identifier.

    Raises:
        NotYours: the code wasn't made here.
    """
    if not codes.is_ours(conference, identifier, ticket):
        raise NotYours
    found = Marking.objects.filter(identifier=identifier, conference_id=conference).first()
    return Kept(found.sealed, found.version, found.gave) if found else Kept("", "", False)


def is_ours(*, conference: int, identifier: str, ticket: str) -> bool:
    """Return whether a code with this identifier and this end was made here."""
    return codes.is_ours(conference, identifier, ticket)


@transaction.atomic
def save_marking(*, conference: int, identifier: str, ticket: str, sealed: str, version: str) -> Kept:
    """Store a sealed marking instead of the one with this version; an empty version where there was none.

    Raises:
        NotYours: the code wasn't made here.
        ChangedMeanwhile: another device has saved since.
        RuleBroken: the preparation isn't open, or the marking is too long.
    """
    if not codes.is_ours(conference, identifier, ticket):
        raise NotYours
    _check_open(conference)
    if not sealed or len(sealed) > LONGEST_SEALED:
        raise RuleBroken("marking_long", "Your notes are too long to be saved.")
    before = Marking.objects.select_for_update().filter(identifier=identifier, conference_id=conference).first()
    if (before.version if before else "") != version:
        raise ChangedMeanwhile(Kept(before.sealed, before.version, before.gave) if before else Kept("", "", False))
    new = secrets.token_urlsafe(16)
    if before is None:
        Marking.objects.create(identifier=identifier, conference_id=conference, sealed=sealed, version=new)
    else:
        Marking.objects.filter(pk=identifier).update(sealed=sealed, version=new)
    return Kept(sealed, new, before.gave if before else False)


@transaction.atomic
def erase_markings(*, by: Person, conference: int, at: datetime) -> int:
    """Erase all markings of a conference, and return how many there were; nobody can get them back.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: totals are being gathered.
    """
    found = locked_conference(conference)
    refuse_unless(may_see(by, found))
    if Preparation.objects.filter(pk=conference, gathering=OPEN).exists():
        raise RuleBroken("gathering_open", "Totals are being gathered; end that first.")
    n, _each = Marking.objects.filter(conference=found).delete()
    Preparation.objects.filter(pk=conference).update(open=False)
    note(by, found, marked("Erased {n} sealed markings of {conference}."), at, n=n)
    forget_tables(_TABLES)
    return n


@transaction.atomic
def gather_totals(
    *, by: Person, conference: int, public_key: str, sealed_key: str, ends_at: datetime, at: datetime
) -> None:
    """Let experts give their marks to totals until a moment that is fixed now.

    Args:
        public_key: seals the seeds of masks; from the organiser's browser.
        sealed_key: the key that opens them, sealed under the organiser's code.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: totals have been gathered, the preparation isn't open, the moment has passed, or there are too few
            experts.
    """
    found, preparation = _prepared(by, conference)
    if preparation.gathering != NONE:
        raise RuleBroken("gathered_already", "Totals are gathered once.")
    if not preparation.open:
        raise RuleBroken("preparation_closed", "The preparation isn't open.")
    if ends_at <= at:
        raise RuleBroken("moment_passed", "The moment must be later than now.")
    if not (0 < len(public_key) <= 2_000 and 0 < len(sealed_key) <= 60_000):
        raise RuleBroken("key_missing", "Your browser didn't make a key; scripts must be allowed on this page.")
    preparation.items = list(found.candidates.values_list("reference", flat=True))
    preparation.masked = [0] * (len(preparation.items) * len(MARKS))
    preparation.public_key, preparation.sealed_key = public_key, sealed_key
    preparation.gathering, preparation.gathering_ends_at = OPEN, ends_at
    preparation.save()
    note(by, found, marked("Began to gather totals of the preparation of {conference}."), at)


@transaction.atomic
def give_marking(
    *, conference: int, identifier: str, ticket: str, masked: Sequence[int], seed: str, at: datetime
) -> None:
    """Add a masked contribution to the sum, once per code; no contribution is stored by itself.

    Args:
        masked: for each candidate yes, maybe and no as 0 or 1, each plus a number of the mask modulo 2³².
        seed: that the mask follows from, sealed to the organiser's key.

    Raises:
        NotYours: the code wasn't made here.
        RuleBroken: totals aren't gathered now, this code has given already, or what came has another shape.
    """
    if not codes.is_ours(conference, identifier, ticket):
        raise NotYours
    preparation = Preparation.objects.select_for_update().filter(pk=conference, gathering=OPEN).first()
    if preparation is None or preparation.gathering_ends_at is None or at >= preparation.gathering_ends_at:
        raise RuleBroken("not_gathering", "Totals aren't gathered now.")
    fits = len(masked) == len(preparation.masked) and all(0 <= number < MODULUS for number in masked)
    if not fits or not 0 < len(seed) <= 1_000:
        raise RuleBroken("contribution_shape", "The candidates have changed; load the page again.")
    if not Marking.objects.filter(identifier=identifier, conference_id=conference, gave=False).update(gave=True):
        raise RuleBroken("gave_already", "This code has given its marks already.")
    preparation.masked = [(one + other) % MODULUS for one, other in zip(preparation.masked, masked, strict=True)]
    preparation.contributions += 1
    preparation.save(update_fields=["masked", "contributions"])
    MaskSeed.objects.create(id=secrets.randbits(63), conference_id=conference, sealed=seed)


@transaction.atomic
def publish_totals(*, by: Person, conference: int, totals: Sequence[int], at: datetime) -> None:
    """Publish the totals that the organiser's browser worked out, and erase what they came from.

    With fewer than five contributions nothing is published, and everything is erased all the same.

    Args:
        totals: for each candidate yes, maybe and no; empty to end without totals.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the fixed moment hasn't come, or the totals can't be right.
    """
    found = locked_conference(conference)
    refuse_unless(may_see(by, found))  # a conference that has been closed can still be tidied up
    preparation = Preparation.objects.filter(pk=conference, gathering=OPEN).first()
    if preparation is None or preparation.gathering_ends_at is None:
        raise RuleBroken("not_gathering", "Totals aren't gathered now.")
    if at < preparation.gathering_ends_at:
        raise RuleBroken("moment_not_come", "Totals are published once, at the moment that was fixed.")
    n = preparation.contributions
    if totals:
        if n < AT_LEAST:
            raise RuleBroken("too_few_gave", "Totals need at least {least} experts.", least=AT_LEAST)
        rows = [list(totals[start : start + len(MARKS)]) for start in range(0, len(totals), len(MARKS))]
        if len(totals) != len(preparation.masked) or any(min(row) < 0 or sum(row) > n for row in rows):
            raise RuleBroken(
                "totals_wrong",
                "The numbers don't add up: either the code is wrong, or a contribution was damaged. Nothing is "
                "published.",
            )
        preparation.totals = dict(zip(preparation.items, rows, strict=True))
    preparation.gathering = PUBLISHED
    preparation.masked, preparation.items = [], []
    preparation.public_key = preparation.sealed_key = ""
    preparation.save()
    MaskSeed.objects.filter(conference=found).delete()
    note(by, found, marked("Published totals of the preparation of {conference}."), at, n=n if totals else 0)
    forget_tables(_TABLES)


def _prepared(by: Person, conference: int) -> tuple[Conference, Preparation]:
    found = locked_conference(conference)
    let_prepare(by, found)
    preparation, _new = Preparation.objects.get_or_create(conference=found, defaults={"salt": secrets.token_hex(16)})
    return found, preparation


def _check_open(conference: int) -> None:
    if not Preparation.objects.filter(pk=conference, open=True).exclude(conference__state=HELD).exists():
        raise RuleBroken("preparation_closed", "The preparation isn't open.")
