"""What organisers see about codes, paper ballots and scrutineers, as page objects. No code and no ballot is in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ljuspunkt.domain.consensus.ballot import NO, NO_OPINION, YES
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.models import Conference, PaperBallot, Vote
from ljuspunkt.rooms.conference.models.ballots import CLEAN
from ljuspunkt.rooms.conference.queries.ballots import heading, open_vote
from ljuspunkt.rooms.conference.services.codes import groups_are_told
from ljuspunkt.rooms.conference.services.paper import papers_in
from ljuspunkt.ui.language import on_page


@dataclass(frozen=True, slots=True)
class CodesPage:
    """How many codes there are, and who may be told what about them."""

    slug: str
    title: str
    voters: int
    n_slips: int
    n_mailed: int
    n_struck: int
    addresses: tuple[str, ...]
    groups: Mapping[str, int]
    pseudonyms: bool
    may_change_pseudonyms: bool
    n_wrong: int
    held: bool


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet that isn't in the box yet; `mine` where the reader at the page has read it."""

    number: int
    readers: tuple[str, ...]
    mine: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What two people read differently on a sheet."""

    reference: str
    title: str
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Paper ballots of the open vote."""

    slug: str
    title: str
    vote: int
    heading: str
    n_out: int
    n_in: int
    in_box: tuple[int, ...]
    waiting: tuple[SheetLine, ...]
    groups: Mapping[str, int]
    pseudonyms: bool


@dataclass(frozen=True, slots=True)
class SealedVote:
    """A vote whose box has been sealed."""

    heading: str
    title: str
    state: str
    ballots: int
    entitled: int
    reference: str
    clean: bool
    checkpointed: bool | None


@dataclass(frozen=True, slots=True)
class Named:
    """A scrutineer."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class ScrutinyPage:
    """Who counts, and what there is to count."""

    slug: str
    title: str
    join_code: str
    scrutineers: tuple[Named, ...]
    may_name: bool
    may_take: bool
    votes: tuple[SealedVote, ...]
    open: bool


def codes_page(conference: Conference, n_wrong: int) -> CodesPage:
    """Return the page about codes."""
    valid = conference.codes.filter(struck=False)
    tied = conference.codes.filter(mailed_to__isnull=False, struck=False)
    return CodesPage(
        slug=conference.slug,
        title=on_page(conference.title),
        voters=conference.voters,
        n_slips=valid.filter(mailed=False).count(),
        n_mailed=valid.filter(mailed=True).count(),
        n_struck=conference.codes.filter(struck=True).count(),
        addresses=tuple(tied.order_by("mailed_to__address").values_list("mailed_to__address", flat=True)),
        groups=told_groups(conference),
        pseudonyms=conference.pseudonyms,
        may_change_pseudonyms=not conference.codes.exists(),
        n_wrong=n_wrong,
        held=conference.state == "held",
    )


def told_groups(conference: Conference) -> dict[str, int]:
    """Return the declared groups where ballots are to tell theirs, else none."""
    return dict(conference.groups) if groups_are_told(conference) else {}


def paper_page(conference: Conference, reader: int) -> PaperPage | None:
    """Return the page about paper ballots of the vote that is open, or None where none is."""
    vote = open_vote(conference)
    if vote is None:
        return None
    return PaperPage(
        slug=conference.slug,
        title=on_page(conference.title),
        vote=vote.pk,
        heading=heading(vote),
        n_out=ballot_box.marked(vote.pk, paper=True),
        n_in=papers_in(vote.pk),
        in_box=tuple(vote.box.sheets),
        waiting=_waiting(vote, reader),
        groups=told_groups(conference),
        pseudonyms=conference.pseudonyms,
    )


def _waiting(vote: Vote, reader: int) -> tuple[SheetLine, ...]:
    sheets: dict[int, list[PaperBallot]] = {}
    for reading in PaperBallot.objects.filter(vote=vote).select_related("reader"):
        sheets.setdefault(reading.sheet, []).append(reading)
    return tuple(
        SheetLine(
            number,
            tuple(reading.reader.name for reading in readings),
            any(reading.reader_id == reader for reading in readings),
            len(readings) > 1,
        )
        for number, readings in sorted(sheets.items())
    )


def differences(vote: Vote, sheet: int) -> tuple[Difference, ...]:
    """Return what the readings of a sheet say differently; nothing while only one has read it."""
    readings = list(PaperBallot.objects.filter(vote=vote, sheet=sheet).select_related("reader"))
    if len(readings) < 2:
        return ()
    titles = {
        each.reference: on_page(each.short_title) or on_page(each.title) for each in vote.conference.candidates.all()
    }
    return tuple(
        Difference(
            item,
            titles.get(item, ""),
            tuple((each.reader.name, _read(each.values.get(item, ""))) for each in readings),
        )
        for item in vote.items
        if len({each.values.get(item, "") for each in readings}) > 1
    )


def _read(value: str) -> str:
    """Return what a reading says of a candidate, in words."""
    return {YES: _("Yes"), NO: _("No"), NO_OPINION: _("No opinion")}.get(value, value)


def own_reading(vote: Vote, sheet: int, reader: int) -> PaperBallot | None:
    """Return what somebody has read on a sheet, if anything."""
    return PaperBallot.objects.filter(vote=vote, sheet=sheet, reader_id=reader).first()


def scrutiny_page(conference: Conference, *, may_prepare: bool, may_take: bool) -> ScrutinyPage:
    """Return the page of the scrutineers."""
    votes = conference.votes.exclude(state="draft").select_related("runoff_of")
    return ScrutinyPage(
        slug=conference.slug,
        title=on_page(conference.title),
        join_code=conference.join_code or "",
        scrutineers=tuple(
            Named(each.pk, each.account.name) for each in conference.scrutineers.select_related("account")
        ),
        may_name=may_prepare and not votes.exists(),
        may_take=may_take,
        votes=tuple(_sealed(vote) for vote in votes.exclude(state="open").select_related("box")),
        open=votes.filter(state="open").exists(),
    )


def _sealed(vote: Vote) -> SealedVote:
    box = getattr(vote, "box", None)
    return SealedVote(
        heading=heading(vote),
        title=on_page(vote.title),
        state=vote.state,
        ballots=ballot_box.turnout(vote.pk),
        entitled=vote.entitled,
        reference=vote.reference,
        clean=box is not None and box.state == CLEAN,
        checkpointed=box.checkpointed if box is not None else None,
    )
