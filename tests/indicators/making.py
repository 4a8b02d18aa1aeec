"""Inventories for tests: the 41 titles of 2014, and small ones of one's own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from ljuspunkt.domain.indicator.candidate import KINDS, Source, Wording
from ljuspunkt.domain.indicator.measure import Measure, of_texts
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


OPEN_ON = date(2026, 3, 2)
CLOSED_ON = date(2026, 4, 1)
AFTER = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
EVER = date(2099, 12, 31)


def the_core(*numbers: str) -> int:
    """Publish the network's core with these indicators, where it isn't there yet, and return the version's key."""
    from ljuspunkt.domain.indicator.published import Agreed
    from ljuspunkt.rooms.indicators.models import ProtocolVersion
    from ljuspunkt.rooms.indicators.services import adopt_protocols

    found = ProtocolVersion.objects.filter(protocol__name="core", protocol__conference="").order_by("-number").first()
    if found is None:
        chosen = numbers or ("1", "2", "4")
        listed = [
            Agreed(each, f"k{each}", "process", {"sv": f"Indikator {each}"}, {"sv": f"Vad {each} betyder"})
            for each in chosen
        ]
        adopt_protocols(indicators=listed, protocols={"core": [each.candidate for each in listed]}, at=AT)
        found = ProtocolVersion.objects.get(protocol__name="core", protocol__conference="")
    return found.pk


def a_call(
    world: World,
    slug: str = "matt",
    *,
    owners: Sequence[str] = ("alfa",),
    closes_on: date = CLOSED_ON,
    audiences: Sequence[Text] = ({"sv": "Lokala experter", "en": "Local experts"}, {"sv": "Användare", "en": "Users"}),
) -> str:
    """Make a call for measures of the core, where it isn't there yet, and return its slug."""
    from ljuspunkt.rooms.indicators.models import Call
    from ljuspunkt.rooms.indicators.services.measures import CallTerms, create_call

    if not Call.objects.filter(slug=slug).exists():
        create_call(
            by=world.person("association_coordinator", owners[0]) if owners else world.person("national_coordinator"),
            at=AT,
            slug=slug,
            terms=CallTerms(
                {"sv": "Föreslå mått", "en": "Propose measures"}, {"sv": "Vi frågar er."}, OPEN_ON, closes_on
            ),
            version=the_core(),
            owners=owners,
            audiences=audiences,
        )
    return slug


def code_of(slug: str = "matt", place: int = 1) -> str:
    """Return the code of an audience's address."""
    from ljuspunkt.rooms.indicators.models import Audience

    return Audience.objects.get(call__slug=slug, place=place).code


def a_measure(title: str, **said: str) -> Measure:
    """Return a measure in Swedish."""
    return of_texts({part: {"sv": text} for part, text in {"title": title, **said}.items()})


def propose(
    title: str, *, slug: str = "matt", indicator: str = "1", place: int = 1, key: str = "", name: str = "", **said: str
) -> int:
    """Propose a measure at an audience's address, and return the proposal's number."""
    from ljuspunkt.rooms.indicators.models import Proposal
    from ljuspunkt.rooms.indicators.services.measures import Sender, propose_measures

    propose_measures(
        code=code_of(slug, place),
        sender=Sender(key or sha256(title.encode()).hexdigest()[:32], name),
        page=f"page of {title}",
        indicator=indicator,
        measures=[a_measure(title, **said)],
        on=OPEN_ON,
    )
    last = Proposal.objects.filter(call__slug=slug).order_by("-number").first()
    assert last is not None
    return last.number


def shown(world: World, *titles: str, slug: str = "matt", indicator: str = "1") -> list[int]:
    """Propose measures and let them through, and return their numbers."""
    from ljuspunkt.rooms.indicators.services.measures import moderate

    numbers = [propose(title, slug=slug, indicator=indicator) for title in titles]
    moderate(by=world.person("analyst"), at=AT, call_slug=slug, numbers=numbers, state="shown")
    return numbers


def a_published_measure(world: World) -> str:
    """Publish a measure protocol of the core with one measure, where there is none, and return the protocol's name."""
    from ljuspunkt.rooms.indicators.models import MeasureVersion
    from ljuspunkt.rooms.indicators.services.measures import decide, publish_measures

    if not MeasureVersion.objects.exists():
        a_call(world, "publicerad", owners=())
        (number,) = shown(world, "Andel som vet vart de ska vända sig", slug="publicerad")
        by = world.person("analyst")
        decide(by=by, at=AT, call_slug="publicerad", number=number, decision="in", reason="Mäts redan.")
        publish_measures(by=by, at=AFTER, call_slug="publicerad", note={})
    return "core"
