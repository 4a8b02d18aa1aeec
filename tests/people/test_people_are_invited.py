"""A coordinator invites; the mailed link lets the person choose a password, once and for a fortnight."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.mail.models import Letter
from ljuspunkt.rooms.people.login.adapters import AccountAdapter
from ljuspunkt.rooms.people.models import Account, Invitation
from ljuspunkt.rooms.people.permissions import Role
from ljuspunkt.rooms.people.services import end_role, invite
from tests.people.world import AT, World

INVITE = "/en/associations/alfa/members/invite/"
NEW = {"email": "Kim.Ek@Example.se", "name": "Kim Ek", "role": "data_collector", "language": "sv"}
PASSWORD = "ett eget långt lösenord"


def address(key: str, language: str) -> str:
    return f"https://example.se/{language}/{key}"


def link_of(email: str) -> str:
    letter = Letter.objects.filter(to=email).latest("pk")
    found = re.search(r"http://testserver(\S+)", letter.body)
    assert found is not None
    return found.group(1)


@pytest.fixture
def invited(world: World) -> World:
    answer = world.client("association_coordinator").post(INVITE, NEW)
    assert answer.headers["Location"] == "/en/associations/alfa/members/"
    return world


def test_the_invited_choose_a_password_by_a_link_in_their_language(invited: World) -> None:
    link = link_of("kim.ek@example.se")
    assert link.startswith("/sv/account/welcome/")
    browser = Client()
    assert "Välkommen, Kim Ek" in browser.get(link).content.decode()
    assert browser.post(link, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert Account.objects.get(email="kim.ek@example.se").check_password(PASSWORD)
    assert browser.get(link).status_code == 410
    assert browser.post(link, {"password1": "x" * 20, "password2": "x" * 20}).status_code == 410
    assert Account.objects.get(email="kim.ek@example.se").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("kort", "kort", "12"),
        ("passwordpassword", "annat", "same"),
        ("123456789012", "123456789012", "numeric"),
    ],
)
def test_a_poor_password_is_refused(invited: World, first: str, second: str, sentence: str) -> None:
    link = link_of("kim.ek@example.se").replace("/sv/", "/en/")
    page = Client().post(link, {"password1": first, "password2": second}).content.decode()
    assert sentence in page
    assert not Account.objects.get(email="kim.ek@example.se").has_usable_password()


def test_the_link_is_too_old_after_a_fortnight(invited: World) -> None:
    Invitation.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert Client().get(link_of("kim.ek@example.se")).status_code == 410


def test_a_new_link_stops_the_earlier_one(invited: World) -> None:
    first = link_of("kim.ek@example.se")
    account = Account.objects.get(email="kim.ek@example.se")
    page = f"/en/associations/alfa/members/{account.pk}/again/"
    browser = invited.client("association_coordinator")
    assert "Kim Ek" in browser.get(page).content.decode()
    browser.post(page)
    assert Client().get(first).status_code == 410
    assert Client().get(link_of("kim.ek@example.se")).status_code == 200


def test_a_password_that_was_set_otherwise_ends_the_link(invited: World) -> None:
    link = link_of("kim.ek@example.se")
    AccountAdapter(None).set_password(Account.objects.get(email="kim.ek@example.se"), PASSWORD)
    assert Client().post(link, {"password1": "x" * 20, "password2": "x" * 20}).status_code == 410
    assert Account.objects.get(email="kim.ek@example.se").check_password(PASSWORD)


def test_the_key_of_a_link_is_not_kept(invited: World) -> None:
    key = link_of("kim.ek@example.se").rstrip("/").rpartition("/")[2]
    assert key not in str(list(Invitation.objects.values()))
    assert key not in str(list(Entry.objects.values()))


def test_who_has_an_account_gets_the_role_and_a_mail_but_no_link(world: World) -> None:
    known = world.account("reader", "beta")
    world.client("association_coordinator").post(INVITE, {**NEW, "email": known.email})
    assert known.assignments.filter(role="data_collector", association__slug="alfa").exists()
    assert "Lokal insamlare" in Letter.objects.get(to=known.email).body
    assert not Invitation.objects.exists()
    known.refresh_from_db()
    assert known.name == "Reader Beta"


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(world: World) -> None:
    page = world.client("association_coordinator").post(INVITE, {**NEW, "email": "kim.ek"}).content.decode()
    assert 'href="#id_email"' in page
    assert 'value="Kim Ek"' in page
    assert not Account.objects.filter(name="Kim Ek").exists()


def test_the_same_role_is_not_given_twice(invited: World) -> None:
    page = invited.client("association_coordinator").post(INVITE, NEW).content.decode()
    assert "Kim Ek holds this role already." in page


@pytest.mark.parametrize("role", ["national_coordinator", "analyst"])
def test_a_coordinator_gives_no_role_of_the_network(world: World, role: str) -> None:
    page = world.client("association_coordinator").post(INVITE, {**NEW, "role": role})
    assert page.status_code == 422
    assert not Account.objects.filter(name="Kim Ek").exists()
    for where in ("alfa", None):
        with pytest.raises(RuleBroken, match="give this role"):
            invite(
                by=world.person("association_coordinator"),
                email="kim@example.se",
                name="Kim",
                language="sv",
                role=Role(role),
                association=where,
                at=AT,
                address=address,
            )


def test_nobody_gives_roles_in_another_association(world: World) -> None:
    with pytest.raises(RuleBroken, match="give this role"):
        invite(
            by=world.person("association_coordinator", "beta"),
            email="kim@example.se",
            name="Kim",
            language="sv",
            role=Role.READER,
            association="alfa",
            at=AT,
            address=address,
        )


def test_an_ended_role_stops_at_once_and_stays_in_the_list(world: World) -> None:
    reader = world.client("association_coordinator", "beta")
    assert reader.get("/en/associations/beta/members/").status_code == 200
    assignment = world.account("association_coordinator", "beta").assignments.get()
    page = f"/en/associations/beta/members/{assignment.pk}/end/"
    browser = world.client("national_coordinator")
    assert "no longer be association coordinator" in browser.get(page).content.decode()
    browser.post(page)
    assert reader.get("/en/associations/beta/members/").status_code == 404
    assert "One role has ended" in browser.get("/en/associations/beta/members/").content.decode()


def test_another_associations_assignment_is_not_ended_through_the_own_pages(world: World) -> None:
    other = world.account("reader", "beta").assignments.get()
    answer = world.client("association_coordinator").post(f"/en/associations/alfa/members/{other.pk}/end/")
    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None


def test_the_last_national_coordinator_stays(world: World) -> None:
    own = world.account("national_coordinator").assignments.get()
    with pytest.raises(RuleBroken, match="needs a national coordinator"):
        end_role(by=world.person("national_coordinator"), assignment=own.pk, at=AT)


def test_an_invitation_that_waits_is_something_to_do(invited: World) -> None:
    page = invited.client("association_coordinator").get("/en/work/").content.decode()
    assert "One invitation has not been taken up" in page
    assert "Kim Ek" in page
    assert "Kim Ek" not in invited.client("association_coordinator", "beta").get("/en/work/").content.decode()


def test_each_step_stands_in_the_log(invited: World) -> None:
    page = invited.client("association_coordinator").get("/sv/log/").content.decode()
    assert "Gav Kim Ek rollen Lokal insamlare." in page
