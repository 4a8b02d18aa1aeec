"""Word proposals, put them into groups, move them to another indicator, comment, and decide."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.candidate import Reconciled, plain, reconcile_cells
from ljuspunkt.domain.indicator.importing import LONGEST_THEME
from ljuspunkt.domain.indicator.measure import (
    DECISIONS,
    LONGEST_COMMENT,
    Decision,
    cells,
    changed,
    check_decision,
    of_cells,
)
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Call, Comment, MeasureGroup, MeasureWording
from ljuspunkt.rooms.indicators.services.common import check_apart, said_reason
from ljuspunkt.rooms.indicators.services.measures.common import (
    call_to_work_on,
    indicator_of,
    keep_turn,
    keep_wording,
    proposal_of,
    refuse_faults,
    said,
    tell_log,
    wording_of,
)
from ljuspunkt.rooms.people.permissions import Person


class MeasureChangedMeanwhile(RuleBroken):
    """Somebody else changed the proposal since the person opened it; `now` holds, and `reconciled` is both changes."""

    def __init__(self, now: MeasureWording, reconciled: Reconciled) -> None:
        super().__init__(
            "changed_meanwhile",
            "{who} changed the proposal while you wrote. Nothing is lost: look through both and keep again.",
            who=now.who,
        )
        self.now = now
        self.reconciled = reconciled


@transaction.atomic
def change_measure(
    *, by: Person, at: datetime, call_slug: str, number: int, given: Mapping[str, str], seen: int, reason: str
) -> None:
    """Keep a new wording of a proposal; the old one stays readable.

    Args:
        by: who changes it.
        at: when.
        call_slug: the call.
        number: the proposal.
        given: the new texts by cell; cells that aren't given stay as they are.
        seen: the number of the wording that the person began with.
        reason: why.

    Raises:
        MeasureChangedMeanwhile: the wording that holds now isn't the one the person began with.
        RuleBroken: it is merged, nothing is changed, there is no reason, or something must be mended.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    proposal = proposal_of(call, number)
    check_apart(proposal)
    now = wording_of(proposal)
    if now.number != seen:
        began = proposal.wordings.filter(number=seen).first() or now
        raise MeasureChangedMeanwhile(now, reconcile_cells(cells(said(began)), cells(said(now)), given))
    after = of_cells({**cells(said(now)), **given})
    if not changed(said(now), after):
        raise RuleBroken("nothing_changed", "Nothing is changed.")
    refuse_faults(after)
    keep_wording(proposal, after, by=by, at=at, reason=said_reason(reason))
    _tell(call, by, at, marked("Changed the wording of proposal {number} of the call for measures {call}."), number)


@transaction.atomic
def decide(*, by: Person, at: datetime, call_slug: str, number: int, decision: Decision, reason: str) -> None:
    """Decide whether a proposal becomes a measure: in, out or later; "" takes the decision back.

    Raises:
        RuleBroken: it isn't shown, or there is no reason.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    proposal = proposal_of(call, number)
    if decision not in DECISIONS:
        raise RuleBroken("no_decision", "A decision is in, out or later.")
    why = said_reason(reason)
    check_decision(proposal.state, decision, why)  # type: ignore[arg-type]
    before = proposal.decision
    if (before, proposal.decision_reason) == (decision, why):
        return
    proposal.decision, proposal.decision_reason = decision, why if decision else ""
    proposal.save(update_fields=["decision", "decision_reason"])
    keep_turn(proposal, "decision", before, decision, by=by, at=at, reason=why)
    _tell(
        call,
        by,
        at,
        marked("Decided about proposal {number} of the call for measures {call}: {decision}."),
        number,
        decision=decision or "taken back",
    )


@transaction.atomic
def move_proposal(*, by: Person, at: datetime, call_slug: str, number: int, indicator: str, reason: str) -> None:
    """Move a proposal to the indicator where it belongs.

    Raises:
        RuleBroken: there is no such indicator, it stands there already, or it is merged with others.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    proposal = proposal_of(call, number)
    there = indicator_of(call, indicator).number
    why = said_reason(reason)
    before = proposal.indicator
    if before == there:
        raise RuleBroken("nothing_changed", "Nothing is changed.")
    if proposal.merged_into is not None or proposal.merged.exists():
        raise RuleBroken("merged_moves", "Undo the merges of proposal {number} before you move it.", number=number)
    proposal.indicator, proposal.group = there, None
    proposal.save(update_fields=["indicator", "group"])
    keep_turn(proposal, "indicator", before, there, by=by, at=at, reason=why)
    _tell(
        call,
        by,
        at,
        marked("Moved proposal {number} of the call for measures {call} to indicator {indicator}."),
        number,
        indicator=there,
    )


@transaction.atomic
def add_comment(*, by: Person, at: datetime, call_slug: str, number: int, text: str) -> None:
    """Keep what somebody thinks of a proposal, for those who compile.

    Raises:
        RuleBroken: it says nothing, or is too long.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    proposal = proposal_of(call, number)
    written = plain(text)
    if not written:
        raise RuleBroken("empty_comment", "Write something before you keep the comment.")
    if len(written) > LONGEST_COMMENT:
        raise RuleBroken("long_comment", "A comment has at most {longest} characters.", longest=LONGEST_COMMENT)
    Comment.objects.create(proposal=proposal, text=written, at=at, by=by.id, who=by.name)
    _tell(call, by, at, marked("Commented on proposal {number} of the call for measures {call}."), number)


@transaction.atomic
def remove_comment(*, by: Person, at: datetime, call_slug: str, number: int, comment: int) -> None:
    """Take away a comment of one's own.

    Raises:
        RuleBroken: it isn't there, or is somebody else's.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    gone, _each = Comment.objects.filter(proposal=proposal_of(call, number), pk=comment, by=by.id).delete()
    if not gone:
        raise RuleBroken("not_your_comment", "Only who wrote a comment can take it away.")
    _tell(call, by, at, marked("Took away a comment on proposal {number} of the call for measures {call}."), number)


@transaction.atomic
def keep_group(*, by: Person, at: datetime, call_slug: str, indicator: str, group: int | None, title: Text) -> int:
    """Make a group of an indicator's proposals, or give it another heading, and return its key.

    Raises:
        RuleBroken: there is no such indicator or group, or the heading is missing or too long.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    number = indicator_of(call, indicator).number
    heading = {language: text.strip() for language, text in title.items() if text.strip()}
    if not heading:
        raise RuleBroken("no_group_title", "A group needs a heading.")
    if any(len(text) > LONGEST_THEME for text in heading.values()):
        raise RuleBroken("long_theme_title", "The heading has at most {longest} characters.", longest=LONGEST_THEME)
    kept = (
        _group(call, number, group)
        if group is not None
        else MeasureGroup(call=call, indicator=number, place=call.groups.filter(indicator=number).count() + 1)
    )
    kept.title = heading
    kept.save()
    _tell_group(call, by, at, marked("Kept the group {group} of the call for measures {call}."), kept)
    return kept.pk


@transaction.atomic
def move_group(
    *, by: Person, at: datetime, call_slug: str, indicator: str, group: int, direction: Literal["up", "down"]
) -> None:
    """Move a group one place up or down; the first and the last stay where they are.

    Raises:
        RuleBroken: there is no such group.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    moved = _group(call, indicator, group)
    order = list(call.groups.filter(indicator=indicator))
    place = order.index(moved)
    other = place + (1 if direction == "down" else -1)
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    _number(order)
    _tell_group(call, by, at, marked("Moved the group {group} of the call for measures {call}."), moved)


@transaction.atomic
def remove_group(*, by: Person, at: datetime, call_slug: str, indicator: str, group: int) -> None:
    """Take a group away; its proposals stay without one.

    Raises:
        RuleBroken: there is no such group.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    gone = _group(call, indicator, group)
    _tell_group(call, by, at, marked("Took away the group {group} of the call for measures {call}."), gone)
    gone.delete()
    _number(list(call.groups.filter(indicator=indicator)))


@transaction.atomic
def put_into_group(*, by: Person, at: datetime, call_slug: str, number: int, group: int | None) -> None:
    """Put a proposal into a group of its indicator, or take it out where the group is None.

    Raises:
        RuleBroken: there is no such group or proposal.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    proposal = proposal_of(call, number)
    proposal.group = _group(call, proposal.indicator, group) if group is not None else None
    proposal.save(update_fields=["group"])
    _tell(call, by, at, marked("Put proposal {number} of the call for measures {call} into a group."), number)


def _group(call: Call, indicator: str, key: int) -> MeasureGroup:
    found = call.groups.filter(indicator=indicator, pk=key).first()
    if found is None:
        raise RuleBroken("no_group", "There is no such group any more.")
    return found


def _number(order: list[MeasureGroup]) -> None:
    for place, group in enumerate(order, start=1):
        group.place = place
        group.save(update_fields=["place"])


def _tell(call: Call, by: Person, at: datetime, action: str, number: int, **words: object) -> None:
    tell_log(call, by=by, at=at, about=f"/{number}", action=action, words={"number": number, **words})


def _tell_group(call: Call, by: Person, at: datetime, action: str, group: MeasureGroup) -> None:
    tell_log(call, by=by, at=at, action=action, words={"group": next(iter(group.title.values()))})
