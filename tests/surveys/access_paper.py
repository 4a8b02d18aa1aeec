"""Who may open the pages about paper questionnaires and about a pilot's questions."""

from collections.abc import Mapping
from typing import Any

from tests.people.access import ANALYST, COLLECTOR, COORDINATOR, NATIONAL, Row, Who, own
from tests.people.world import World
from tests.surveys import measuring

PRINTS = own(COORDINATOR, COLLECTOR)
ENTERS = own(COORDINATOR, COLLECTOR, national=False)
ANYBODY_WITH_WAVES = Who(roles=frozenset({NATIONAL, ANALYST, COORDINATOR, COLLECTOR}))
JUDGES = Who(roles=frozenset({NATIONAL, ANALYST}))


def _paper(world: World) -> Mapping[str, Any]:
    """Return an open wave's paper of alfa."""
    card = measuring.opened(world, associations=("alfa",)).collector("alfa", way="paper")
    return {"slug": card.wave_slug, "code": card.code}


def _wave(world: World) -> Mapping[str, Any]:
    return {"slug": measuring.planned(world, associations=("alfa",)).slug}


def _numbered(world: World) -> Mapping[str, Any]:
    return {**_paper(world), "number": 1}


def _pilot(world: World) -> Mapping[str, Any]:
    """Return a frozen pilot without answers of any group that is large enough."""
    measurement = measuring.opened(world, kind="pilot")
    measurement.answer(measurement.collector("alfa"), q1="1")
    measurement.end()
    measurement.freeze()
    return {"slug": measurement.wave.slug}


PAPER = {
    "paper:overview": Row(ANYBODY_WITH_WAVES, _wave),
    "paper:form": Row(PRINTS, _paper),
    "paper:sheet": Row(ENTERS, _paper),
    "paper:numbered": Row(ENTERS, _numbered),
    "paper:settle": Row(ENTERS, _numbered),
    "pilot:quality": Row(JUDGES, _pilot),
    "pilot:workbook": Row(JUDGES, _pilot),
}
