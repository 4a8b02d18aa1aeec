"""Merge proposals and undo it, and remember which ones aren't the same."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator import merging
from ljuspunkt.domain.indicator.measure import cells, changed, of_cells
from ljuspunkt.rooms.indicators.models import Call, MeasureMerge, MeasureNotSame
from ljuspunkt.rooms.indicators.services.common import check_seen, keep_undone, said_reason, still_worded
from ljuspunkt.rooms.indicators.services.measures.common import (
    call_to_work_on,
    keep_wording,
    proposal_of,
    refuse_faults,
    said,
    tell_log,
    wording_of,
)
from ljuspunkt.rooms.people.permissions import Person


def merged_into(call: Call) -> dict[str, str]:
    """Return what stands where: each merged proposal's number with the number it was merged into."""
    pairs = call.proposals.exclude(merged_into=None).values_list("number", "merged_into__number")
    return {str(gone): str(kept) for gone, kept in pairs}


@transaction.atomic
def merge_proposals(
    *,
    by: Person,
    at: datetime,
    call_slug: str,
    kept: int,
    gone: int,
    reason: str,
    given: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> None:
    """Put one proposal under another of the same indicator; the merged one's texts stay readable.

    Args:
        by: who merges.
        at: when.
        call_slug: the call of both.
        kept: the number that stays.
        gone: the number that is put under it.
        reason: why they are the same.
        given: new texts of the kept one by cell, where the merge gives it a wording that holds both.
        seen: the number of the kept one's wording that the person looked at.

    Raises:
        RuleBroken: the merge can't be made, one of them isn't shown, or the kept one was changed meanwhile.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    first, second = proposal_of(call, kept), proposal_of(call, gone)
    why = said_reason(reason)
    before = wording_of(first)
    check_seen(before, seen, kept)
    if kept == gone:
        raise RuleBroken("merge_same_proposal", "A proposal can't be merged with itself.")
    merging.check(merged_into(call), kept=str(kept), gone=str(gone))
    if first.indicator != second.indicator:
        raise RuleBroken(
            "merge_indicators", "Numbers {one} and {other} belong to different indicators.", one=kept, other=gone
        )
    for each in (first, second):
        if each.state != "shown":
            raise RuleBroken("merge_unseen", "Let number {number} through before you merge it.", number=each.number)
    after = of_cells({**cells(said(before)), **(given or {})})
    merge = MeasureMerge.objects.create(
        kept=first,
        gone=second,
        decision_before=second.decision,
        reason_before=second.decision_reason,
        reason=why,
        at=at,
        by=by.id,
        who=by.name,
    )
    second.state, second.merged_into = "merged", first
    second.decision = second.decision_reason = ""
    second.save(update_fields=["state", "merged_into", "decision", "decision_reason"])
    if changed(said(before), after):
        refuse_faults(after)
        merge.wording = keep_wording(first, after, by=by, at=at, reason=why)
        merge.wording_before = before
        merge.save(update_fields=["wording", "wording_before"])
    tell_log(
        call,
        by=by,
        at=at,
        about=f"/{kept}",
        action=marked("Merged proposal {gone} into {kept} in the call for measures {call}."),
        words={"kept": kept, "gone": gone},
    )


@transaction.atomic
def undo_measure_merge(*, by: Person, at: datetime, call_slug: str, gone: int, reason: str) -> None:
    """Take a merged proposal out again, as it was; what stands under it stays there.

    If the merge gave the kept one a new wording that still holds, the one before holds again, as a new wording.

    Raises:
        RuleBroken: it isn't merged, or there is no reason.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    proposal = proposal_of(call, gone)
    why = said_reason(reason)
    merging.undo(merged_into(call), str(gone))
    merge = MeasureMerge.objects.select_related("kept__wording", "wording", "wording_before").get(
        gone=proposal, undone_at=None
    )
    proposal.state, proposal.merged_into = "shown", None
    proposal.decision, proposal.decision_reason = merge.decision_before, merge.reason_before
    proposal.save(update_fields=["state", "merged_into", "decision", "decision_reason"])
    if still_worded(merge) and merge.wording_before is not None:
        keep_wording(merge.kept, said(merge.wording_before), by=by, at=at, reason=why)
    keep_undone(merge, by=by, at=at, reason=why)
    tell_log(
        call,
        by=by,
        at=at,
        about=f"/{gone}",
        action=marked("Undid the merge of proposal {gone} into {kept} in the call for measures {call}."),
        words={"kept": merge.kept.number, "gone": gone},
    )


@transaction.atomic
def say_measures_differ(*, by: Person, at: datetime, call_slug: str, one: int, other: int) -> None:
    """Remember that two proposals aren't the same, so that they aren't shown as alike again.

    Raises:
        RuleBroken: they are one and the same proposal, or one isn't there.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    if one == other:
        raise RuleBroken("not_same_itself_proposal", "A proposal is always the same as itself.")
    first, second = sorted((proposal_of(call, number) for number in (one, other)), key=lambda each: each.pk)
    _kept, made = MeasureNotSame.objects.get_or_create(
        first=first, second=second, defaults={"at": at, "by": by.id, "who": by.name}
    )
    if made:
        tell_log(
            call,
            by=by,
            at=at,
            action=marked("Said that proposals {one} and {other} of the call for measures {call} aren't the same."),
            words={"one": one, "other": other},
        )
