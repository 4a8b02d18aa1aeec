"""Who may open the addresses of waves: whoever runs them, and those who collect for an association in them."""

from collections.abc import Mapping
from typing import Any

from tests.people.access import ANALYST, COLLECTOR, COORDINATOR, EVERYONE, NATIONAL, NATIONALLY, Row, Who, own
from tests.people.world import World
from tests.surveys.access_instruments import INSTRUMENTS
from tests.surveys.access_keys import KEYS
from tests.surveys.access_paper import PAPER
from tests.surveys.measuring import planned

COLLECTING = own(COORDINATOR, COLLECTOR)
WITH_ADDRESSES = own(COORDINATOR, COLLECTOR, national=False)
SEEING = Who(roles=frozenset({NATIONAL, ANALYST, COORDINATOR, COLLECTOR}))


def wave(world: World) -> Mapping[str, Any]:
    """Plan a wave with alfa alone in it."""
    return {"slug": planned(world, associations=("alfa",)).slug}


def begun(world: World) -> Mapping[str, Any]:
    """Return a wave that is open, with alfa alone in it."""
    made = planned(world, associations=("alfa",))
    made.state = "open"
    made.save(update_fields=["state"])
    return {"slug": made.slug}


def part(world: World) -> Mapping[str, Any]:
    """Return alfa in a wave, with a link."""
    made = planned(world, associations=("alfa",))
    way(made, "link")
    return {"slug": made.slug, "association": "alfa"}


def link(world: World) -> Mapping[str, Any]:
    """Return the number of a link of alfa."""
    return {"pk": way(planned(world, associations=("alfa",)), "link")}


def addresses(world: World) -> Mapping[str, Any]:
    """Return the number of a list of addresses of alfa."""
    return {"pk": way(planned(world, associations=("alfa",)), "mail")}


def way(wave: Any, how: str) -> int:
    """Make a way of answering for alfa, and return its number."""
    from ljuspunkt.rooms.surveys.models import Collector
    from ljuspunkt.rooms.surveys.services.collectors import new_code

    return Collector.objects.create(
        participation=wave.participations.get(association__slug="alfa"),
        respondent_group=wave.instruments.get().respondent_group,
        way=how,
        code=new_code(),
    ).pk


WAVES = {
    "waves:waves": Row(Who(roles=SEEING.roles, anywhere=True)),
    "waves:new": Row(NATIONALLY),
    "waves:wave": Row(SEEING, wave),
    "waves:settings": Row(NATIONALLY, wave),
    "waves:instruments": Row(NATIONALLY, wave),
    "waves:associations": Row(NATIONALLY, wave),
    "waves:open": Row(NATIONALLY, wave),
    "waves:by_itself": Row(NATIONALLY, wave),
    "waves:end": Row(NATIONALLY, begun),
    "waves:next": Row(NATIONALLY, wave),
    "waves:remove": Row(NATIONALLY, wave),
    "waves:board": Row(SEEING, begun),
    "waves:numbers": Row(COLLECTING, wave),
    "waves:numbers_template": Row(COLLECTING, wave),
    "waves:part": Row(SEEING, part),
    "waves:asked": Row(COLLECTING, part),
    "waves:initiatives": Row(COLLECTING, part),
    "waves:collectors_new": Row(COLLECTING, part),
    "waves:posters": Row(SEEING, part),
    "waves:collectors_everywhere": Row(NATIONALLY, wave),
    "waves:collector": Row(COLLECTING, link),
    "waves:poster": Row(COLLECTING, link),
    "waves:qr": Row(COLLECTING, link),
    "waves:pause": Row(COLLECTING, link, get=False),
    "waves:collector_remove": Row(COLLECTING, link),
    "waves:addresses": Row(WITH_ADDRESSES, addresses),
    "waves:address_remove": Row(WITH_ADDRESSES, addresses, get=False),
    "waves:remind": Row(WITH_ADDRESSES, addresses),
}

RESPONDENTS = {
    "answering:answer": Row(EVERYONE, lambda world: {"code": "NEVERMDE"}),
    "answering:answer_page": Row(EVERYONE, lambda world: {"rest": "NEVERMDE/sv/"}),
    "answering:personal": Row(EVERYONE, lambda world: {"code": "NEVERMDE", "token": "never-made"}),
    "answering:personal_page": Row(EVERYONE, lambda world: {"rest": "NEVERMDE/never-made/sv/"}),
}

ROWS = {**INSTRUMENTS, **WAVES, **PAPER, **KEYS, **RESPONDENTS}
