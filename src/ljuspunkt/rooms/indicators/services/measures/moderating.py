"""Let proposals through or turn them away, erase what was turned away, and erase who gave a name."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ljuspunkt.databases.forgetting import forget_tables
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.measure import State, check_road
from ljuspunkt.rooms.indicators.models import (
    Answer,
    Comment,
    MeasureMerge,
    MeasureNotSame,
    MeasureWording,
    Proposal,
    Turn,
)
from ljuspunkt.rooms.indicators.services.common import said_reason
from ljuspunkt.rooms.indicators.services.measures.common import (
    call_to_work_on,
    keep_turn,
    proposal_of,
    tell_log,
)
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def moderate(
    *, by: Person, at: datetime, call_slug: str, numbers: Collection[int], state: State, reason: str = ""
) -> int:
    """Let proposals through or turn them away, and return how many; one that is in that state already is passed over.

    Raises:
        RuleBroken: none is chosen, one can't come to that state, or there is no reason for turning away.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    if not numbers:
        raise RuleBroken("none_chosen", "Choose at least one proposal.")
    why = said_reason(reason, needed=False)
    n = 0
    for number in sorted(set(numbers)):
        proposal = proposal_of(call, number)
        before: State = proposal.state  # type: ignore[assignment]
        if before == state:
            continue
        check_road(before, state, why)
        if proposal.merged.exists():
            raise RuleBroken(
                "others_under_it", "Other proposals are merged into number {number}; undo that first.", number=number
            )
        proposal.state, proposal.state_reason = state, why
        proposal.decision = proposal.decision_reason = ""
        proposal.save(update_fields=["state", "state_reason", "decision", "decision_reason"])
        keep_turn(proposal, "state", before, state, by=by, at=at, reason=why)
        n += 1
    if n:
        tell_log(
            call,
            by=by,
            at=at,
            action=marked("Let through {n} proposals of the call for measures {call}.")
            if state == "shown"
            else marked("Turned away {n} proposals of the call for measures {call}."),
            words={"n": n},
        )
    return n


@transaction.atomic
def erase_turned_away(*, by: Person, at: datetime, call_slug: str, numbers: Collection[int] | None = None) -> int:
    """Erase proposals that were turned away, all of them where none are named, and return how many.

    Nothing of them stays, in the database's own files neither. An answer of which nothing is left goes too.

    Raises:
        RuleBroken: one of those named wasn't turned away.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    if numbers is not None:
        for number in numbers:
            if proposal_of(call, number).state != "refused":
                raise RuleBroken(
                    "not_refused",
                    "Only a proposal that was turned away can be erased; number {number} wasn't.",
                    number=number,
                )
    gone = call.proposals.filter(state="refused")
    if numbers is not None:
        gone = gone.filter(number__in=list(numbers))
    keys = list(gone.values_list("pk", flat=True))
    answers = set(gone.exclude(answer=None).values_list("answer_id", flat=True))
    if not keys:
        return 0
    MeasureMerge.objects.filter(gone__in=keys).delete()
    MeasureMerge.objects.filter(kept__in=keys).delete()
    Proposal.objects.filter(pk__in=keys).update(wording=None)
    Proposal.objects.filter(pk__in=keys).delete()
    Answer.objects.filter(pk__in=answers, proposals=None).delete()
    forget_tables(
        each._meta.db_table for each in (Proposal, MeasureWording, Turn, MeasureMerge, MeasureNotSame, Comment, Answer)
    )
    tell_log(
        call,
        by=by,
        at=at,
        action=marked("Erased {n} proposals that had been turned away from the call for measures {call}."),
        words={"n": len(keys)},
    )
    return len(keys)


@transaction.atomic
def erase_name(*, by: Person, at: datetime, call_slug: str, number: int) -> None:
    """Erase the name and organisation that were given with a proposal, from everything sent in the same go.

    Raises:
        RuleBroken: there is no such proposal.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    answer = proposal_of(call, number).answer
    if answer is None or not (answer.name or answer.organisation):
        raise RuleBroken("no_name", "No name was given with that proposal.")
    answer.name = answer.organisation = ""
    answer.save(update_fields=["name", "organisation"])
    forget_tables([Answer._meta.db_table])
    tell_log(
        call,
        by=by,
        at=at,
        about=f"/{number}",
        action=marked("Erased who gave proposal {number} of the call for measures {call}."),
        words={"number": number},
    )
