"""What the use cases of an inventory have in common, and what a candidate and a proposed measure have in common.

Finding an inventory for somebody, keeping a wording, telling the log; words that change while somebody looks at them,
and merges that are undone.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import Wording as Said
from ljuspunkt.domain.indicator.candidate import faults
from ljuspunkt.domain.indicator.importing import LONGEST_REASON
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.indicators.models import (
    Candidate,
    Inventory,
    MeasureMerge,
    MeasureWording,
    Merge,
    Proposal,
    Wording,
)
from ljuspunkt.rooms.indicators.permissions import may_edit_inventory
from ljuspunkt.rooms.indicators.queries.candidates import kinds_of
from ljuspunkt.rooms.people.permissions import Person, Role, refuse_unless


def inventory_to_edit(by: Person, slug: str) -> Inventory:
    """Return an inventory, locked for the transaction, so that changes to one inventory come after each other.

    Raises:
        Http404: there is none, or the person may not edit it.
    """
    inventory = Inventory.objects.select_for_update().filter(slug=slug).first()
    refuse_unless(inventory is not None and may_edit_inventory(by, owners_of(inventory)))
    assert inventory is not None
    return inventory


def owners_of(inventory: Inventory) -> tuple[str, ...]:
    """Return the slugs of the associations to which an inventory belongs, in order."""
    return tuple(sorted(owner.slug for owner in inventory.owners.all()))


def candidate_of(inventory: Inventory, number: str) -> Candidate:
    """Return a candidate of an inventory.

    Raises:
        RuleBroken: it has no such number.
    """
    found = inventory.candidates.select_related("wording", "merged_into").filter(number=number).first()
    if found is None:
        raise RuleBroken("no_candidate", "The inventory has no candidate with number “{number}”.", number=number)
    return found


def said_reason(reason: str, *, needed: bool = True) -> str:
    """Return a reason as it is kept.

    Raises:
        RuleBroken: it is needed and missing, or too long.
    """
    plain = " ".join(reason.split())
    if needed and not plain:
        raise RuleBroken("no_reason", "Say why; the reason is kept with the change.")
    if len(plain) > LONGEST_REASON:
        raise RuleBroken(
            "long_reason",
            "The reason has at most {longest} characters; there are {n}.",
            longest=LONGEST_REASON,
            n=len(plain),
        )
    return plain


def refuse_faults(inventory: Inventory, said: Said) -> None:
    """Refuse a wording that can't be kept, with the first thing that must be mended.

    Raises:
        RuleBroken: something must be mended.
    """
    for fault in faults(said, kinds_of(inventory)):
        raise fault.refusal


def keep_wording(
    candidate: Candidate, said: Said, *, by: Person | None, who: str, at: datetime, reason: str
) -> Wording:
    """Keep a wording as the one that holds now."""
    last = candidate.wordings.order_by("-number").first()
    kept = Wording.objects.create(
        candidate=candidate,
        number=last.number + 1 if last else 1,
        title=dict(said.title),
        short_title=dict(said.short_title),
        description=dict(said.description),
        easy_read=dict(said.easy_read),
        kind=said.kind,
        perspective=said.perspective,
        perspective_inferred=said.perspective_inferred,
        title_known=said.title_known,
        sources=[asdict(source) for source in said.sources],
        proposed_by=said.proposed_by,
        notes=dict(said.notes),
        at=at,
        by=by.id if by else None,
        who=who,
        reason=reason,
    )
    candidate.wording = kept
    candidate.save(update_fields=["wording"])
    return kept


def check_apart(row: Candidate | Proposal) -> None:
    """Refuse to word anew what has been merged into another.

    Raises:
        RuleBroken: so it has.
    """
    if row.merged_into is not None:
        raise RuleBroken(
            "merged_stays",
            "Number {number} has been merged into number {into}; undo the merge before you change its wording.",
            number=row.number,
            into=row.merged_into.number,
        )


def check_seen(now: Wording | MeasureWording, seen: int | None, number: object) -> None:
    """Refuse to merge into number `number` when its wording isn't any more the one that the person looked at.

    Raises:
        RuleBroken: somebody has changed it meanwhile.
    """
    if seen is not None and now.number != seen:
        raise RuleBroken(
            "changed_meanwhile_merge",
            "{who} changed number {number} while you looked. Look again, and merge then.",
            who=now.who,
            number=number,
        )


def still_worded(merge: Merge | MeasureMerge) -> bool:
    """Return whether the wording that a merge gave the kept one still holds."""
    return merge.wording is not None and merge.kept.wording_id == merge.wording_id


def keep_undone(merge: Merge | MeasureMerge, *, by: Person, at: datetime, reason: str) -> None:
    """Keep that a merge was undone."""
    merge.undone_at, merge.undone_by, merge.undone_who, merge.undone_reason = at, by.id, by.name, reason
    merge.save(update_fields=["undone_at", "undone_by", "undone_who", "undone_reason"])


def tell_log(
    inventory: Inventory,
    *,
    by: Person,
    action: str,
    at: datetime,
    about: str = "",
    words: Mapping[str, object] | None = None,
) -> None:
    """Write a line in the log, for the association of the owners for which the person acts."""
    record(
        by=by.id,
        who=by.name,
        action=action,
        about=f"inventory/{inventory.slug}{about}",
        association=acting_for(by, owners_of(inventory)),
        at=at,
        words={"inventory": inventory.slug, **(words or {})},
    )


def acting_for(by: Person, owners: Collection[str]) -> str:
    """Return the slug of the association of the owners for which a person acts, "" where there is no owner."""
    own = by.associations(Role.ASSOCIATION_COORDINATOR) & set(owners)
    return min(own or owners, default="")
