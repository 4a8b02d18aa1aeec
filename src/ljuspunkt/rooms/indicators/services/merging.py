"""Merge candidates and undo it, and remember which ones aren't the same."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator import merging
from ljuspunkt.domain.indicator.candidate import changed, reworded
from ljuspunkt.rooms.indicators.models import Candidate, Inventory, Merge, NotSame
from ljuspunkt.rooms.indicators.queries.candidates import said, wording_of
from ljuspunkt.rooms.indicators.services.common import (
    candidate_of,
    check_seen,
    inventory_to_edit,
    keep_undone,
    keep_wording,
    refuse_faults,
    said_reason,
    still_worded,
    tell_log,
)
from ljuspunkt.rooms.people.permissions import Person


def merged_into(inventory: Inventory) -> dict[str, str]:
    """Return what stands where: each merged candidate's number with the number it was merged into."""
    return dict(inventory.candidates.exclude(merged_into=None).values_list("number", "merged_into__number"))


@transaction.atomic
def merge_candidates(
    *,
    by: Person,
    at: datetime,
    inventory_slug: str,
    kept: str,
    gone: str,
    reason: str,
    given: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> None:
    """Put one candidate under another.

    The merged one's texts stay readable, and its sources and proposers count for the kept one too.

    Args:
        by: who merges.
        at: when.
        inventory_slug: the inventory of both.
        kept: the number that stays.
        gone: the number that is put under it.
        reason: why they are the same.
        given: new texts of the kept one by column, where the merge gives it a new wording.
        seen: the number of the kept one's wording that the person looked at.

    Raises:
        RuleBroken: the merge can't be made, one of them is withdrawn, or the kept one was changed meanwhile.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    first, second = candidate_of(inventory, kept), candidate_of(inventory, gone)
    why = said_reason(reason)
    before = wording_of(first)
    check_seen(before, seen, kept)
    after = reworded(said(before), given or {})
    merge = put_under(inventory, first, second, by=by, at=at, reason=why)
    if changed(said(before), after):
        refuse_faults(inventory, after)
        merge.wording = keep_wording(first, after, by=by, who=by.name, at=at, reason=why)
        merge.wording_before = before
        merge.save(update_fields=["wording", "wording_before"])
    tell_log(
        inventory,
        by=by,
        at=at,
        about=f"/{kept}",
        action=marked("Merged candidate {gone} into {kept} in the inventory {inventory}."),
        words={"kept": kept, "gone": gone},
    )


def put_under(
    inventory: Inventory, kept: Candidate, gone: Candidate, *, by: Person, at: datetime, reason: str
) -> Merge:
    """Keep that one candidate stands under another.

    Raises:
        RuleBroken: the merge can't be made.
    """
    merging.check(merged_into(inventory), kept=kept.number, gone=gone.number)
    for each in (kept, gone):
        if each.status == "withdrawn":
            raise RuleBroken(
                "withdrawn_merge", "Number {number} is withdrawn; take it back before you merge it.", number=each.number
            )
    merge = Merge.objects.create(
        kept=kept, gone=gone, status_before=gone.status, reason=reason, at=at, by=by.id, who=by.name
    )
    gone.status = "merged"
    gone.merged_into = kept
    gone.save(update_fields=["status", "merged_into"])
    return merge


@transaction.atomic
def undo_merge(*, by: Person, at: datetime, inventory_slug: str, gone: str, reason: str) -> None:
    """Take a merged candidate out again, as it was; what stands under it stays there.

    If the merge gave the kept one a new wording that still holds, the one before holds again, as a new wording.

    Raises:
        RuleBroken: it isn't merged, or there is no reason.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    candidate = candidate_of(inventory, gone)
    why = said_reason(reason)
    merging.undo(merged_into(inventory), gone)
    merge = Merge.objects.select_related("kept__wording", "wording", "wording_before").get(
        gone=candidate, undone_at=None
    )
    candidate.status = merge.status_before
    candidate.merged_into = None
    candidate.save(update_fields=["status", "merged_into"])
    if still_worded(merge) and merge.wording_before is not None:
        keep_wording(merge.kept, said(merge.wording_before), by=by, who=by.name, at=at, reason=why)
    keep_undone(merge, by=by, at=at, reason=why)
    tell_log(
        inventory,
        by=by,
        at=at,
        about=f"/{gone}",
        action=marked("Undid the merge of candidate {gone} into {kept} in the inventory {inventory}."),
        words={"kept": merge.kept.number, "gone": gone},
    )


@transaction.atomic
def say_not_same(*, by: Person, at: datetime, inventory_slug: str, one: str, other: str, reason: str = "") -> None:
    """Remember that two candidates aren't the same, so that they aren't proposed again.

    Raises:
        RuleBroken: they are one and the same candidate, or one isn't there.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    if one == other:
        raise RuleBroken("not_same_itself", "A candidate is always the same as itself.")
    first, second = sorted((candidate_of(inventory, number) for number in (one, other)), key=lambda each: each.pk)
    _kept, made = NotSame.objects.get_or_create(
        first=first,
        second=second,
        defaults={"reason": said_reason(reason, needed=False), "at": at, "by": by.id, "who": by.name},
    )
    if made:
        tell_log(
            inventory,
            by=by,
            at=at,
            action=marked("Said that candidates {one} and {other} of the inventory {inventory} aren't the same."),
            words={"one": one, "other": other},
        )


@transaction.atomic
def propose_again(*, by: Person, at: datetime, inventory_slug: str, one: str, other: str) -> None:
    """Forget that two candidates aren't the same.

    Raises:
        RuleBroken: one isn't there.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    pair = [candidate_of(inventory, number) for number in (one, other)]
    found, _each = NotSame.objects.filter(first__in=pair, second__in=pair).delete()
    if found:
        tell_log(
            inventory,
            by=by,
            at=at,
            action=marked("Took back that candidates {one} and {other} of the inventory {inventory} aren't the same."),
            words={"one": one, "other": other},
        )
