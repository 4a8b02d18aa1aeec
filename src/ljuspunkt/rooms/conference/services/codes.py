"""Draw voting codes, print or mail them, strike lost ones, and destroy what connects a code with an address.

A code is shown once, on the slip or in the mail, and kept as a keyed hash. Slips drawn in the room belong to no name.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ljuspunkt.databases.forgetting import forget_tables
from ljuspunkt.domain.consensus.groups import AT_LEAST
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.conference import ballot_box, codes
from ljuspunkt.rooms.conference.models import Code, Conference, MailedCode, Vote
from ljuspunkt.rooms.conference.permissions import organisers_of
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.mail.services import Request, enqueue
from ljuspunkt.rooms.mail.services import erase as erase_mail
from ljuspunkt.rooms.mail.services import forget as forget_mail
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.signs import drawn

MOST = 5000
"""Codes that are drawn at once."""
PSEUDONYM_SIGNS = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed on one slip, or mailed; nothing else ever knows the code."""

    number: int
    code: str
    group: str = ""
    pseudonym: str = ""


@transaction.atomic
def draw_codes(
    *, by: Person, conference: int, n: int, at: datetime, in_groups: Mapping[str, int] | None = None
) -> tuple[Slip, ...]:
    """Draw codes for a pile of slips, and return the slips in an order that means nothing.

    Args:
        n: how many slips without a group.
        in_groups: how many slips of each declared group, where ballots are to tell their group.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the number makes no sense, or groups aren't declared or too small.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    wanted = _wanted(found, n, in_groups or {})
    slips = _draw(found, wanted, mailed=False)
    note(by, found, marked("Drew voting codes for {conference}: {n}."), at, n=len(slips))
    SystemRandom().shuffle(slips)
    return tuple(slips)


def _wanted(conference: Conference, n: int, in_groups: Mapping[str, int]) -> list[str]:
    wanted = [""] * n + [group for group, count in in_groups.items() for _number in range(count)]
    if not 1 <= len(wanted) <= MOST or n < 0 or any(count < 0 for count in in_groups.values()):
        raise RuleBroken("codes_out_of_range", "Between 1 and {most} codes can be drawn at once.", most=MOST)
    _check_groups(conference, set(wanted))
    return wanted


def _check_groups(conference: Conference, groups: Collection[str]) -> None:
    declared = dict(conference.groups)
    telling = groups_are_told(conference)
    for group in groups:
        if group and group not in declared:
            raise RuleBroken("unknown_group", "There is no declared group “{group}”.", group=group)
        if group and not telling:
            raise RuleBroken(
                "groups_not_told", "No vote of this conference goes by group, so no ballot needs to tell its group."
            )
        if group and declared[group] < AT_LEAST:
            raise RuleBroken(
                "group_too_small",
                "A group that ballots tell needs at least {n} entitled voters; “{group}” has {given}.",
                n=AT_LEAST,
                group=group,
                given=declared[group],
            )
        if not group and telling:
            raise RuleBroken(
                "code_without_group",
                "A vote of this conference goes by group, so every code must belong to one: say how many of each.",
            )


@transaction.atomic
def decide_pseudonyms(*, by: Person, conference: int, pseudonyms: bool, at: datetime) -> None:
    """Decide, before any code is drawn, whether each panellist has one pseudonym through all votes.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: codes have been drawn.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    if found.pseudonyms == pseudonyms:
        return
    if found.codes.exists():
        raise RuleBroken("codes_drawn", "Codes have been drawn, so it is too late to decide about pseudonyms.")
    Conference.objects.filter(pk=found.pk).update(pseudonyms=pseudonyms)
    action = (
        marked("Decided on one pseudonym per panellist in {conference}.")
        if pseudonyms
        else marked("Decided against pseudonyms in {conference}.")
    )
    note(by, found, action, at)


def groups_are_told(conference: Conference) -> bool:
    """Return whether ballots tell their group: a vote's rule goes by group."""
    return any((vote.rule.get("consensus") or {}).get("by_group") for vote in conference.votes.exclude(state="void"))


def check_codes_tell_groups(vote: Vote) -> None:
    """Do nothing where every valid code can vote in a vote; called when it opens.

    Raises:
        RuleBroken: the vote goes by group, and there are codes that tell none.
    """
    if not (vote.rule.get("consensus") or {}).get("by_group"):
        return
    n = vote.conference.codes.filter(struck=False, group="").count()
    if n:
        raise RuleBroken(
            "codes_without_group",
            "Vote “{vote}” goes by group, and {n} voting codes tell none. Strike them and draw codes by group first.",
            vote=vote.reference,
            n=n,
        )


def _draw(conference: Conference, groups: Sequence[str], *, mailed: bool) -> list[Slip]:
    first = 1 + (conference.codes.order_by("-number").values_list("number", flat=True).first() or 0)
    numbers = list(range(first, first + len(groups)))
    SystemRandom().shuffle(numbers)
    names = _pseudonyms(conference, len(groups)) if conference.pseudonyms else [""] * len(groups)
    slips = [
        Slip(number, codes.new_code(), group, name) for number, group, name in zip(numbers, groups, names, strict=True)
    ]
    rows = [
        Code(
            conference=conference,
            number=slip.number,
            digest=codes.digest(conference.pk, slip.code),
            group=slip.group,
            pseudonym=slip.pseudonym,
            mailed=mailed,
        )
        for slip in slips
    ]
    # In the order of the hashes, so that the order of rows tells nothing.
    Code.objects.bulk_create(sorted(rows, key=lambda code: code.digest))
    return slips


def _pseudonyms(conference: Conference, n: int) -> list[str]:
    """Return so many new pseudonyms; they say nothing of the slips' numbers, which organisers hear and see."""
    taken = set(conference.codes.values_list("pseudonym", flat=True))
    found: list[str] = []
    while len(found) < n:
        name = f"P{drawn(PSEUDONYM_SIGNS)}"
        if name not in taken:
            taken.add(name)
            found.append(name)
    return found


@transaction.atomic
def mail_codes(
    *, by: Person, conference: int, addresses: Sequence[str], page: str, language: str, at: datetime, group: str = ""
) -> int:
    """Mail a code of its own to each address that hasn't got one, and return how many were mailed.

    Args:
        page: the full address of the voting page.
        language: of the mail.
        group: the declared group of all these, where ballots are to tell it.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: an address isn't one, the group isn't declared or too small, or the conference has pseudonyms.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    if found.pseudonyms:
        raise RuleBroken(
            "pseudonyms_not_mailed",
            "Each panellist has a pseudonym here, which would lead from an address to ballots. Codes can be drawn in "
            "the room only.",
        )
    has_one = set(
        MailedCode.objects.filter(code__conference=found, code__struck=False).values_list("address", flat=True)
    )
    new = [
        address
        for address in dict.fromkeys(each.strip().lower() for each in addresses)
        if address and address not in has_one
    ]
    if not new:
        return 0
    if len(new) > MOST:
        raise RuleBroken("codes_out_of_range", "Between 1 and {most} codes can be drawn at once.", most=MOST)
    _check_groups(found, {group})
    SystemRandom().shuffle(new)
    for address, slip in zip(new, _draw(found, [group] * len(new), mailed=True), strict=True):
        MailedCode.objects.create(code_id=codes.digest(found.pk, slip.code), address=address)
        subject, body = _mail(found, slip, page, language)
        enqueue(
            Request(
                to=address,
                subject=subject,
                body=body,
                key=f"{_prefix(found)}{slip.number}/",
                about=marked("Voting code"),
                organisers=organisers_of(found),
            ),
            at=at,
        )
    note(by, found, marked("Mailed voting codes for {conference}: {n}."), at, n=len(new))
    return len(new)


def _mail(conference: Conference, slip: Slip, page: str, language: str) -> tuple[str, str]:
    with override(language):
        title = wording(conference.title, language)
        said = [
            _("This is your voting code for {conference}:").format(conference=title),
            f"    {codes.shown(slip.code)}",
            _("Open this page on the phone or computer that you will vote with:"),
            f"    {page}#{slip.code}",
            _(
                "The code came by mail. Until the conference is closed, the server can connect it with your address; "
                "then the connection is erased. A code that you draw in the room belongs to no name: ask the chair "
                "for one if you would rather have that, and this code is struck."
            ),
            _("Show the code to nobody and don't pass this message on."),
        ]
        return _("Your voting code for {conference}").format(conference=title), "\n\n".join(said) + "\n"


@transaction.atomic
def strike_codes(*, by: Person, conference: int, numbers: Collection[int], at: datetime) -> int:
    """Strike lost or unused codes by the numbers of their slips, and return how many were struck.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: there is no such slip, or a ballot has been received for it in the vote that is open.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    wanted = set(numbers)
    struck = list(found.codes.filter(number__in=wanted))
    unknown = sorted(wanted - {code.number for code in struck})
    if unknown or not wanted:
        raise RuleBroken("no_such_slip", "There is no slip {number}.", number=unknown[0] if unknown else "")
    vote = found.votes.filter(state="open").first()
    if vote is not None:
        _check_unused(vote, struck)
    n = found.codes.filter(number__in=wanted, struck=False).update(struck=True)
    numbers_said = ", ".join(str(number) for number in sorted(wanted))
    note(by, found, marked("Struck the voting codes {numbers} of {conference}."), at, numbers=numbers_said)
    return n


def _check_unused(vote: Vote, struck: Sequence[Code]) -> None:
    """Refuse to strike what has voted: with another code the same person would vote twice."""
    ballot_box.hold(vote.pk)
    for code in struck:
        if not code.struck and ballot_box.is_marked(vote.pk, codes.mark_of(vote.pk, code.digest)):
            raise RuleBroken(
                "slip_has_voted",
                "A ballot has been received for slip {number} in the open vote. Strike it when the vote has closed.",
                number=code.number,
            )


@transaction.atomic
def replace_mailed(*, by: Person, conference: int, address: str, page: str, language: str, at: datetime) -> None:
    """Strike the code that was mailed to an address, and mail another.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: no code was mailed there, or it has been used in the vote that is open.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    tie = (
        MailedCode.objects.filter(code__conference=found, code__struck=False, address=address.strip().lower())
        .select_related("code")
        .first()
    )
    if tie is None:
        raise RuleBroken("no_mailed_code", "No code has been mailed to “{address}”.", address=address)
    group = tie.code.group
    strike_codes(by=by, conference=conference, numbers=[tie.code.number], at=at)
    forget_mail(key_prefix=f"{_prefix(found)}{tie.code.number}/")
    tie.delete()
    mail_codes(by=by, conference=conference, addresses=[address], page=page, language=language, at=at, group=group)


def forget_addresses(*, conference: int) -> None:
    """Destroy what connects codes with addresses or pseudonyms; called when the conference is closed, twice is as once.

    The mail's own rows go too: a mail server's log would lead from them to an address, and from there to a slip's
    number. Inside a transaction the database is made to forget after the commit.
    """
    with transaction.atomic():
        found = Conference.objects.get(pk=conference)
        if not (found.pseudonyms or found.codes.filter(mailed=True).exists()):
            return
        found.codes.update(pseudonym="")
        MailedCode.objects.filter(code__conference=found).delete()
        erase_mail(key_prefix=_prefix(found))
    forget_tables(("conference_code", "conference_mailedcode"))


def _prefix(conference: Conference) -> str:
    return f"ballot-code/{conference.pk}/"
