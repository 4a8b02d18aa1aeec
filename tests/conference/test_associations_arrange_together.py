"""An association arranges a conference with others when one of its own coordinators says yes, never before."""

from typing import TYPE_CHECKING

import pytest

from tests.conference import panel
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference

PAGE = "/sv/conferences/alfa-2026/"
NAME = "Samordningsförbundet Beta"


def arranging(conference: "Conference") -> set[str]:
    return set(conference.organisers.values_list("slug", flat=True))


@pytest.fixture
def asked(world: World) -> "Conference":
    conference = panel.conference(world)
    answer = world.client("association_coordinator").post(f"{PAGE}organisers/", {"asked": ["beta"]})
    assert answer.status_code == 302
    return conference


def test_who_is_asked_sees_nothing_and_is_named_nowhere_before_the_yes(world: World, asked: "Conference") -> None:
    assert arranging(asked) == {"alfa"}
    for role in ("association_coordinator", "conference_chair"):
        assert world.client(role, "beta").get(PAGE).status_code == 404
    page = world.client("association_coordinator").get(PAGE).content.decode()
    assert f"Tillfrågad, inget svar än: {NAME}" in page


def test_a_coordinator_says_yes_from_what_needs_doing(world: World, asked: "Conference") -> None:
    beta = world.client("association_coordinator", "beta")
    assert f"{PAGE}asked/" in beta.get("/sv/work/").content.decode()
    assert f"Ja, {NAME} arrangerar den" in beta.get(f"{PAGE}asked/").content.decode()
    answer = beta.post(f"{PAGE}asked/", {"association": "beta", "answer": "yes"})
    assert answer.headers["Location"] == PAGE
    assert arranging(asked) == {"alfa", "beta"}
    assert not asked.asked.exists()
    assert [world.client(role, "beta").get(PAGE).status_code for role in ("conference_chair", "reader")] == [200, 404]
    assert f"{PAGE}asked/" not in beta.get("/sv/work/").content.decode()
    assert f"{NAME} arrangerar också" in beta.get("/sv/log/").content.decode()
    assert beta.post(f"{PAGE}asked/", {"association": "beta", "answer": "no"}).status_code == 302
    assert arranging(asked) == {"alfa", "beta"}


def test_a_no_leaves_the_association_out(world: World, asked: "Conference") -> None:
    beta = world.client("association_coordinator", "beta")
    assert beta.post(f"{PAGE}asked/", {"association": "beta", "answer": "no"}).status_code == 302
    assert (arranging(asked), asked.asked.count()) == ({"alfa"}, 0)
    assert beta.get(f"{PAGE}asked/").status_code == 404
    assert f"Sa nej för {NAME}" in world.client("association_coordinator").get("/sv/log/").content.decode()


@pytest.mark.parametrize(
    ("role", "association"),
    [("association_coordinator", "alfa"), ("conference_chair", "beta"), ("national_coordinator", None)],
)
def test_only_its_own_coordinators_answer_for_an_association(
    world: World, asked: "Conference", role: str, association: str | None
) -> None:
    world.client(role, association).post(f"{PAGE}asked/", {"association": "beta", "answer": "yes"})
    assert arranging(asked) == {"alfa"}
    assert asked.asked.count() == 1


def test_the_question_can_be_taken_back(world: World, asked: "Conference") -> None:
    world.client("association_coordinator").post(f"{PAGE}organisers/", {"take_back": "beta"})
    assert not asked.asked.exists()
    assert world.client("association_coordinator", "beta").get(f"{PAGE}asked/").status_code == 404


def test_the_national_coordinator_adds_an_association_at_once(world: World) -> None:
    conference = panel.conference(world)
    world.client("national_coordinator").post(f"{PAGE}organisers/", {"asked": ["beta"]})
    assert arranging(conference) == {"alfa", "beta"}


def test_nobody_is_asked_about_a_closed_conference(world: World, asked: "Conference") -> None:
    type(asked).objects.update(state="held")
    assert world.client("association_coordinator").post(f"{PAGE}organisers/", {"asked": ["beta"]}).status_code == 422
    assert world.client("association_coordinator").post(f"{PAGE}organisers/", {"take_back": "beta"}).status_code == 422
    beta = world.client("association_coordinator", "beta")
    assert f"{PAGE}asked/" not in beta.get("/sv/work/").content.decode()
    beta.post(f"{PAGE}asked/", {"association": "beta", "answer": "yes"})
    assert arranging(asked) == {"alfa"}
