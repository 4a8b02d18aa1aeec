"""A person's roles, association by association, decide what the person may do."""

from django.http import HttpRequest
from django.test import RequestFactory

from ljuspunkt.rooms.people.permissions import Grant, Person, Role, may_chair, may_organise, person
from tests.people.world import World


def somebody(*grants: Grant) -> Person:
    return Person(id=1, name="Kim Ek", email="kim@example.se", grants=frozenset(grants))


def test_a_coordinator_organises_for_the_own_association_only() -> None:
    kim = somebody(Grant(Role.ASSOCIATION_COORDINATOR, "alfa"))
    assert may_organise(kim, ["alfa", "beta"])
    assert not may_organise(kim, ["beta"])
    assert not may_organise(kim, [])
    assert not may_organise(None, ["alfa"])


def test_the_national_coordinator_organises_everywhere_but_chairs_nowhere() -> None:
    kim = somebody(Grant(Role.NATIONAL_COORDINATOR))
    assert kim.is_national
    assert may_organise(kim, ["beta"])
    assert not may_chair(kim, ["beta"])


def test_a_chair_chairs_but_does_not_organise() -> None:
    kim = somebody(Grant(Role.CONFERENCE_CHAIR, "alfa"))
    assert may_chair(kim, ["alfa"])
    assert not may_organise(kim, ["alfa"])


def test_one_person_holds_several_roles_in_several_associations() -> None:
    kim = somebody(
        Grant(Role.DATA_COLLECTOR, "alfa"), Grant(Role.READER, "beta"), Grant(Role.EVALUATOR), Grant(Role.ANALYST)
    )
    assert kim.associations() == {"alfa", "beta"}
    assert kim.associations(Role.READER) == {"beta"}
    assert kim.has(Role.EVALUATOR, in_association=None)
    assert not kim.has(Role.READER, in_association="alfa")


def test_a_national_role_given_for_an_association_makes_nobody_national() -> None:
    assert not somebody(Grant(Role.NATIONAL_COORDINATOR, "alfa")).is_national


def test_a_request_knows_its_person_and_the_ended_roles_no_longer_count(world: World, rf: RequestFactory) -> None:
    account = world.account("data_collector", "beta")
    request: HttpRequest = rf.get("/")
    request.user = account
    found = person(request)
    assert found is not None
    assert found.grants == {Grant(Role.DATA_COLLECTOR, "beta")}
    account.assignments.update(ended_at=account.created_at)
    request = rf.get("/")
    request.user = account
    found = person(request)
    assert found is not None
    assert found.grants == frozenset()
