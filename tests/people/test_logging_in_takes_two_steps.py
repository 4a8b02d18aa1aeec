"""A password alone is never enough: a code by e-mail, a code from an app, or a recovery code comes after it."""

import re
from time import monotonic, time

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.people.world import PASSWORD, World

LOGIN = "/en/account/login/"
CODE = "/en/account/login/code/"
SECOND = "/en/account/login/second/"
EMAIL = "reader.alfa@example.se"


@pytest.fixture
def browser(world: World) -> Client:
    world.account("reader")
    return Client()


def signed_in(browser: Client) -> bool:
    return browser.get("/en/work/").status_code == 200


def give_password(browser: Client, email: str = EMAIL, password: str = PASSWORD) -> str:
    answer = browser.post(LOGIN, {"login": email, "password": password})
    return answer.headers.get("Location", answer.content.decode())


def mailed_code() -> str:
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found is not None
    return found.group()


def app_code(secret: str) -> str:
    """Return what an app shows now; it is good for the half minute before and after, so the test may take its time."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time()) // app_settings.TOTP_PERIOD))


def test_after_the_password_a_code_comes_by_mail(browser: Client) -> None:
    assert give_password(browser) == CODE
    assert not signed_in(browser)
    assert mail.outbox[-1].to == [EMAIL]
    assert browser.post(CODE, {"code": mailed_code()}).headers["Location"] == "/en/work/"
    assert signed_in(browser)


def test_a_wrong_code_lets_nobody_in_and_three_end_the_attempt(browser: Client) -> None:
    give_password(browser)
    code = mailed_code()
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    for _attempt in range(3):
        browser.post(CODE, {"code": wrong})
    assert browser.post(CODE, {"code": code}).status_code == 302
    assert not signed_in(browser)


def test_who_came_for_a_page_is_led_back_to_it(browser: Client) -> None:
    page = browser.get("/en/associations/alfa/").headers["Location"]
    browser.post(page, {"login": EMAIL, "password": PASSWORD, "next": "/en/associations/alfa/"})
    answer = browser.post(CODE, {"code": mailed_code(), "next": "/en/associations/alfa/"})
    assert answer.headers["Location"] == "/en/associations/alfa/"


def test_nobody_is_led_to_another_site(browser: Client) -> None:
    browser.post(LOGIN, {"login": EMAIL, "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert browser.post(CODE, {"code": mailed_code()}).headers["Location"] == "/en/work/"


def test_with_an_app_its_code_is_asked_for_instead_of_a_mailed_one(world: World, browser: Client) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(world.account("reader"), secret)
    assert give_password(browser) == SECOND
    assert "Use a passkey" not in browser.get(SECOND).content.decode(), "there is none"
    assert mail.outbox == []
    assert not signed_in(browser)
    assert browser.post(SECOND, {"code": app_code(secret)}).status_code == 302
    assert signed_in(browser)


def test_codes_of_an_app_can_not_be_guessed_one_after_the_other(world: World) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(world.account("reader"), secret)
    for _attempt in range(5):
        guesser = Client()
        give_password(guesser)
        guesser.post(SECOND, {"code": "12345x"})
    give_password(guesser)
    answer = guesser.post(SECOND, {"code": app_code(secret)})
    assert "Too many attempts in a short time." in answer.content.decode()
    assert not signed_in(guesser)


def test_a_recovery_code_lets_in_once(world: World, browser: Client) -> None:
    own = world.client("reader")
    page = own.get("/en/account/second/app/", follow=True)
    page = own.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    own.post("/en/account/second/app/", {"code": app_code(secret)})
    codes = own.get("/en/account/second/codes/").context["unused_codes"]
    give_password(browser)
    browser.post(SECOND, {"code": codes[0]})
    assert signed_in(browser)
    again = Client()
    give_password(again)
    again.post(SECOND, {"code": codes[0]})
    assert not signed_in(again)


def test_the_secret_of_an_app_does_not_stand_in_clear_in_the_database(world: World, browser: Client) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(world.account("reader"), secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert secret not in str(cursor.fetchall())
    assert Authenticator.objects.get().wrap().validate_code("000000") in {True, False}


def test_a_stranger_and_a_wrong_password_are_answered_alike(browser: Client) -> None:
    sentence = "The address or the password is wrong."
    assert sentence in give_password(browser, "nobody@example.se")
    assert sentence in give_password(browser, password="something else")


def test_there_is_no_way_to_sign_up(browser: Client) -> None:
    assert browser.get("/en/account/signup/").status_code == 404


def test_a_closed_account_stays_out_also_where_it_is_signed_in(world: World) -> None:
    account, browser = world.account("reader"), world.client("reader")
    account.is_active = False
    account.save()
    assert not signed_in(browser)


def test_the_invented_people_need_no_second_step_where_nobody_else_can_come(world: World, settings: Settings) -> None:
    account = world.account("reader")
    account.invented = True
    account.save()
    settings.ON_THIS_MACHINE_ONLY = False
    assert give_password(Client()) == CODE
    settings.ON_THIS_MACHINE_ONLY = True
    assert give_password(Client()) == "/en/work/"


def test_a_forgotten_password_is_replaced_by_a_mailed_link_once(browser: Client) -> None:
    browser.post("/en/account/password/forgotten/", {"email": EMAIL})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert link is not None
    form = browser.get(link.group(1), follow=True).redirect_chain[-1][0]
    chosen = "ett annat långt lösenord"
    assert browser.post(form, {"password1": chosen, "password2": chosen}).status_code == 302
    assert give_password(Client(), password=chosen) == CODE
    assert "has been used already" in Client().get(link.group(1), follow=True).content.decode()


def test_nothing_is_mailed_to_an_address_without_an_account(browser: Client) -> None:
    answer = browser.post("/en/account/password/forgotten/", {"email": "nobody@example.se"}, follow=True)
    assert "If there is an account" in answer.content.decode()
    assert mail.outbox == []


def test_how_long_it_takes_tells_nobody_whether_there_is_an_account(browser: Client) -> None:
    from ljuspunkt.rooms.people.login.forms import LETTER_TAKES

    for address in (EMAIL, "nobody@example.se"):
        begun = monotonic()
        browser.post("/en/account/password/forgotten/", {"email": address})
        assert monotonic() - begun >= LETTER_TAKES
