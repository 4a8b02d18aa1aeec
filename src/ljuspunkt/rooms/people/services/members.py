"""Who works here: people are invited, get roles, and lose them again.

A coordinator gives and ends the roles of the own association, the national coordinator all.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.mail.services import Request, check_address, enqueue
from ljuspunkt.rooms.people.models import Account, Assignment, Association, Invitation
from ljuspunkt.rooms.people.permissions import Person, may_give_role
from ljuspunkt.rooms.people.roles import OF_AN_ASSOCIATION, OF_THE_NETWORK, Role, in_english

INVITATION_HOLDS = timedelta(days=14)


class Address(Protocol):
    """Makes a whole address out of the key of an invitation, in the language of the person."""

    def __call__(self, key: str, language: str) -> str: ...


@transaction.atomic
def invite(
    *,
    by: Person,
    email: str,
    name: str,
    language: str,
    role: Role,
    association: str | None,
    at: datetime,
    address: Address,
) -> int:
    """Give somebody a role, with an account and a mailed invitation where the person has none yet.

    Args:
        by: who invites.
        email: the person's address; decides whether the person is known already.
        name: what a new account is called. A known person keeps the own name.
        language: the language of a new account, `sv` or `en`.
        role: what the person will do.
        association: slug, None for the network as a whole.
        at: now.
        address: makes the link of the invitation.

    Raises:
        RuleBroken: `not_allowed`, `address`, `name`, `role_place`, `role_held`, `account_closed`.
    """
    if not may_give_role(by, role, association):
        raise RuleBroken("not_allowed", "You can’t give this role here.")
    where = _association(role, association)
    email = _checked_address(email)
    account = Account.objects.filter(email=email).first()
    if account is None:
        if not name.strip():
            raise RuleBroken("name", "Write the person’s name.")
        account = Account.objects.create_user(email=email, name=name.strip(), language=language)
    elif not account.is_active:
        raise RuleBroken("account_closed", "The account of this address is closed. A national coordinator can open it.")
    _give(account, role, where, at)
    record(
        by=by.id,
        who=by.name,
        at=at,
        action=marked("Gave {person} the role {role}."),
        about=f"people/{account.pk}",
        association=association or "",
        words={"person": account.name, "role": in_english(role)},
    )
    if account.has_usable_password() or account.last_login:
        _tell(account, role, where, by, at)
    else:
        send_invitation(account=account, by=by.name, at=at, address=address)
    return account.pk


def send_invitation(*, account: Account, by: str, at: datetime, address: Address) -> str:
    """Mail a link by which the account gets its first password, and return the link; earlier links stop working."""
    key = secrets.token_urlsafe(32)
    Invitation.objects.filter(account=account, used_at__isnull=True).update(until=at)
    invitation = Invitation.objects.create(
        account=account, key_hash=hash_of(key), sent_at=at, until=at + INVITATION_HOLDS
    )
    link = address(key, account.language)
    with translation.override(account.language):
        body = _(
            "{by} has invited you to Ljuspunkt, where Sweden’s coordination associations follow up their work.\n\n"
            "Follow this link to choose a password:\n\n{link}\n\n"
            "The link holds until {until} and can be used once."
        ).format(by=by, link=link, until=invitation.until.date().isoformat())
        enqueue(
            Request(
                to=account.email,
                subject=_("Invitation to Ljuspunkt"),
                body=body,
                key=f"invitation/{invitation.pk}",
                until=invitation.until,
                about=_("Invitation"),
                organisers=_associations_of(account),
            ),
            at=at,
        )
    return link


@transaction.atomic
def send_invitation_again(*, by: Person, account: int, at: datetime, address: Address) -> None:
    """Mail a new link to somebody who hasn't chosen a password yet.

    Raises:
        RuleBroken: `not_allowed`, `invited_already`.
    """
    invited = Account.objects.filter(pk=account).first()
    if invited is None or not any(
        may_give_role(by, Role(held.role), held.association.slug if held.association else None)
        for held in invited.assignments.filter(ended_at__isnull=True).select_related("association")
    ):
        raise RuleBroken("not_allowed", "You can’t give this role here.")
    if invited.has_usable_password() or invited.last_login:
        raise RuleBroken("invited_already", "{person} has an account already.", person=invited.name)
    send_invitation(account=invited, by=by.name, at=at, address=address)
    record(
        by=by.id,
        who=by.name,
        at=at,
        action=marked("Sent {person} the invitation again."),
        about=f"people/{invited.pk}",
        association=next(iter(_associations_of(invited)), ""),
        words={"person": invited.name},
    )


@transaction.atomic
def end_role(*, by: Person, assignment: int, at: datetime) -> None:
    """End a role that somebody holds.

    Raises:
        RuleBroken: `not_allowed`, `last_coordinator`: nobody would coordinate the network any more.
    """
    held = (
        Assignment.objects.select_related("account", "association")
        .select_for_update(of=("self",))
        .filter(pk=assignment, ended_at__isnull=True)
        .first()
    )
    slug = held.association.slug if held and held.association else None
    if held is None or not may_give_role(by, Role(held.role), slug):
        raise RuleBroken("not_allowed", "You can’t end this role.")
    if held.role == Role.NATIONAL_COORDINATOR and _national_coordinators().exclude(pk=held.pk).count() == 0:
        raise RuleBroken(
            "last_coordinator", "The network needs a national coordinator. Give somebody else the role first."
        )
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    record(
        by=by.id,
        who=by.name,
        at=at,
        action=marked("Ended the role {role} of {person}."),
        about=f"people/{held.account_id}",
        association=slug or "",
        words={"person": held.account.name, "role": in_english(Role(held.role))},
    )


@transaction.atomic
def accept_invitation(*, key: str, password: str, at: datetime) -> Account:
    """Give an invited account its first password.

    Raises:
        RuleBroken: `invitation`, the link has been used or is too old.
    """
    invitation = open_invitation(key=key, at=at, lock=True)
    if invitation is None:
        raise RuleBroken("invitation", "This link has been used already, or is too old.")
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    account = invitation.account
    account.set_password(password)
    account.save(update_fields=["password"])
    record(
        by=account.pk,
        who=account.name,
        at=at,
        action=marked("Took up the invitation."),
        about=f"people/{account.pk}",
        association=next(iter(_associations_of(account)), ""),
    )
    return account


def open_invitation(*, key: str, at: datetime, lock: bool = False) -> Invitation | None:
    """Return the invitation of a link where it can still be used."""
    rows = Invitation.objects.select_related("account")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(key_hash=hash_of(key), used_at__isnull=True, until__gt=at, account__is_active=True).first()


@transaction.atomic
def first_coordinator(*, email: str, name: str, language: str, at: datetime, address: Address) -> str:
    """Make somebody a national coordinator from the command line, and return the link to choose a password.

    Raises:
        RuleBroken: `address`, `name`, `account_closed`.
    """
    email = _checked_address(email)
    account = Account.objects.filter(email=email).first()
    if account is None:
        if not name.strip():
            raise RuleBroken("name", "Write the person’s name.")
        account = Account.objects.create_user(email=email, name=name.strip(), language=language)
    if not Assignment.objects.filter(account=account, role=Role.NATIONAL_COORDINATOR, ended_at__isnull=True).exists():
        Assignment.objects.create(account=account, role=Role.NATIONAL_COORDINATOR, given_at=at)
        record(
            by=None,
            who=_("the command line"),
            at=at,
            action=marked("Gave {person} the role {role}."),
            about=f"people/{account.pk}",
            words={"person": account.name, "role": in_english(Role.NATIONAL_COORDINATOR)},
        )
    return send_invitation(account=account, by="Ljuspunkt", at=at, address=address)


def hash_of(key: str) -> str:
    """Return what is kept of an invitation's key."""
    return sha256(key.encode()).hexdigest()


def _association(role: Role, slug: str | None) -> Association | None:
    if (slug is None and role in OF_AN_ASSOCIATION) or (slug is not None and role in OF_THE_NETWORK):
        raise RuleBroken("role_place", "This role is held in the network as a whole or in one association, not there.")
    where = Association.objects.filter(slug=slug).first() if slug is not None else None
    if slug is not None and where is None:
        raise RuleBroken("not_allowed", "You can’t give this role here.")
    return where


def _give(account: Account, role: Role, where: Association | None, at: datetime) -> None:
    if Assignment.objects.filter(account=account, role=role, association=where, ended_at__isnull=True).exists():
        raise RuleBroken("role_held", "{person} holds this role already.", person=account.name)
    Assignment.objects.create(account=account, role=role, association=where, given_at=at)


def _tell(account: Account, role: Role, where: Association | None, by: Person, at: datetime) -> None:
    with translation.override(account.language):
        place = where.name if where else _("the network")
        enqueue(
            Request(
                to=account.email,
                subject=_("A new role in Ljuspunkt"),
                body=_("{by} has given you the role {role} in {place}. It is there the next time you log in.").format(
                    by=by.name, role=role.label, place=place
                ),
                key=f"role/{account.pk}/{role}/{where.pk if where else 0}/{secrets.token_hex(8)}",
                about=_("A new role"),
                organisers=(where.slug,) if where else (),
            ),
            at=at,
        )


def _checked_address(email: str) -> str:
    email = email.strip().lower()
    check_address(email)
    return email


def _associations_of(account: Account) -> tuple[str, ...]:
    held = account.assignments.filter(ended_at__isnull=True, association__isnull=False)
    return tuple(sorted(set(held.values_list("association__slug", flat=True))))


def _national_coordinators() -> QuerySet[Assignment]:
    return Assignment.objects.filter(role=Role.NATIONAL_COORDINATOR, ended_at__isnull=True, account__is_active=True)


@transaction.atomic
def change_account(*, by: Person, name: str, language: str, at: datetime) -> None:
    """Change how the person is called and which language mail to the person has."""
    account = Account.objects.get(pk=by.id)
    if name != account.name:
        record(
            by=by.id,
            who=by.name,
            at=at,
            action=marked("Changed the own name to {name}."),
            about=f"people/{by.id}",
            association=next(iter(_associations_of(account)), ""),
            words={"name": name},
        )
    account.name, account.language = name, language
    account.save(update_fields=["name", "language"])
