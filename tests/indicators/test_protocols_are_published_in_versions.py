"""A protocol is published in versions: each stays as it was, can be checked by its hash, and says what changed."""

import hashlib
import json
from collections.abc import Sequence

import pytest
from django.db import DatabaseError, connection, transaction

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import Wording
from ljuspunkt.domain.indicator.published import Agreed, MergedText, Passed, changes, document, hash_of, read
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.indicators import queries
from ljuspunkt.rooms.indicators.immutable import VERSIONS
from ljuspunkt.rooms.indicators.models import Addition, ProtocolVersion
from ljuspunkt.rooms.indicators.services import (
    adopt_protocols,
    keep_own_indicator,
    move_addition,
    publish_additions,
    publish_protocol,
    remove_addition,
    take_indicator,
)
from tests.indicators.making import AT, LATER
from tests.people.world import World


def listed(*numbers: str, title: str = "Indikator") -> list[Agreed]:
    return [Agreed(number, f"k{number}", "process", {"sv": f"{title} {number}"}) for number in numbers]


def adopt(core: Sequence[str] = ("1",), every: Sequence[str] = ("1", "2", "3"), title: str = "Indikator") -> None:
    adopt_protocols(
        indicators=listed(*every, title=title),
        protocols={"comprehensive": [f"k{each}" for each in every], "core": [f"k{each}" for each in core]},
        at=AT,
        conference="dagen",
    )


def editions(name: str) -> list[ProtocolVersion]:
    return list(ProtocolVersion.objects.filter(protocol__name=name).order_by("number"))


@pytest.mark.django_db
def test_a_version_says_what_it_hashes_to_and_when_it_was_published() -> None:
    adopt()
    (core,) = editions("core")
    assert hashlib.sha256(core.document.encode()).hexdigest() == core.sha256
    held = json.loads(core.document)
    assert (held["version"], held["published_on"], held["conference"]) == (1, "2026-03-02", "dagen")
    assert document(read(core.document)) == core.document
    assert Entry.objects.filter(action__startswith="Published version").count() == 2


@pytest.mark.django_db
def test_the_same_again_is_no_new_version_and_a_difference_is() -> None:
    adopt()
    adopt()
    assert len(editions("core")) == 1
    adopt(core=["1", "3"])
    first, second = editions("core")
    found = changes(read(first.document), read(second.document))
    assert [each.number for each in found.added] == ["3"]
    assert (found.removed, found.reworded, found.reordered) == ((), (), False)
    adopt(core=["1", "3"], title="Omdöpt")
    found = changes(read(second.document), read(editions("core")[2].document))
    assert [(each.before.title["sv"], each.after.title["sv"]) for each in found.reworded] == [
        ("Indikator 1", "Omdöpt 1"),
        ("Indikator 3", "Omdöpt 3"),
    ]
    assert queries.protocols() == {"core": ("k1", "k3"), "comprehensive": ("k1", "k2", "k3")}
    assert queries.indicators()["k3"].protocols == ("core", "comprehensive")


@pytest.mark.django_db
def test_a_protocol_that_a_result_no_longer_names_is_out_of_force_but_readable() -> None:
    adopt()
    adopt_protocols(indicators=listed("1"), protocols={"core": ["k1"]}, at=LATER, conference="nasta")
    assert queries.protocols() == {"core": ("k1",)}
    assert [len(read(each.document).indicators) for each in editions("comprehensive")] == [3, 0]


@pytest.mark.parametrize("change", ["UPDATE {table} SET sha256 = 'x'", "DELETE FROM {table}"])
@pytest.mark.django_db
def test_the_database_refuses_to_change_a_version(change: str) -> None:
    VERSIONS.put_on(connection)
    adopt()
    before = [(each.number, each.sha256) for each in ProtocolVersion.objects.all()]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table=VERSIONS.table))
    assert [(each.number, each.sha256) for each in ProtocolVersion.objects.all()] == before
    VERSIONS.take_off(connection)


def test_a_conference_publishes_its_own_with_each_indicators_way(world: World) -> None:
    adopt()
    agreed = [
        Agreed(
            "1",
            "7",
            "effect",
            {"sv": "Ny lydelse"},
            original={"sv": "Första lydelsen"},
            merged=(MergedText("9", {"sv": "Samma sak"}),),
            way=(Passed("4", {"sv": "Fjärde"}, None, 0, "through"), Passed("5", {"sv": "Femte"}, 20, 23, "through")),
        )
    ]
    by = world.person("association_coordinator")

    def publish(national: bool = False) -> int:
        return publish_protocol(
            by=by, at=AT, conference_slug="var-dag", name="core", title={}, indicators=agreed, national=national
        )

    assert publish() == 1
    assert queries.protocols("var-dag") == {"core": ("7",)}
    assert queries.protocols()["core"] == ("k1",), "and the network's stays"
    with pytest.raises(RuleBroken) as refusal:
        publish()
    assert refusal.value.code == "nothing_new"
    with pytest.raises(RuleBroken) as refusal:
        publish(national=True)
    assert refusal.value.code == "not_national"
    page = world.client(None).get("/sv/protocols/conference/var-dag/core/").content.decode()
    for said in ("Ny lydelse", "Första lydelsen", "9. Samma sak", '<span class="num">–</span>', "20 av 23"):
        assert said in page


def test_an_indicator_stands_once_in_a_protocol(world: World) -> None:
    with pytest.raises(RuleBroken) as refusal:
        publish_protocol(
            by=None, at=AT, conference_slug="x", name="core", title={}, indicators=[*listed("1"), *listed("1")]
        )
    assert refusal.value.code == "indicator_twice"
    assert not ProtocolVersion.objects.exists()


def own(world: World, number: str = "E1", title: str = "Egen", addition: int | None = None) -> None:
    by = world.person("association_coordinator")
    said = Wording(title={"sv": title}, kind="effect")
    keep_own_indicator(by=by, at=AT, association="alfa", addition=addition, number=number, said=said)


def test_an_association_adds_publishes_and_adds_again(world: World) -> None:
    adopt()
    by = world.person("association_coordinator")
    take_indicator(by=by, at=AT, association="alfa", number="3")
    own(world)
    assert publish_additions(by=by, at=AT, association="alfa", note={"sv": "De första"}) == 1
    with pytest.raises(RuleBroken) as refusal:
        publish_additions(by=by, at=LATER, association="alfa", note={"sv": "Inget nytt"})
    assert refusal.value.code == "nothing_new"
    own(world, title="Egen, tydligare", addition=Addition.objects.get(number="E1").pk)
    remove_addition(by=by, at=LATER, association="alfa", addition=Addition.objects.get(taken="3").pk)
    assert publish_additions(by=by, at=LATER, association="alfa", note={}) == 2
    first, second = editions("additions")
    assert [(each.number, each.own) for each in read(first.document).indicators] == [("3", False), ("E1", True)]
    assert [each.title["sv"] for each in read(second.document).indicators] == ["Egen, tydligare"]
    (core,) = editions("core")
    based = read(first.document).based
    assert (based[0].name, based[0].version, based[0].sha256) == ("core", 1, core.sha256)
    reader = world.client(None)
    page = reader.get("/sv/protocols/association/alfa/additions/").content.decode()
    assert "Gick bort" in page and "3. Indikator 3" in page and "1. Indikator 1" in page
    old = reader.get("/sv/protocols/association/alfa/additions/1/").content.decode()
    assert "Det finns en senare utgåva." in old
    text = reader.get("/sv/protocols/association/alfa/additions/1/document.json").content.decode()
    assert hash_of(text) == first.sha256
    assert queries.protocols() == {"core": ("k1",), "comprehensive": ("k1", "k2", "k3")}


@pytest.mark.parametrize(("number", "code"), [("1", "in_core"), ("3", "taken_already"), ("99", "not_in_list")])
def test_only_what_is_left_of_the_comprehensive_list_can_be_added(world: World, number: str, code: str) -> None:
    adopt()
    by = world.person("association_coordinator")
    take_indicator(by=by, at=AT, association="alfa", number="3")
    with pytest.raises(RuleBroken) as refusal:
        take_indicator(by=by, at=AT, association="alfa", number=number)
    assert refusal.value.code == code


def test_an_own_indicator_takes_no_number_of_the_networks_and_needs_a_title(world: World) -> None:
    adopt()
    own(world)
    for number, title, code in (
        ("2", "Egen", "number_of_network"),
        ("E1", "Egen", "number_taken_own"),
        ("E2", "", "no_title"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            by = world.person("association_coordinator")
            said = Wording(title={"sv": title} if title else {}, kind="effect")
            keep_own_indicator(by=by, at=AT, association="alfa", addition=None, number=number, said=said)
        assert refusal.value.code == code


def test_what_the_list_no_longer_has_must_be_taken_away_before_publishing(world: World) -> None:
    adopt()
    by = world.person("association_coordinator")
    take_indicator(by=by, at=AT, association="alfa", number="3")
    adopt(every=["1", "2"])
    with pytest.raises(RuleBroken) as refusal:
        publish_additions(by=by, at=AT, association="alfa", note={})
    assert refusal.value.code == "no_longer_in_list"
    page = world.client("association_coordinator").get("/sv/protocols/association/alfa/add/").content.decode()
    assert "finns inte längre i protokollet" in page


def test_additions_are_ordered_by_hand(world: World) -> None:
    adopt()
    by = world.person("association_coordinator")
    for number in ("3", "2"):
        take_indicator(by=by, at=AT, association="alfa", number=number)
    move_addition(by=by, at=LATER, association="alfa", addition=Addition.objects.get(taken="2").pk, direction="up")
    assert [each.taken for each in Addition.objects.all()] == ["2", "3"]
    move_addition(by=by, at=LATER, association="alfa", addition=Addition.objects.get(taken="2").pk, direction="up")
    assert [each.taken for each in Addition.objects.all()] == ["2", "3"]
    assert Entry.objects.filter(action__startswith="Moved number").count() == 1, "the first stays where it is"


def test_everything_is_done_through_the_pages_and_by_nobody_else(world: World) -> None:
    adopt()
    here = "/sv/protocols/association/alfa/add/"
    other = world.client("association_coordinator", "beta")
    for address, sent in (("take/", {"number": "3"}), ("publish/", {}), ("own/", {"number": "E1"})):
        assert other.post(here + address, sent).status_code == 404
    browser = world.client("association_coordinator")
    assert browser.post(f"{here}take/", {"number": "3"}).status_code == 302
    assert browser.post(f"{here}take/", {"number": "1"}).status_code == 422
    sent = {"number": "E1", "kind": "effect", "title_sv": "Egen"}
    assert browser.post(f"{here}own/", sent).status_code == 302
    refused = browser.post(f"{here}own/", sent)
    assert refused.status_code == 422 and "Det finns redan en egen indikator" in refused.content.decode()
    key = Addition.objects.get(number="E1").pk
    assert other.post(f"/sv/protocols/association/beta/add/{key}/remove/").status_code == 302
    assert Addition.objects.filter(pk=key).exists(), "an own address doesn't open another's addition"
    assert other.get(f"/sv/protocols/association/beta/add/own/{key}/").status_code == 404
    assert browser.post(f"{here}publish/", {"note_sv": "Första"}).status_code == 302
    assert len(editions("additions")) == 1
