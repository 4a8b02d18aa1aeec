"""Decide a vote: keep what the tally gave, and let it stand once every tie is settled."""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.consensus.conference import VoteResult
from ljuspunkt.domain.consensus.pool import Outcome
from ljuspunkt.domain.consensus.round import take
from ljuspunkt.domain.consensus.words import missing
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.documents import read_pool
from ljuspunkt.rooms.conference.held import result_of_vote
from ljuspunkt.rooms.conference.kept import outcomes_of
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Result, Vote
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note, state_of
from ljuspunkt.rooms.conference.services.keep_result import keep_result
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def decide_vote(*, by: Person, vote: int, at: datetime) -> bool:
    """Keep a closed vote's result again and let it stand, and return False where it stands already.

    Closing and settling ties do this by themselves; a press is needed where they were interrupted.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: nobody voted, a tie isn't settled, or there is no road to decided.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    if found.state == "decided":
        return False
    take(state_of(found), "decided")
    result = decide(conference, found, at)
    main = found.runoff_of or found
    main.refresh_from_db()
    if main.state != "decided":
        _refuse(main, result)
    note(by, conference, marked("Decided vote {vote} of {conference}."), at, vote=main)
    announce(conference.pk)
    return True


def _refuse(vote: Vote, result: VoteResult) -> None:
    waiting = next((tie for tie in result.tally.ties if tie.open), None) if result.tally else None
    if waiting is None:
        raise RuleBroken(
            "nobody_voted", "Nobody voted in vote “{vote}”; make it void and hold it again.", vote=vote.reference
        )
    raise RuleBroken("tie_open", missing(waiting))


def decide(conference: Conference, vote: Vote, at: datetime) -> VoteResult:
    """Keep the result of a closed vote, or of the one that a run-off settles; called within a use case's transaction.

    The vote is decided where nothing is undecided. A run-off is decided when its ballots are counted.
    """
    main = vote.runoff_of or vote
    result = result_of_vote(conference, main, outcomes_of(conference, read_pool(main.pool).sources))
    candidates = {candidate.reference: candidate for candidate in conference.candidates.all()}
    keep_result(main, result, candidates)
    main.secondary = None  # kept by `keep_figures`, once everybody has been told the result
    main.ballots = result.tally.n_ballots if result.tally else 0
    settled = bool(result.tally and result.tally.n_ballots) and not result.with_outcome("undecided")
    if settled and main.state == "closed":
        main.state = take(state_of(main), "decided")
        main.decided_at = at
    main.save(update_fields=["secondary", "ballots", "state", "decided_at"])
    if vote.pk != main.pk:
        _decide_runoff(vote, result, main, at)
    return result


def _decide_runoff(runoff: Vote, result: VoteResult, main: Vote, at: datetime) -> None:
    """Keep what a run-off's ballots gave each of the tied."""
    tally = result.tally
    steps = [
        step
        for tie in (tally.ties if tally else ())
        for step in tie.steps
        if step.way == "runoff" and step.number == runoff.runoff_number
    ]
    candidates = {candidate.reference: candidate for candidate in runoff.conference.candidates.all()}
    runoff.results.all().delete()
    for step in steps:
        votes = step.votes or {}
        runoff.ballots = step.cast or 0
        Result.objects.bulk_create(
            Result(
                vote=runoff,
                candidate=candidates[item],
                value=float(n),
                of=step.cast or 0,
                rank=1 + sum(other > n for other in votes.values()),
                outcome=_outcome(item, step.through, step.still, main),
                tied=item in step.still,
            )
            for item, n in votes.items()
        )
    if runoff.state == "closed":
        runoff.state = take(state_of(runoff), "decided")
        runoff.decided_at = at
    runoff.save(update_fields=["ballots", "state", "decided_at"])


def _outcome(item: str, through: tuple[str, ...], still: tuple[str, ...], main: Vote) -> Outcome:
    if item in through:
        return "through"
    if item in still:
        return "undecided"
    rest: Outcome = main.rule["rest"]
    return rest
