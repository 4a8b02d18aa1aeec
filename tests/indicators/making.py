"""Inventories for tests: the 41 titles of 2014, and small ones of one's own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ljuspunkt.domain.indicator.candidate import KINDS, Source, Wording
from ljuspunkt.domain.vocabulary import Text
from tests.people.world import World

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def titles_of_2014(reference: Path) -> dict[str, str]:
    """Return the Swedish titles of the catalogue of 2014 by number."""
    catalogue = yaml.safe_load((reference / "catalogue-2014.yaml").read_text(encoding="utf-8"))
    return {str(each["number"]): each["title"]["sv"] for each in catalogue["indicators"]}


def an_inventory(
    world: World, slug: str = "lista", *, owners: Sequence[str] = ("alfa",), kinds: Mapping[str, Text] = KINDS
) -> str:
    """Make an empty inventory that belongs to these associations, and return its slug."""
    from ljuspunkt.rooms.indicators.models import Inventory
    from ljuspunkt.rooms.indicators.services import create_inventory

    if not Inventory.objects.filter(slug=slug).exists():
        create_inventory(
            by=world.person("association_coordinator", owners[0]),
            at=AT,
            slug=slug,
            title={"sv": "Inventering", "en": "Inventory"},
            kinds=kinds,
            owners=owners,
        )
    return slug


def a_candidate(world: World, number: str = "1", *, slug: str = "lista", **said: Any) -> str:
    """Add a candidate to an inventory, and return its number."""
    from ljuspunkt.rooms.indicators.models import Candidate
    from ljuspunkt.rooms.indicators.services import propose_candidate

    if Candidate.objects.filter(inventory__slug=slug, number=number).exists():
        return number
    return propose_candidate(
        by=world.person("association_coordinator"),
        at=AT,
        inventory_slug=slug,
        number=number,
        said=Wording(**{"title": {"sv": f"Kandidat nummer {number}"}, "kind": "process", **said}),
    )


def filled(world: World, numbers: Sequence[str] = ("1", "2", "3"), slug: str = "lista") -> str:
    """Make an inventory with candidates that have sources and proposers of their own, and return its slug."""
    an_inventory(world, slug)
    for number in numbers:
        a_candidate(
            world,
            number,
            slug=slug,
            proposed_by=f"Grupp {number}",
            sources=(Source("report", f"Rapport {number}", f"https://example.org/{number}"),),
        )
    return slug
