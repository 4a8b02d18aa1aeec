"""Who a request comes from, and what that person may do, in words that read as sentences.

Nobody who isn't signed in is a `Person`. Whoever lacks the right to an object gets the same answer as if it didn't
exist, since that it exists is itself something to know (`refuse_unless`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from ljuspunkt.rooms.people.models import Account, Assignment
from ljuspunkt.rooms.people.roles import OF_AN_ASSOCIATION, OF_THE_NETWORK, Role
from ljuspunkt.web.origin import page_of_form

__all__ = [
    "OF_AN_ASSOCIATION",
    "OF_THE_NETWORK",
    "Grant",
    "Person",
    "Role",
    "known",
    "may_chair",
    "may_give_role",
    "may_manage",
    "may_organise",
    "person",
    "person_of",
    "refuse_unless",
    "signed_in",
    "way_back",
]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that is held in an association, or in the network as a whole where the slug is None."""

    role: Role
    association_slug: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, with what the person holds at this moment."""

    id: int
    name: str
    email: str
    grants: frozenset[Grant] = frozenset()

    @property
    def is_national(self) -> bool:
        """Whether the person coordinates the network as a whole."""
        return Grant(Role.NATIONAL_COORDINATOR) in self.grants

    def has(self, role: Role, *, in_association: str | None) -> bool:
        """Return whether the person holds a role there; None asks for the network as a whole."""
        return Grant(role, in_association) in self.grants

    def associations(self, *roles: Role) -> frozenset[str]:
        """Return the associations in which the person holds one of the roles, any role where none is named."""
        return frozenset(
            grant.association_slug
            for grant in self.grants
            if grant.association_slug is not None and (not roles or grant.role in roles)
        )


def person_of(account: Account) -> Person:
    """Return an account as a person with the roles it holds now."""
    held = Assignment.objects.filter(account=account, ended_at__isnull=True).values_list("role", "association__slug")
    return Person(
        id=account.pk,
        name=account.name,
        email=account.email,
        grants=frozenset(Grant(Role(role), slug) for role, slug in held),
    )


def person(request: HttpRequest) -> Person | None:
    """Return who the request comes from, None where nobody is signed in; read once per request."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account) and not getattr(account, "is_authenticated", False):
        return None
    found: Person | None = getattr(request, "_person", None)
    if found is None or found.id != account.pk:  # type: ignore[union-attr]
        found = person_of(account)  # type: ignore[arg-type]
        request._person = found  # type: ignore[attr-defined]
    return found


def known(request: HttpRequest) -> Person:
    """Return who the request comes from, in a view that only those who are signed in open.

    Raises:
        Http404: nobody is signed in.
    """
    found = person(request)
    if found is None:
        raise Http404
    return found


def signed_in(view: View[P]) -> View[P]:
    """Let a view be opened by those who are signed in; others are sent to log in, and come back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if person(request) is None:
            return redirect_to_login(way_back(request))
        return view(request, *args, **kwargs)

    return guarded


def way_back(request: HttpRequest) -> str:
    """Return where to go after logging in: to what was asked for, or to the page whose button was pressed."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else page_of_form(request)


def refuse_unless(allowed: bool) -> None:
    """Answer as if there were nothing there, unless it is allowed.

    Raises:
        Http404: it isn't.
    """
    if not allowed:
        raise Http404


def may_organise(person: Person | None, organisers: Collection[str]) -> bool:
    """Return whether the person prepares what these associations arrange: nationally, or as a coordinator of one."""
    return person is not None and (
        person.is_national or not person.associations(Role.ASSOCIATION_COORDINATOR).isdisjoint(organisers)
    )


def may_chair(person: Person | None, organisers: Collection[str]) -> bool:
    """Return whether the person leads a conference of these associations: as a chair or coordinator of one of them."""
    return person is not None and not person.associations(
        Role.CONFERENCE_CHAIR, Role.ASSOCIATION_COORDINATOR
    ).isdisjoint(organisers)


def may_manage(person: Person | None, association: str | None) -> bool:
    """Return whether the person keeps what is known of an association; None asks for the network as a whole."""
    if person is None:
        return False
    return person.is_national or (
        association is not None and person.has(Role.ASSOCIATION_COORDINATOR, in_association=association)
    )


def may_give_role(person: Person | None, role: Role, association: str | None) -> bool:
    """Return whether the person may give or end a role: nationally any, a coordinator those in the own association."""
    return person is not None and (
        person.is_national
        or (role not in OF_THE_NETWORK and association is not None and may_manage(person, association))
    )
