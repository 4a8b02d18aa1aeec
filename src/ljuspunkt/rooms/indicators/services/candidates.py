"""Propose a candidate, change what it says, accept or withdraw it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.candidate import (
    Reconciled,
    Status,
    changed,
    check_number,
    check_road,
    reconcile,
    reworded,
)
from ljuspunkt.domain.indicator.candidate import Wording as Said
from ljuspunkt.rooms.indicators.models import Candidate, Inventory, StatusChange, Wording
from ljuspunkt.rooms.indicators.queries.candidates import said, wording_of
from ljuspunkt.rooms.indicators.services.common import (
    candidate_of,
    check_apart,
    inventory_to_edit,
    keep_wording,
    refuse_faults,
    said_reason,
    tell_log,
)
from ljuspunkt.rooms.people.permissions import Person


class ChangedMeanwhile(RuleBroken):
    """Somebody else changed the candidate since the person opened it; `now` holds, and `reconciled` is both changes."""

    def __init__(self, now: Wording, reconciled: Reconciled) -> None:
        super().__init__(
            "changed_meanwhile",
            "{who} changed the candidate while you wrote. Nothing is lost: look through both and keep again.",
            who=now.who,
        )
        self.now = now
        self.reconciled = reconciled


@transaction.atomic
def propose_candidate(
    *, by: Person, at: datetime, inventory_slug: str, number: str, said: Said, reason: str = ""
) -> str:
    """Add a candidate to an inventory and return its number.

    Args:
        by: who adds it.
        at: when.
        inventory_slug: the inventory.
        number: the number, or "" for the next free one.
        said: what it says.
        reason: why it was added, if there is more to say than its sources do.

    Raises:
        RuleBroken: the number is taken, or something of the wording must be mended.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    refuse_faults(inventory, said)
    chosen = number or next_number(inventory)
    add_candidate(inventory, chosen, said, by=by, at=at, reason=said_reason(reason, needed=False))
    tell_log(
        inventory,
        by=by,
        at=at,
        about=f"/{chosen}",
        action=marked("Added candidate {number} to the inventory {inventory}."),
        words={"number": chosen},
    )
    return chosen


def add_candidate(
    inventory: Inventory,
    number: str,
    said: Said,
    *,
    by: Person,
    at: datetime,
    reason: str,
    status: Status = "proposed",
    why: str = "",
) -> Candidate:
    """Keep a candidate with its first wording.

    Raises:
        RuleBroken: the number is taken or can't be used.
    """
    check_number(number)
    if inventory.candidates.filter(number=number).exists():
        raise RuleBroken("number_taken", "There is already a candidate with number “{number}”.", number=number)
    last = inventory.candidates.order_by("-listed").first()
    candidate = Candidate.objects.create(
        inventory=inventory, number=number, listed=last.listed + 1 if last else 1, status=status, status_reason=why
    )
    keep_wording(candidate, said, by=by, who=by.name, at=at, reason=reason)
    return candidate


def next_number(inventory: Inventory) -> str:
    """Return the number after the highest whole number in use."""
    used = [int(number) for number in inventory.candidates.values_list("number", flat=True) if number.isdecimal()]
    return str(max(used, default=0) + 1)


@transaction.atomic
def change_wording(
    *, by: Person, at: datetime, inventory_slug: str, number: str, given: Mapping[str, str], seen: int, reason: str
) -> None:
    """Keep a new wording of a candidate; the old one stays readable.

    Args:
        by: who changes it.
        at: when.
        inventory_slug: the inventory.
        number: the candidate.
        given: the new texts by column; columns that aren't given stay as they are.
        seen: the number of the wording that the person began with.
        reason: why.

    Raises:
        ChangedMeanwhile: the wording that holds now isn't the one the person began with.
        RuleBroken: it is merged, nothing is changed, there is no reason, or something must be mended.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    candidate = candidate_of(inventory, number)
    check_apart(candidate)
    now = wording_of(candidate)
    if now.number != seen:
        began = candidate.wordings.filter(number=seen).first() or now
        raise ChangedMeanwhile(now, reconcile(said(began), said(now), given))
    after = reworded(said(now), given)
    if not changed(said(now), after):
        raise RuleBroken("nothing_changed", "Nothing is changed.")
    refuse_faults(inventory, after)
    keep_wording(candidate, after, by=by, who=by.name, at=at, reason=said_reason(reason))
    tell_log(
        inventory,
        by=by,
        at=at,
        about=f"/{number}",
        action=marked("Changed the wording of candidate {number} in the inventory {inventory}."),
        words={"number": number},
    )


@transaction.atomic
def set_status(*, by: Person, at: datetime, inventory_slug: str, number: str, status: Status, reason: str) -> None:
    """Accept, withdraw or take back a candidate.

    Raises:
        RuleBroken: there is no road to that status, or no reason for withdrawing.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    candidate = candidate_of(inventory, number)
    before: Status = candidate.status  # type: ignore[assignment]
    if status == before:
        return
    why = said_reason(reason, needed=False)
    check_road(before, status, why)
    change_status(candidate, status, by=by, at=at, reason=why)
    tell_log(
        inventory,
        by=by,
        at=at,
        about=f"/{number}",
        action=marked("Changed candidate {number} of the inventory {inventory} from {before} to {after}."),
        words={"number": number, "before": before, "after": status},
    )


def change_status(candidate: Candidate, status: Status, *, by: Person, at: datetime, reason: str) -> None:
    """Keep a status and that it changed."""
    StatusChange.objects.create(
        candidate=candidate, before=candidate.status, after=status, reason=reason, at=at, by=by.id, who=by.name
    )
    candidate.status = status
    candidate.status_reason = reason
    candidate.save(update_fields=["status", "status_reason"])
