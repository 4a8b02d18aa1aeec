"""Two invented associations and somebody for every role, for the tests of all rooms.

`world.client("conference_chair")` is a browser that is signed in as the chair of the association `alfa`;
`world.client("conference_chair", "beta")` as the other association's.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from ljuspunkt.rooms.people.models import Account
    from ljuspunkt.rooms.people.permissions import Person

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""When everybody in the world got the roles."""

OF_THE_NETWORK = {"national_coordinator", "analyst"}
ROLES = (
    "national_coordinator",
    "analyst",
    "association_coordinator",
    "data_collector",
    "conference_chair",
    "evaluator",
    "reader",
)
ASSOCIATIONS = {"alfa": "Samordningsförbundet Alfa", "beta": "Samordningsförbundet Beta"}
PASSWORD = "en lång mening att minnas"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class World:
    """The people of two associations, made when they are asked for."""

    accounts: "dict[tuple[str, str | None], Account]" = field(default_factory=dict)

    def account(self, role: str, association: str | None = "alfa") -> "Account":
        """Return somebody who holds one role, in the association, or in the network where the role belongs to it."""
        from ljuspunkt.rooms.people.models import Account, Assignment, Association

        where = None if role in OF_THE_NETWORK else association
        if (role, where) not in self.accounts:
            made = Account.objects.create_user(
                email=f"{role.replace('_', '-')}.{where or 'network'}@example.se",
                password=PASSWORD,
                name=f"{role.replace('_', ' ').capitalize()} {(where or 'network').capitalize()}",
            )
            Assignment.objects.create(
                account=made,
                role=role,
                association=Association.objects.get(slug=where) if where else None,
                given_at=AT,
            )
            self.accounts[role, where] = made
        return self.accounts[role, where]

    def person(self, role: str, association: str | None = "alfa") -> "Person":
        """Return the same as use cases know them."""
        from ljuspunkt.rooms.people.permissions import person_of

        return person_of(self.account(role, association))

    def client(self, role: str | None, association: str | None = "alfa") -> Client:
        """Return a browser signed in with password and second factor; signed in as nobody where the role is None."""
        browser = Client()
        if role is not None:
            browser.force_login(self.account(role, association), backend=BACKEND)
        return browser


def make_world() -> World:
    """Put the associations `alfa` and `beta` into the database, and return a world with them."""
    from ljuspunkt.rooms.people.models import Association

    for slug, name in ASSOCIATIONS.items():
        Association.objects.create(slug=slug, name=name, since_year=2010)
    return World()


@pytest.fixture
def world(db: None) -> World:
    """Return a world with the associations `alfa` and `beta`."""
    return make_world()
