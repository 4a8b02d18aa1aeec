"""A shared tablet: after sending, after a while without a touch, and by the back button nothing of anybody is left."""

import pytest

from tests.surveys.answering import Phone, stage

pytestmark = pytest.mark.django_db

KIOSK = "/answer/kiosk234567/"


def begun() -> Phone:
    tablet = Phone()
    tablet.get(KIOSK)
    tablet.post(f"{KIOSK}sv/", do="begin")
    tablet.choose(q1="2")
    return tablet


def test_after_sending_it_is_the_next_persons() -> None:
    staged = stage()
    tablet = begun()
    tablet.get(f"{KIOSK}sv/end/")
    tablet.choose("send", helped="nobody")
    assert tablet.heading == "Tack för dina svar" and tablet.cookies == {} and "Nästa person" in tablet.page
    assert f'content="30;url={KIOSK}sv/clear/"' in tablet.page
    tablet.get(f"{KIOSK}sv/1/")
    assert tablet.at == KIOSK and "checked" not in tablet.page and "påbörjade" not in tablet.page
    assert len(staged.answers()) == 1


def test_without_a_touch_it_asks_and_then_clears() -> None:
    stage()
    tablet = begun()
    assert f'<noscript><meta http-equiv="refresh" content="120;url={KIOSK}sv/idle/">' in tablet.page
    tablet.get(f"{KIOSK}sv/idle/")
    assert tablet.heading == "Är du kvar?" and f'content="30;url={KIOSK}sv/clear/"' in tablet.page
    assert f'href="{KIOSK}sv/2/"' in tablet.page
    tablet.get(f"{KIOSK}sv/clear/")
    assert tablet.at == KIOSK and tablet.cookies == {} and "påbörjade" not in tablet.page


def test_whoever_opens_its_address_finds_nothing_of_the_last_person() -> None:
    stage()
    tablet = begun()
    tablet.get(f"{KIOSK}sv/")
    assert "påbörjade" in tablet.page
    tablet.get(KIOSK)
    assert tablet.at == KIOSK and tablet.cookies == {} and "påbörjade" not in tablet.page
    tablet.get(f"{KIOSK}sv/2/")
    assert tablet.at == KIOSK and "checked" not in tablet.page


def test_its_pages_show_no_code_unless_somebody_asks() -> None:
    stage()
    tablet = begun()
    assert 'class="code"' not in tablet.page
    tablet.choose("later", q2=["1"])
    assert 'class="code"' in tablet.page
    tablet.post(do="leave")
    assert tablet.at == KIOSK and tablet.cookies == {}


def test_it_asks_one_question_at_a_time_only() -> None:
    stage()
    tablet = Phone()
    tablet.get(KIOSK)
    assert "alla frågor på en sida" not in tablet.page
    tablet.get(f"{KIOSK}sv/all/")
    assert tablet.at == f"{KIOSK}sv/"
