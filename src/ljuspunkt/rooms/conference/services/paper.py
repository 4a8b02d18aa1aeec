"""Paper ballots: handed out against a slip, read by two people apart, and put into the box when they agree.

Everybody draws a slip, those without a phone too. A paper ballot is handed out against the slip's number, which marks
the code as used in this vote: nobody can vote on paper and on a phone. The sheet itself carries no number until it has
lain in the urn with the others.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference import ballot_box, codes
from ljuspunkt.rooms.conference.ballot_box import Content
from ljuspunkt.rooms.conference.held import paper_of
from ljuspunkt.rooms.conference.live import announce_turnout
from ljuspunkt.rooms.conference.models import BallotBox, Code, Conference, PaperBallot, Vote
from ljuspunkt.rooms.conference.opened import most_bytes
from ljuspunkt.rooms.conference.services.cast import check_ballot, read_contents, use_code
from ljuspunkt.rooms.conference.services.common import let_prepare, note
from ljuspunkt.rooms.people.permissions import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a sheet: `state` is first, differs or agreed."""

    state: str


@transaction.atomic
def hand_out_papers(*, by: Person, vote: int, numbers: Collection[int], at: datetime) -> int:
    """Mark these slips as used for paper ballots in the open vote, and return how many were.

    Raises:
        Http404: there is no such vote, or the person may not prepare its conference.
        RuleBroken: the vote isn't open, there is no such slip, or it has voted already.
    """
    found = _open(by, vote)
    slips = _slips(found.conference, numbers)
    voted = ballot_box.marked_in_groups(found.pk)
    for code in slips:
        try:
            use_code(found, code, voted, paper=True)
        except RuleBroken as refusal:
            if refusal.code != "code_used":
                raise
            raise RuleBroken(
                "slip_has_ballot",
                "Slip {number} has voted in this vote already, or has a paper ballot.",
                number=code.number,
            ) from None
    note(
        by,
        found.conference,
        marked("Handed out {n} paper ballots in vote {vote} of {conference}."),
        at,
        vote=found,
        n=len(slips),
    )
    return len(slips)


@transaction.atomic
def take_back_papers(*, by: Person, vote: int, numbers: Collection[int], at: datetime) -> int:
    """Free these slips again, whose paper ballots came back unused, and return how many were freed.

    Raises:
        Http404: there is no such vote, or the person may not prepare its conference.
        RuleBroken: the vote isn't open, there is no such slip, it has no paper ballot, or too many would be freed.
    """
    found = _open(by, vote)
    slips = _slips(found.conference, numbers)
    for code in slips:
        mark = codes.mark_of(found.pk, code.digest)
        before = ballot_box.marked(found.pk, paper=True)
        ballot_box.unmark(found.pk, mark)
        if ballot_box.marked(found.pk, paper=True) == before:
            raise RuleBroken("slip_without_paper", "Slip {number} has no paper ballot.", number=code.number)
    if papers_in(found.pk) > ballot_box.marked(found.pk, paper=True):
        raise RuleBroken(
            "papers_in_box", "So many paper ballots lie in the box that not all of these can have come back unused."
        )
    note(
        by,
        found.conference,
        marked("Took back {n} paper ballots in vote {vote} of {conference}."),
        at,
        vote=found,
        n=len(slips),
    )
    return len(slips)


@transaction.atomic
def read_sheet(
    *,
    by: Person,
    vote: int,
    sheet: int,
    values: Mapping[str, str],
    at: datetime,
    group: str = "",
    panellist: str = "",
) -> Reading:
    """Keep what one person reads on a sheet; when another has read the same, put it into the box.

    Args:
        sheet: the number written on it when it came out of the urn.
        group: the declared group that the paper tells, where ballots do.
        panellist: the pseudonym that the paper tells, where there are such.

    Raises:
        Http404: there is no such vote, or the person may not prepare its conference.
        BadInput: what was read breaks a rule of the vote.
        RuleBroken: the vote isn't open, the sheet lies in the box already, or more sheets than were handed out.
    """
    found = _open(by, vote)
    if sheet < 1:
        raise RuleBroken("sheet_from_one", "Sheets are numbered from 1.")
    content = Content(dict(values), group, panellist)
    check_ballot(paper_of(found), content)
    box = BallotBox.objects.select_for_update().get(vote=found)
    if sheet in box.sheets:
        raise RuleBroken("sheet_in_box", "Sheet {sheet} has been read by two and lies in the box.", sheet=sheet)
    readings = PaperBallot.objects.filter(vote=found, sheet=sheet)
    kept = {"values": content.values, "group": group, "panellist": panellist}
    readings.update_or_create(reader_id=by.id, vote=found, sheet=sheet, defaults=kept)
    others = list(readings.exclude(reader_id=by.id))
    if not others:
        return Reading("first")
    if not any(_content(other).written() == content.written() for other in others):
        return Reading("differs")
    _put(found, box, sheet, content)
    readings.delete()
    announce_turnout(found.pk)
    return Reading("agreed")


def _put(vote: Vote, box: BallotBox, sheet: int, content: Content) -> None:
    n_out = ballot_box.marked(vote.pk, paper=True)
    if papers_in(vote.pk) >= n_out:
        raise RuleBroken(
            "more_sheets_than_papers",
            "{n} paper ballots were handed out, and as many lie in the box; sheet {sheet} would be one more.",
            n=n_out,
            sheet=sheet,
        )
    if vote.conference.groups or vote.conference.pseudonyms:
        read_contents(paper_of(vote), (*ballot_box.contents(vote.pk), content))
    key = ballot_box.new_key()
    ballot_box.put(vote.pk, key, ballot_box.locked(vote.pk, key, content, room=most_bytes(vote)))
    box.sheets = sorted([*box.sheets, sheet])
    box.save(update_fields=["sheets"])


def papers_in(vote_pk: int) -> int:
    """Return how many paper ballots lie in an open box: those that no phone has sent."""
    return ballot_box.turnout(vote_pk) - ballot_box.marked(vote_pk, paper=False)


def outstanding(vote_pk: int) -> int:
    """Return how many paper ballots have been handed out and don't lie in the box yet; the chair waits for them."""
    return ballot_box.marked(vote_pk, paper=True) - papers_in(vote_pk) if ballot_box.is_open(vote_pk) else 0


def _content(reading: PaperBallot) -> Content:
    return Content(reading.values, reading.group, reading.panellist)


def _open(by: Person, vote_pk: int) -> Vote:
    """Return an open vote whose box nobody else changes until the transaction ends."""
    found = Vote.objects.select_related("conference").filter(pk=vote_pk).first()
    if found is None:
        raise Http404
    let_prepare(by, found.conference)
    ballot_box.hold(vote_pk)
    if Vote.objects.filter(pk=vote_pk, state="open").first() is None:
        raise RuleBroken("paper_too_late", "The vote isn't open, so no paper ballots can be entered.")
    return found


def _slips(conference: Conference, numbers: Collection[int]) -> list[Code]:
    slips = list(conference.codes.filter(number__in=set(numbers), struck=False))
    missing = sorted(set(numbers) - {slip.number for slip in slips})
    if missing or not slips:
        raise RuleBroken("no_such_slip", "There is no slip {number}.", number=missing[0] if missing else "")
    return slips
