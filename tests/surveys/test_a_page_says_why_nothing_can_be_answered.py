"""What respondents are told where nothing can be answered, and what is refused of strangers."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from ljuspunkt.rooms.surveys.answering import doors, ways
from ljuspunkt.rooms.surveys.answering.addresses import place_of
from ljuspunkt.rooms.surveys.answering.site import answer, at_once
from ljuspunkt.rooms.surveys.answering.web import LARGEST, Asked
from ljuspunkt.rooms.surveys.models import Wave
from ljuspunkt.web import doors as shared
from tests.surveys.answering import HOST, Phone, Staged, stage

pytestmark = pytest.mark.django_db

LINK = "/answer/link234567/"


def change(staged: Staged, **fields: object) -> None:
    Wave.objects.filter(pk=staged.wave.pk).update(**fields)
    ways.forget()


@pytest.mark.parametrize(
    "state, heading",
    [("closed", "Mätningen är stängd"), ("frozen", "Mätningen är stängd"), ("planned", "Mätningen har inte öppnat")],
)
def test_a_wave_that_isnt_open_says_so(state: str, heading: str) -> None:
    staged = stage()
    change(staged, state=state, opens_on=date(2026, 3, 1))
    phone = Phone()
    phone.get(LINK)
    assert phone.heading == heading and (state != "planned" or "1 mars 2026" in phone.page)


def test_a_paused_way_says_so() -> None:
    staged = stage()
    staged.collectors["link"].paused = True
    staged.collectors["link"].save()
    phone = Phone("ar")
    phone.get(LINK)
    assert phone.heading == "لا تمكن الإجابة الآن" and 'dir="rtl"' in phone.page


def test_what_comes_after_the_close_is_told_to_be_too_late() -> None:
    staged = stage()
    phone = Phone()
    phone.get(f"{LINK}sv/all/")
    Wave.objects.filter(pk=staged.wave.pk).update(state="closed")  # the pages still think it's open
    phone.choose("send", q1="1", helped="nobody")
    assert phone.status == 409 and phone.heading == "Mätningen är stängd"
    assert staged.answers() == []


def test_a_link_that_was_used_says_that_the_answers_are_there() -> None:
    staged = stage()
    phone = Phone()
    phone.get(f"{staged.letter(used=True)}sv/all/")
    assert phone.heading == "Svaren är redan mottagna"


def test_two_who_use_the_same_link_at_once_send_one_answer() -> None:
    staged = stage()
    letter = staged.letter()
    one, other = Phone(), Phone()
    one.get(f"{letter}sv/all/")
    other.get(f"{letter}sv/all/")
    one.choose("send", q1="1", helped="nobody")
    other.choose("send", q1="9", helped="nobody")
    assert one.heading == "Tack för dina svar" and other.heading == "Svaren är redan mottagna"
    assert [answer.values for answer in staged.answers()] == [{"q1": "1"}]


@pytest.mark.parametrize(
    "path",
    [
        "/answer/nosuchcode/",
        "/answer/paper234567/",
        "/a/mail234567/NOSUCHTOKEN23456/",
        "/a/link234567/NOSUCHTOKEN23456/",
        "/answer/link234567/sv/nosuchpage/",
        "/answer/",
        "/a/",
        "/answer/../../etc/passwd",
        "/answer/link234567/sv/picture/x/0123456789abcdef/",
    ],
)
def test_what_isnt_there_says_so_in_words(path: str) -> None:
    stage()
    phone = Phone()
    phone.get(path)
    assert phone.status == 404 and phone.heading == "Adressen finns inte"


@pytest.mark.parametrize("typed", ["n4qx7t2k", "N4QX-7T2K", "n4qx-7t2k"])
def test_an_address_typed_from_a_poster_in_another_way_leads_there(typed: str) -> None:
    staged = stage()
    staged.collectors["link"].code = "N4QX7T2K"
    staged.collectors["link"].save()
    phone = Phone()
    phone.get(f"/answer/{typed}/")
    assert (phone.status, phone.at) == (200, "/answer/N4QX7T2K/")
    phone.get(f"/answer/{typed}x/")
    assert phone.status == 404


def test_a_language_that_isnt_open_leads_to_the_first_page() -> None:
    stage(languages=["sv", "en"])
    phone = Phone("ar")
    phone.get(f"{LINK}ar/")
    assert phone.at == LINK and '<html lang="sv"' in phone.page and "العربية" not in phone.page
    phone.get(f"{LINK}en-easy/1/")
    assert phone.at.startswith(f"{LINK}en/")


def test_forms_of_other_sites_are_refused() -> None:
    staged = stage()
    for headers in ({"origin": "https://evil.example"}, {"origin": "null", "sec-fetch-site": "cross-site"}):
        found = Phone().ask("POST", f"{LINK}sv/all/", b"a-q1=1&do=send&helped=nobody&key=" + b"a" * 32, **headers)
        assert found.status == 403
    assert staged.answers() == []


@pytest.mark.parametrize(
    "body, status",
    [
        (b"a-q1=" + b"1" * LARGEST, 413),
        (b"\xff\xfe=1&do=send", 400),
        (b"&".join(b"a=1" for _ in range(2100)), 400),
        (b"do=send&key=short&a-q1=1", 303),
        (b"do=send&a-q1=%00%ff&a-q1=2", 422),
    ],
)
def test_broken_forms_are_refused_in_words(body: bytes, status: int) -> None:
    stage()
    assert Phone().ask("POST", f"{LINK}sv/all/", body).status == status


def test_broken_cookies_are_nobodys() -> None:
    stage()
    for cookie in ("answers=x", "answers=" + "A" * 54, "answers=%00.AAA", "answers=\xe5.AAA", "sessionid=1; answers="):
        assert Phone().ask("GET", f"{LINK}sv/1/", cookie=cookie).status == 303
        assert Phone().ask("GET", LINK, cookie=cookie).status == 200


def test_only_our_own_hosts_are_answered() -> None:
    stage()
    assert Phone().ask("GET", LINK, host="evil.example").status == 400
    assert at_once(Asked("GET", LINK, {"host": "evil.example"})) is None


def test_pages_have_the_same_protection_as_all_others_and_keep_quieter(client: Client) -> None:
    stage()
    ours = dict(Phone().ask("GET", LINK).headers)
    others = {name.lower(): value for name, value in client.get("/sv/").headers.items()}
    for name in ("content-security-policy", "x-frame-options", "x-content-type-options", "permissions-policy"):
        assert ours[name] == others[name]
    assert (ours["referrer-policy"], ours["cache-control"]) == ("no-referrer", "no-store")
    assert "set-cookie" not in ours


def test_django_answers_the_same_where_it_is_asked(client: Client) -> None:
    staged = stage()
    page = client.get(f"{LINK}sv/", headers={"host": HOST})
    assert "Hur fungerar stödet?" in page.content.decode() and page["referrer-policy"] == "no-referrer"
    form = "application/x-www-form-urlencoded"
    begun = client.post(f"{LINK}sv/", "do=begin", content_type=form, headers={"host": HOST})
    assert begun.status_code == 303 and client.cookies["answers"]["httponly"]
    assert "Jag får stöd" in client.get(begun["location"], headers={"host": HOST}).content.decode()
    letter = staged.letter()
    assert "Hur fungerar stödet?" in client.get(letter).content.decode()
    assert set(client.cookies) == {"answers"}


def test_addresses_lead_where_they_say() -> None:
    assert place_of("/answer/abc/sv-easy/12/") is not None
    for path in (
        "/answer/abc/SV/",
        "/answer/abc/sv/x y/",
        "/answer/a/b/c/d/",
        "/a/abc/",
        "/sv/",
        "/answer/" + "a" * 65,
    ):
        assert place_of(path) is None


def test_other_ways_of_asking_are_not_allowed() -> None:
    stage()
    assert Phone().ask("PUT", LINK).status == 405
    head = Phone().ask("HEAD", LINK)
    assert head.status == 200


def test_a_strange_address_on_an_open_line_is_led_to_the_secure_one(settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    shared._chain.cache_clear()
    shared.door.cache_clear()
    doors.door.cache_clear()
    try:
        found = answer(Asked("GET", "/answer/å\r\nset-cookie: a=b/", {"host": HOST}))
    finally:
        shared._chain.cache_clear()
        shared.door.cache_clear()
        doors.door.cache_clear()
    assert dict(found.headers)["location"] == f"https://{HOST}/answer/%C3%A5%0D%0Aset-cookie%3A%20a%3Db/"


@pytest.mark.parametrize(("accepts", "language"), [("ar", "ar"), ("so,sv;q=0.5", "so"), ("en-GB", "en"), ("fi", "sv")])
def test_an_address_that_isnt_there_is_told_in_the_reader_s_language(accepts: str, language: str) -> None:
    phone = Phone(accepts)
    phone.get("/answer/nosuchcode/")
    assert phone.status == 404 and f'<html lang="{language}"' in phone.page
