"""Who may open the way in, the phone and the screen of a room: everybody who knows its code."""

from tests.people.access import EVERYONE, Row
from tests.people.world import World


def _room(world: World) -> dict[str, object]:
    from tests.conference.access import prepared_conference

    return {"code": prepared_conference(world).join_code}


ROWS = {
    "join": Row(EVERYONE),
    "room": Row(EVERYONE, _room),
    "screen": Row(EVERYONE, _room),
}
