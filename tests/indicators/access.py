"""Who may open the addresses of inventories and protocols."""

from collections.abc import Mapping
from typing import Any

from tests.indicators.making import AT, EVER, a_call, a_published_measure, code_of, filled, shown
from tests.people.access import ANALYST, COORDINATOR, EVALUATOR, EVERYONE, READER, SIGNED_IN, Row, own
from tests.people.world import World

READERS = own(COORDINATOR, EVALUATOR, READER)
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


def call(world: World) -> Mapping[str, Any]:
    return {"slug": a_call(world, closes_on=EVER)}


def asked(world: World) -> Mapping[str, Any]:
    call(world)
    return {"code": code_of()}


def an_indicator(world: World) -> Mapping[str, Any]:
    return {**call(world), "number": "1"}


def a_proposal(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Proposal

    slug = call(world)["slug"]
    first = Proposal.objects.filter(call__slug=slug, state="shown").first()
    return {"slug": slug, "number": first.number if first else shown(world, "Ett mått")[0]}


def a_pair(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Proposal

    slug = call(world)["slug"]
    known = list(
        Proposal.objects.filter(call__slug=slug, state="shown", indicator="2").values_list("number", flat=True)
    )
    one, other = known or shown(world, "Det ena måttet", "Det andra måttet", indicator="2")
    return {"slug": slug, "one": one, "other": other}


def an_audience(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Audience

    slug = call(world)["slug"]
    return {"slug": slug, "key": Audience.objects.filter(call__slug=slug)[0].pk}


def a_group(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import MeasureGroup
    from ljuspunkt.rooms.indicators.services.measures import keep_group

    at = an_indicator(world)
    known = MeasureGroup.objects.filter(call__slug=at["slug"]).first()
    by = world.person("analyst")
    key = (
        known.pk
        if known
        else keep_group(by=by, at=AT, call_slug=at["slug"], indicator="1", group=None, title={"sv": "Tid"})
    )
    return {**at, "key": key}


def a_merged_proposal(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Proposal
    from ljuspunkt.rooms.indicators.services.measures import merge_proposals

    slug = call(world)["slug"]
    known = Proposal.objects.filter(call__slug=slug, state="merged").first()
    if known is None:
        kept, gone = shown(world, "Behålls", "Slås ihop", indicator="4")
        merge_proposals(by=world.person("analyst"), at=AT, call_slug=slug, kept=kept, gone=gone, reason="Samma.")
        known = Proposal.objects.get(call__slug=slug, number=gone)
    return {"slug": slug, "number": known.number}


def a_sent(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.indicators.models import Answer

    a_proposal(world)
    answer = Answer.objects.filter(audience__code=code_of())[0]
    return {"code": code_of(), "key": answer.key}


def measured(world: World) -> Mapping[str, Any]:
    return {"name": a_published_measure(world)}


def measured_of_alfa(world: World) -> Mapping[str, Any]:
    """Return an address of an association's measure protocol that nothing was published for."""
    return {"scope": "association", "owner": "alfa", "name": "additions"}


COMPILERS = own(COORDINATOR, ANALYST)

MEASURES: dict[str, Row] = {
    "measures:open": Row(EVERYONE, asked),
    "measures:open_indicator": Row(EVERYONE, lambda world: {**asked(world), "number": "1"}),
    "measures:sent": Row(EVERYONE, a_sent),
    "measures:protocols": Row(EVERYONE),
    "measures:protocol": Row(EVERYONE, measured),
    "measures:protocol_version": Row(EVERYONE, lambda world: {**measured(world), "number": 1}),
    "measures:protocol_file": Row(EVERYONE, lambda world: {**measured(world), "number": 1, "ending": "xlsx"}),
    "measures:protocol_of": Row(EVERYONE, measured_of_alfa),
    "measures:protocol_of_version": Row(EVERYONE, lambda world: {**measured_of_alfa(world), "number": 1}),
    "measures:protocol_of_file": Row(
        EVERYONE, lambda world: {**measured_of_alfa(world), "number": 1, "ending": "json"}
    ),
    "measures:calls": Row(own(COORDINATOR, ANALYST, anywhere=True)),
    "measures:call_new": Row(own(COORDINATOR, ANALYST, anywhere=True)),
    "measures:call": Row(COMPILERS, call),
    "measures:call_change": Row(COMPILERS, call),
    "measures:audience_new": Row(COMPILERS, call),
    "measures:audience": Row(COMPILERS, an_audience),
    "measures:publish": Row(COMPILERS, call),
    "measures:proposals_file": Row(COMPILERS, call),
    "measures:waiting": Row(COMPILERS, call),
    "measures:erase": Row(COMPILERS, call),
    "measures:indicator": Row(COMPILERS, an_indicator),
    "measures:group_new": Row(COMPILERS, an_indicator),
    "measures:group": Row(COMPILERS, a_group),
    "measures:group_move": Row(COMPILERS, lambda world: {**a_group(world), "direction": "up"}, get=False),
    "measures:proposal": Row(COMPILERS, a_proposal),
    "measures:proposal_change": Row(COMPILERS, a_proposal),
    "measures:proposal_decide": Row(COMPILERS, a_proposal, get=False),
    "measures:proposal_comment": Row(COMPILERS, a_proposal, get=False),
    "measures:comment_remove": Row(COMPILERS, lambda world: {**a_proposal(world), "key": 1}, get=False),
    "measures:proposal_group": Row(COMPILERS, a_proposal, get=False),
    "measures:proposal_state": Row(COMPILERS, lambda world: {**a_proposal(world), "state": "refused"}),
    "measures:proposal_move": Row(COMPILERS, a_proposal),
    "measures:name_erase": Row(COMPILERS, a_proposal),
    "measures:proposal_merge": Row(COMPILERS, a_proposal, get=False),
    "measures:merge_undo": Row(COMPILERS, a_merged_proposal),
    "measures:pair": Row(COMPILERS, a_pair),
    "measures:pair_differ": Row(COMPILERS, a_pair, get=False),
}

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
    **MEASURES,
}
