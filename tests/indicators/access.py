"""Who may open the addresses of inventories and protocols."""

from collections.abc import Mapping
from typing import Any

from tests.indicators.making import AT, filled
from tests.people.access import COORDINATOR, EVERYONE, READER, SIGNED_IN, Row, own
from tests.people.world import World

READERS = own(COORDINATOR, READER)
EDITORS = own(COORDINATOR)


def here(world: World) -> Mapping[str, Any]:
    return {"slug": filled(world)}


def first(world: World) -> Mapping[str, Any]:
    return {"slug": filled(world), "number": "1"}


def two(world: World) -> Mapping[str, Any]:
    return {"slug": filled(world), "one": "1", "other": "2"}


def a_theme(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Theme
    from ljuspunkt.rooms.indicators.services import keep_theme

    slug = filled(world)
    known = Theme.objects.filter(inventory__slug=slug).first()
    by = world.person("association_coordinator")
    key = (
        known.pk
        if known
        else keep_theme(by=by, at=AT, inventory_slug=slug, theme=None, title={"sv": "Tid"}, numbers=["1"])
    )
    return {"slug": slug, "key": key}


def a_merged(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Candidate
    from ljuspunkt.rooms.indicators.services import merge_candidates

    slug = filled(world, ["1", "2", "3", "8", "9"])
    if not Candidate.objects.filter(inventory__slug=slug, number="9", status="merged").exists():
        by = world.person("association_coordinator")
        merge_candidates(by=by, at=AT, inventory_slug=slug, kept="8", gone="9", reason="Samma sak.")
    return {"slug": slug, "number": "9"}


def published(world: World) -> None:
    from ljuspunkt.rooms.indicators.models import ProtocolVersion
    from ljuspunkt.rooms.indicators.services import (
        Agreed,
        adopt_protocols,
        publish_additions,
        publish_protocol,
        take_indicator,
    )

    if ProtocolVersion.objects.exists():
        return
    listed = [Agreed(number, number, "process", {"sv": f"Indikator {number}"}) for number in ("1", "2", "3")]
    adopt_protocols(indicators=listed, protocols={"comprehensive": ["1", "2", "3"], "core": ["1"]}, at=AT)
    by = world.person("association_coordinator")
    publish_protocol(by=by, at=AT, conference_slug="dagen", name="core", title={}, indicators=listed[:1])
    take_indicator(by=by, at=AT, association="alfa", number="2")
    publish_additions(by=by, at=AT, association="alfa", note={})


def network(world: World) -> Mapping[str, Any]:
    published(world)
    return {"name": "core"}


def of_alfa(world: World) -> Mapping[str, Any]:
    published(world)
    return {"scope": "association", "owner": "alfa", "name": "additions"}


def adding(world: World) -> Mapping[str, Any]:
    return {"owner": of_alfa(world)["owner"]}


def an_own(world: World) -> Mapping[str, Any]:
    from ljuspunkt.domain.indicator.candidate import Wording
    from ljuspunkt.rooms.indicators.models import Addition
    from ljuspunkt.rooms.indicators.services import keep_own_indicator

    known = Addition.objects.filter(association__slug="alfa", number="E1").first()
    if known is None:
        by, said = world.person("association_coordinator"), Wording(title={"sv": "Egen"}, kind="process")
        keep_own_indicator(by=by, at=AT, association="alfa", addition=None, number="E1", said=said)
        known = Addition.objects.get(association__slug="alfa", number="E1")
    return {"owner": "alfa", "key": known.pk}


ROWS: dict[str, Row] = {
    "indicators:inventories": Row(SIGNED_IN),
    "indicators:inventory_new": Row(own(COORDINATOR, anywhere=True)),
    "indicators:inventory": Row(READERS, here),
    "indicators:inventory_settings": Row(EDITORS, here),
    "indicators:candidate_new": Row(EDITORS, here),
    "indicators:candidate": Row(READERS, first),
    "indicators:candidate_change": Row(EDITORS, first),
    "indicators:candidate_status": Row(EDITORS, lambda world: {**first(world), "status": "withdrawn"}),
    "indicators:candidate_merge": Row(EDITORS, first),
    "indicators:merge_undo": Row(EDITORS, a_merged),
    "indicators:alike": Row(READERS, here),
    "indicators:pair": Row(READERS, two),
    "indicators:pair_not_same": Row(EDITORS, two, get=False),
    "indicators:pair_again": Row(EDITORS, two, get=False),
    "indicators:themes": Row(READERS, here),
    "indicators:theme_new": Row(EDITORS, here),
    "indicators:theme": Row(EDITORS, a_theme),
    "indicators:theme_move": Row(EDITORS, lambda world: {**a_theme(world), "direction": "up"}, get=False),
    "indicators:theme_remove": Row(EDITORS, a_theme),
    "indicators:list_import": Row(EDITORS, here),
    "indicators:list_preview": Row(EDITORS, here),
    "indicators:list_drop": Row(EDITORS, here, get=False),
    "indicators:list_template": Row(READERS, here),
    "indicators:list_export": Row(READERS, lambda world: {**here(world), "kind": "csv"}),
    "indicators:protocols": Row(EVERYONE),
    "indicators:protocol": Row(EVERYONE, network),
    "indicators:protocol_version": Row(EVERYONE, lambda world: {**network(world), "number": 1}),
    "indicators:protocol_document": Row(EVERYONE, lambda world: {**network(world), "number": 1}),
    "indicators:protocol_of": Row(EVERYONE, of_alfa),
    "indicators:protocol_of_version": Row(EVERYONE, lambda world: {**of_alfa(world), "number": 1}),
    "indicators:protocol_of_document": Row(EVERYONE, lambda world: {**of_alfa(world), "number": 1}),
    "indicators:additions": Row(EDITORS, adding),
    "indicators:addition_take": Row(EDITORS, adding, get=False),
    "indicators:addition_new": Row(EDITORS, adding),
    "indicators:addition_own": Row(EDITORS, an_own),
    "indicators:addition_move": Row(EDITORS, lambda world: {**an_own(world), "direction": "up"}, get=False),
    "indicators:addition_remove": Row(EDITORS, an_own, get=False),
    "indicators:additions_publish": Row(EDITORS, adding, get=False),
}
