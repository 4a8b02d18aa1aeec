"""The frame of every page: a quiet way in for visitors, and the working menu for those who are signed in."""

from django.test import Client

from tests.people.world import World


def test_a_visitor_sees_a_way_in_and_gets_no_cookie(db: None, client: Client) -> None:
    page = client.get("/sv/accessibility/")
    assert "/sv/account/login/" in page.content.decode()
    assert not page.cookies


def test_who_is_signed_in_sees_the_own_name_and_a_way_out(world: World) -> None:
    page = world.client("reader").get("/en/work/").content.decode()
    assert "Reader Alfa" in page
    assert "/en/account/logout/" in page


def test_what_needs_doing_is_asked_of_those_who_are_signed_in_only(db: None, client: Client) -> None:
    answer = client.get("/sv/work/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sv/account/login/?next=/sv/work/"
