"""Who may open the pages about what a conference gave; it isn't published here, so only those who hold it see it."""

from collections.abc import Mapping
from typing import Any

from tests.people.access import CHAIR, COORDINATOR, EVERYONE, Row, own
from tests.people.world import World
from tests.results.holding import FIRST, held

HOLDERS = own(COORDINATOR, CHAIR)
PREPARES = own(COORDINATOR)


def _slug(world: World) -> Mapping[str, Any]:
    return {"slug": held(world).slug}


def _with(**more: str) -> Any:
    return lambda world: {**_slug(world), **more}


ROWS = {
    "conference:overview": Row(EVERYONE),
    "conference:vote": Row(EVERYONE, lambda world: {"reference": FIRST}),
    "conference:protocol": Row(EVERYONE, lambda world: {"name": "core"}),
    "conference:result": Row(HOLDERS, _slug),
    "conference:result_vote": Row(HOLDERS, _with(reference=FIRST)),
    "conference:result_protocol": Row(HOLDERS, _with(name="core")),
    "conference:result_candidate": Row(HOLDERS, _with(reference="d")),
    "conference_report:page": Row(HOLDERS, _slug),
    "conference_report:pdf": Row(HOLDERS, _slug),
    "results:account": Row(PREPARES, _slug),
    "results:passage": Row(PREPARES, _with(item="M3")),
    "results:publish": Row(PREPARES, _slug),
    "results:evaluation": Row(HOLDERS, _slug),
    "results:export": Row(HOLDERS, _slug),
    "results:room": Row(EVERYONE, lambda world: {"code": held(world).join_code}),
}
