"""The chair's console: what is happening, the one next step, what the screen shows, and what has been done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.consensus.pool import waits_for
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.documents import read_pool
from ljuspunkt.rooms.conference.kept import outcomes_of
from ljuspunkt.rooms.conference.models import Conference, Tie, Vote
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.queries.planned import (
    VoteLine,
    kind_word,
    pool_in_words,
    vote_line,
    vote_name,
    what_came,
)
from ljuspunkt.ui.language import on_page, page_language
from ljuspunkt.ui.signs import in_groups


@dataclass(frozen=True, slots=True)
class Press:
    """Something the chair may do: at once by a press, or on a page of its own that asks first."""

    label: str
    address: str
    how: Literal["press", "page"]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted in the open vote, and when its countdown ends."""

    voted: int
    of: int
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class TieShown:
    """A tie that waits: the tied, by reference and title, and the open places."""

    kind: str
    places: int
    tied: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the screen can show."""

    showing: str
    view: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Console:
    """Everything on the console, one thing at a time."""

    slug: str
    title: str
    code: str
    code_in_groups: str
    language: str
    heading: str
    sentences: tuple[str, ...]
    turnout: Turnout | None
    ties: tuple[TieShown, ...]
    next: Press | None
    others: tuple[Press, ...]
    screen: tuple[Choice, ...]
    screen_address: str
    planned: tuple[VoteLine, ...]
    past: tuple[VoteLine, ...]


@dataclass(frozen=True, slots=True)
class _Now:
    heading: str
    sentences: tuple[str, ...] = ()
    next: Press | None = None
    others: tuple[Press, ...] = ()
    turnout: Turnout | None = None
    ties: tuple[TieShown, ...] = ()


def console(conference: Conference) -> Console:
    """Return the console as it is now."""
    votes = list(conference.votes.select_related("runoff_of", "again_of"))
    now = _now(conference, votes)
    return Console(
        slug=conference.slug,
        title=on_page(conference.title),
        code=conference.join_code or "",
        code_in_groups=in_groups(conference.join_code or "", 3),
        language=page_language(),
        heading=now.heading,
        sentences=now.sentences,
        turnout=now.turnout,
        ties=now.ties,
        next=now.next,
        others=now.others,
        screen=tuple(_screen(conference, votes)),
        screen_address=f"/{page_language()}/screen/{conference.join_code}/",
        planned=tuple(vote_line(conference, vote) for vote in votes if vote.state == "draft"),
        past=tuple(
            vote_line(conference, vote) for vote in reversed(votes) if vote.state in ("closed", "decided", "void")
        ),
    )


def _now(conference: Conference, votes: Sequence[Vote]) -> _Now:
    if conference.state == HELD:
        return _Now(_("The conference is closed"), (_("Nothing in it changes any more."),))
    vote = next((vote for vote in votes if vote.state == "open"), None)
    if vote is not None:
        return _open(conference, vote)
    closed = [vote for vote in votes if vote.state == "closed"]
    if closed:
        return _closed(conference, next((vote for vote in closed if not vote.results.exists()), closed[0]))
    vote = next((vote for vote in votes if vote.state == "void" and _lost(vote, votes)), None)
    if vote is not None:
        return _void(conference, vote, _coming(conference, votes, named=True))
    return _coming(conference, votes)


def _coming(conference: Conference, votes: Sequence[Vote], *, named: bool = False) -> _Now:
    """Return what comes next; `named` where the presses stand below something else and must say which vote is meant."""
    vote = next((vote for vote in votes if vote.state == "draft"), None)
    return _before(conference, vote, votes, named=named) if vote is not None else _after(conference, votes)


def _lost(vote: Vote, votes: Sequence[Vote]) -> bool:
    """Whether a void vote hasn't been held again and the conference hasn't gone on; run-offs are opened anew."""
    if vote.runoff_of_id is not None or vote.opened_at is None or vote.voided_at is None:
        return False
    voided_at = vote.voided_at
    return not any(each.again_of_id == vote.pk or (each.opened_at and each.opened_at > voided_at) for each in votes)


def _press(conference: Conference, verb: str, vote: Vote, label: str, *, asks: bool, why: str = "") -> Press:
    address = reverse(f"votes:{verb}", args=[conference.slug, vote.pk])
    return Press(label, address, "page" if asks else "press", why)


def _void_press(conference: Conference, vote: Vote) -> Press:
    return _press(conference, "void", vote, _("Make {vote} void").format(vote=vote_name(vote)), asks=True)


def _open(conference: Conference, vote: Vote) -> _Now:
    voted = ballot_box.turnout(vote.pk)
    return _Now(
        _("{vote} is open").format(vote=vote_name(vote)),
        (
            ngettext("{n} candidate is voted on.", "{n} candidates are voted on.", len(vote.items)).format(
                n=len(vote.items)
            ),
        ),
        next=_press(conference, "close", vote, _("Close the vote"), asks=False),
        others=(_void_press(conference, vote),),
        turnout=Turnout(voted, vote.entitled, vote.closes_at),
    )


def _closed(conference: Conference, vote: Vote) -> _Now:
    main = vote.runoff_of or vote
    ties = [tie for tie in main.ties.all() if tie.waits_for]
    shown = tuple(_tie(conference, tie) for tie in ties)
    if not vote.results.exists():
        return _Now(
            _("{vote} is closed, but not counted").format(vote=vote_name(vote)),
            (_("The ballots are safe. Count them again; if that is refused, make the vote void."),),
            next=_press(conference, "decide", vote, _("Count the ballots"), asks=False),
            others=(_void_press(conference, main),),
        )
    if not ties:
        return _Now(
            _("Nobody voted in {vote}").format(vote=vote_name(main)),
            (_("Without a ballot nothing can be decided. Make the vote void and hold it again."),),
            next=_void_press(conference, main),
        )
    waits = ties[0].waits_for
    held = main.runoffs.filter(state="decided").count()
    finding = what_came(main)
    if waits == "runoff":
        heading = _("A tie in {vote} waits for a run-off") if not held else _("A tie in {vote} is still open")
        step = _press(conference, "runoff", main, _("Open the run-off"), asks=False, why=_tied_in_words(shown))
    else:
        heading = _("A tie in {vote} waits for your ruling")
        step = _press(conference, "rule", main, _("Rule on the tie"), asks=True, why=_tied_in_words(shown))
    return _Now(
        heading.format(vote=vote_name(main)),
        (f"{finding[:1].upper()}{finding[1:]}.",),
        next=step,
        others=(_void_press(conference, main),),
        ties=shown,
    )


def _tied_in_words(ties: Sequence[TieShown]) -> str:
    return " ".join(
        ngettext("{tied} are equal for {n} place.", "{tied} are equal for {n} places.", tie.places).format(
            tied=len(tie.tied), n=tie.places
        )
        for tie in ties
    )


def _tie(conference: Conference, tie: Tie) -> TieShown:
    titles = {each.reference: on_page(each.title) for each in tie.candidates.all()}
    return TieShown(
        kind=kind_word(conference, tie.kind) if tie.kind else "",
        places=tie.left,
        tied=tuple((reference, titles.get(reference, "")) for reference in tie.still),
    )


def _void(conference: Conference, vote: Vote, coming: _Now) -> _Now:
    return _Now(
        _("{vote} is void").format(vote=vote_name(vote)),
        (_("The reason: {reason}").format(reason=vote.void_reason),),
        next=_press(conference, "again", vote, _("Hold it again"), asks=False),
        others=tuple(press for press in (coming.next, *coming.others) if press is not None),
    )


def _before(conference: Conference, vote: Vote, votes: Sequence[Vote], *, named: bool) -> _Now:
    sentences = [_("It is about {pool}.").format(pool=pool_in_words(conference, read_pool(vote.pool)))]
    waiting = _waits(conference, vote)
    if waiting:
        sentences.append(
            _("It can be opened when vote {source} is decided. Hold that vote first, or change the draft.").format(
                source=waiting
            )
        )
        step = None
    else:
        label = _("Open {vote}").format(vote=vote_name(vote)) if named else _("Open the vote")
        step = _press(conference, "open", vote, label, asks=True)
    past = [each for each in votes if each.state == "decided" and each.runoff_of_id is None]
    heading = _("Next: {vote}").format(vote=vote_name(vote))
    if past:
        finding = what_came(past[-1])
        sentences.insert(0, _("{vote} is decided: {finding}.").format(vote=vote_name(past[-1]), finding=finding))
    label = _("Change the draft of {vote}").format(vote=vote_name(vote)) if named else _("Change the draft")
    change = Press(label, reverse("votes:vote", args=[conference.slug, vote.pk]), "page")
    undo = (_void_press(conference, past[-1]),) if past else ()
    return _Now(heading, tuple(sentences), next=step, others=(change, *undo))


def _waits(conference: Conference, vote: Vote) -> str:
    """Return the earlier vote that a draft still waits for, "" where it can be opened."""
    pool = read_pool(vote.pool)
    if not pool.sources:
        return ""
    earlier = outcomes_of(conference)
    return next((source for source in pool.sources if source not in earlier), None) or waits_for(pool, earlier) or ""


def _after(conference: Conference, votes: Sequence[Vote]) -> _Now:
    plan = Press(_("Plan a vote"), reverse("votes:draft", args=[conference.slug]), "page")
    past = [each for each in votes if each.state == "decided" and each.runoff_of_id is None]
    if not past:
        return _Now(_("No vote is planned"), (_("Plan the votes and their rules before the day."),), next=plan)
    finding = what_came(past[-1])
    close = Press(_("Close the conference"), reverse("votes:close_conference", args=[conference.slug]), "page")
    return _Now(
        _("All planned votes are decided"),
        (_("{vote} is decided: {finding}.").format(vote=vote_name(past[-1]), finding=finding),),
        next=close,
        others=(plan, _void_press(conference, past[-1])),
    )


def _screen(conference: Conference, votes: Sequence[Vote]) -> Iterable[Choice]:
    counted = any(vote.state in ("closed", "decided") for vote in votes)
    choices = [
        ("auto", "sky", _("What happens now")),
        ("waiting", "sky", _("The join code")),
        ("groups", "sky", _("The groups")),
        ("candidates", "sky", _("The candidates by theme")),
        ("vote", "sky", _("The rule of the vote")),
    ]
    if counted:
        choices += [
            ("result", "sky", _("The latest result, as a sky")),
            ("result", "list", _("The latest result, as a list")),
        ]
    for showing, view, label in choices:
        chosen = conference.showing == showing and (showing != "result" or conference.showing_as == view)
        yield Choice(showing, view, label, chosen)
