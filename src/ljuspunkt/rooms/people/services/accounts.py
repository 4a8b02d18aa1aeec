"""Accounts are closed and opened again by the national coordinator; what somebody did stays in the log."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.models import Account, Assignment
from ljuspunkt.rooms.people.permissions import Person, may_manage, refuse_unless
from ljuspunkt.rooms.people.roles import Role


@transaction.atomic
def open_account(*, by: Person, account: int, to_open: bool, at: datetime) -> bool:
    """Open a closed account or close an open one, and return False where it was so already.

    Who is logged in with an account that is closed is nobody from the next page on. Roles stay as they are.

    Raises:
        Http404: there is no such account, or the person doesn't coordinate the network.
        RuleBroken: `own_account`, `last_coordinator`: nobody would coordinate the network any more.
    """
    refuse_unless(may_manage(by, None))
    found = Account.objects.select_for_update().filter(pk=account).first()
    if found is None:
        raise Http404
    if found.is_active == to_open:
        return False
    if found.pk == by.id:
        raise RuleBroken("own_account", "You can’t close your own account; somebody else must do it.")
    coordinators = Assignment.objects.filter(role=Role.NATIONAL_COORDINATOR, ended_at=None, account__is_active=True)
    if not to_open and not coordinators.exclude(account=found).exists():
        raise RuleBroken(
            "last_coordinator", "The network needs a national coordinator. Give somebody else the role first."
        )
    found.is_active = to_open
    found.save(update_fields=["is_active"])
    opened, closed = marked("Opened the account of {person} again."), marked("Closed the account of {person}.")
    record(
        by=by.id,
        who=by.name,
        at=at,
        action=opened if to_open else closed,
        about=f"people/{found.pk}",
        words={"person": found.name},
    )
    return True
