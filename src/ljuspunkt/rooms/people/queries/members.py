"""Reads of people and their roles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.rooms.people.models import Account, Assignment, Association
from ljuspunkt.rooms.people.permissions import Person, may_give_role
from ljuspunkt.rooms.people.queries.network import AssociationCard, association
from ljuspunkt.rooms.people.roles import OF_AN_ASSOCIATION, OF_THE_NETWORK, Role
from ljuspunkt.ui.to_do import ToDo


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds or held."""

    id: int
    account: int
    name: str
    email: str
    role: Role
    given_at: datetime
    ended_at: datetime | None
    joined: bool
    closed: bool
    may_end: bool
    may_close: bool

    @property
    def role_in_words(self) -> str:
        return str(self.role.label)


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account that the national coordinator may close or open again, and where its holder works."""

    name: str
    closed: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Who holds which role in an association, or in the network where `association` is None."""

    association: AssociationCard | None
    held: tuple[Held, ...]
    ended: tuple[Held, ...]

    @property
    def n_people(self) -> int:
        return len({each.account for each in self.held})


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of the own account."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The own account: roles, and the ways to log in."""

    name: str
    email: str
    language: str
    roles: tuple[str, ...]
    has_app: bool
    n_recovery_codes: int | None
    passkeys: tuple[Passkey, ...]
    invented: bool


def members_page(person: Person, slug: str | None) -> MembersPage:
    """Return who holds and held which role in an association, or in the network where the slug is None."""
    rows = Assignment.objects.select_related("account").filter(association__slug=slug)
    if slug is None:
        rows = Assignment.objects.select_related("account").filter(association__isnull=True)
    all_held = [_held(row, person, slug) for row in rows.order_by("account__name", "role")]
    return MembersPage(
        association=association(slug) if slug else None,
        held=tuple(each for each in all_held if each.ended_at is None),
        ended=tuple(each for each in all_held if each.ended_at is not None),
    )


def roles_to_give(person: Person, slug: str | None) -> tuple[Role, ...]:
    """Return the roles that a person may give in an association, or in the network where the slug is None."""
    elsewhere = OF_AN_ASSOCIATION if slug is None else OF_THE_NETWORK
    return tuple(role for role in Role if role not in elsewhere and may_give_role(person, role, slug))


def account_state(account: int) -> AccountState | None:
    """Return an account with the roles that it holds, None where there is none."""
    found = Account.objects.filter(pk=account).first()
    if found is None:
        return None
    held = found.assignments.filter(ended_at=None).select_related("association")
    return AccountState(
        name=found.name,
        closed=not found.is_active,
        roles=tuple(
            f"{Role(row.role).label}, {row.association.name}" if row.association else str(Role(row.role).label)
            for row in held
        ),
    )


def account_page(account: Account, roles: tuple[str, ...]) -> AccountPage:
    """Return the own account."""
    kept: dict[str, list[Any]] = {kind: [] for kind in Authenticator.Type}
    for row in Authenticator.objects.filter(user=account).order_by("created_at"):
        kept[Authenticator.Type(row.type)].append(row)
    codes = kept[Authenticator.Type.RECOVERY_CODES]
    return AccountPage(
        name=account.name,
        email=account.email,
        language=account.language,
        roles=roles,
        has_app=bool(kept[Authenticator.Type.TOTP]),
        n_recovery_codes=len(codes[0].wrap().get_unused_codes()) if codes else None,
        passkeys=tuple(
            Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at)
            for row in kept[Authenticator.Type.WEBAUTHN]
        ),
        invented=account.invented,
    )


def roles_in_words(person: Person) -> tuple[str, ...]:
    """Return a person's roles as the person reads them, those in the network first."""
    names = dict(Association.objects.filter(slug__in=person.associations()).values_list("slug", "name"))
    return tuple(
        _("{role} in {association}").format(role=grant.role.label, association=names[grant.association_slug])
        if grant.association_slug
        else _("{role} of the network").format(role=grant.role.label)
        for grant in sorted(person.grants, key=lambda grant: (grant.association_slug or "", grant.role))
    )


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return what a person needs to do in the network: look after invitations that nobody has taken up."""
    tasks = []
    network = [None] if person.is_national else []
    for slug in (*network, *sorted(person.associations(Role.ASSOCIATION_COORDINATOR))):
        page = members_page(person, slug)
        waiting = sorted({each.name for each in page.held if not each.joined})
        if waiting:
            tasks.append(
                ToDo(
                    title=ngettext(
                        "One invitation has not been taken up", "{n} invitations have not been taken up", len(waiting)
                    ).format(n=len(waiting)),
                    why=_("Waiting for {people}. The link can be sent again.").format(people=", ".join(waiting)),
                    address=reverse("people:members", args=[slug]) if slug else reverse("people:network_members"),
                    button=_("See who is invited"),
                    where=page.association.name if page.association else "",
                )
            )
    return tuple(tasks)


def _held(row: Assignment, person: Person, slug: str | None) -> Held:
    return Held(
        id=row.pk,
        account=row.account_id,
        name=row.account.name,
        email=row.account.email,
        role=Role(row.role),
        given_at=row.given_at,
        ended_at=row.ended_at,
        joined=row.account.has_usable_password() or row.account.last_login is not None,
        closed=not row.account.is_active,
        may_end=row.ended_at is None and may_give_role(person, Role(row.role), slug),
        may_close=person.is_national and row.account_id != person.id,
    )
