"""What tests of the days before a conference share: a panel, and codes of preparations as a device works with them."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.conference import panel
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Expert
    from ljuspunkt.rooms.people.permissions import Person

AT = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
MOMENT = AT + timedelta(days=10)
NAMES = ("Astrid Alm", "Bo Björk", "Cecilia Ek", "David Asp", "Elin Lind", "Farid Rönn", "Greta Sälg", "Hugo Lönn")
GROUPS = ("Brukare", "Tjänstemän")


def coordinator(world: World) -> "Person":
    """Return who prepares the conference."""
    return world.person("association_coordinator")


def conference_with_panel(world: World, n: int = 8) -> "Conference":
    """Return a prepared conference with so many experts, in two declared groups and four organisations."""
    from ljuspunkt.files.people_list import Listed
    from ljuspunkt.rooms.conference.services import panel as services

    made = panel.conference(world)
    names = [*NAMES, *(f"Expert {number}" for number in range(9, n + 1))][:n]
    listed = [
        Listed(at, name, f"Verksamhet {at % 4}", GROUPS[at % 2], f"expert{at}@example.se")
        for at, name in enumerate(names)
    ]
    services.add_experts(by=coordinator(world), conference=made.pk, listed=listed, declare=True, at=AT)
    made.refresh_from_db()
    return made


def experts(conference: "Conference") -> "list[Expert]":
    """Return the experts in their order."""
    return list(conference.experts.all())


def opened(world: World, conference: "Conference", n: int = 1) -> list[tuple[str, str]]:
    """Open the preparation, and return the identifier and the ticket of so many new codes."""
    from ljuspunkt.rooms.conference import preparation_codes
    from ljuspunkt.rooms.conference.services import preparation as services

    services.open_preparation(by=coordinator(world), conference=conference.pk, to_open=True, at=AT)
    codes = services.draw_codes(by=coordinator(world), conference=conference.pk, n=n, at=AT)
    salt = type(conference).objects.get(pk=conference.pk).preparation.salt
    return [(preparation_codes.identifier_of(code[:16], salt), code[16:]) for code in codes]
