"""A session ends when nobody has used it for two hours, after half a day in any case, and with a new password."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from ljuspunkt.rooms.people.login.sessions import BEGAN, SEEN
from tests.people.world import PASSWORD, World


def aged(browser: Client, **hours: float) -> Client:
    browser.get("/en/work/")
    session = browser.session
    now = timezone.now().timestamp()
    for name, ago in hours.items():
        session[{"began": BEGAN, "seen": SEEN}[name]] = int(now - timedelta(hours=ago).total_seconds())
    session.save()
    return browser


def test_a_session_in_use_goes_on(world: World) -> None:
    browser = aged(world.client("reader"), began=11.9, seen=1.9)
    assert browser.get("/en/work/").status_code == 200
    assert timezone.now().timestamp() - browser.session[SEEN] < 60


def test_one_that_was_left_alone_ends_and_says_so(world: World) -> None:
    browser = aged(world.client("reader"), seen=2)
    answer = browser.get("/en/associations/alfa/")
    assert answer.headers["Location"] == "/en/account/login/?next=/en/associations/alfa/"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "Your session has ended" in browser.get(answer.headers["Location"]).content.decode()
    assert browser.get("/en/work/").status_code == 302


def test_who_pressed_a_button_after_it_ended_comes_back_to_the_buttons_page(world: World) -> None:
    page = "/en/associations/alfa/"
    for browser in (aged(world.client("association_coordinator"), seen=3), Client()):
        answer = browser.post(f"{page}groups/1/end/", headers={"Referer": f"http://testserver{page}"})
        assert answer.headers["Location"] == f"/en/account/login/?next={page}"
        answer = browser.post(f"{page}groups/1/end/", headers={"Referer": f"http://elsewhere.example.org{page}"})
        assert answer.headers["Location"] == "/en/account/login/?next="


def test_the_address_of_a_button_leads_to_the_page_it_is_on(world: World) -> None:
    browser = world.client("national_coordinator")
    address = "/en/conferences/alfa-2026/chair/7/close/"
    answer = browser.get(address, headers={"Accept": "text/html,*/*"})
    assert answer.headers["Location"] == "/en/conferences/alfa-2026/chair/"
    assert browser.get(address, headers={"Accept": "application/json"}).status_code == 405


def test_half_a_day_is_the_longest(world: World) -> None:
    assert aged(world.client("reader"), began=12).get("/en/work/").status_code == 302


def test_an_old_session_does_nothing_more(world: World) -> None:
    browser = aged(world.client("national_coordinator"), seen=3)
    browser.post("/en/associations/+/", {"name": "Samordningsförbundet Delta"})
    assert "Delta" not in world.client("reader").get("/en/associations/").content.decode()


def test_logging_out_ends_it_on_the_server(world: World) -> None:
    browser = world.client("reader")
    key = browser.cookies["sessionid"].value
    browser.post("/en/account/logout/")
    other = Client()
    other.cookies["sessionid"] = key
    assert other.get("/en/work/").status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere(world: World) -> None:
    here, elsewhere = world.client("reader"), world.client("reader")
    chosen = "ett annat långt lösenord"
    here.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen})
    assert here.get("/en/work/").status_code == 200
    assert elsewhere.get("/en/work/").status_code == 302


def test_nobody_between_keeps_the_pages_of_who_is_signed_in(world: World) -> None:
    browser = world.client("association_coordinator")
    for page in ("associations/alfa/members/", "log/", "account/", "events/"):
        assert "private" in browser.get(f"/en/{page}").headers["Cache-Control"]
    assert "Cache-Control" not in Client().get("/en/accessibility/").headers


def test_the_next_person_at_the_browser_cannot_go_back_to_pages_of_who_logged_out(world: World) -> None:
    browser = world.client("reader")
    assert "Clear-Site-Data" not in browser.get("/en/work/").headers
    assert browser.post("/en/account/logout/").headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in browser.get("/en/").headers
