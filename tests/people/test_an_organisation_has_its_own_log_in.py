"""Log-in through the own organisation (OpenID Connect): only for those invited, and only for its own addresses."""

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from ljuspunkt.config.organisations import organisations
from tests.people.organisation import CLIENT, SECRET, Organisation, running
from tests.people.world import World

ENVIRONMENT = {
    "LJUSPUNKT_OIDC": "alfa",
    "LJUSPUNKT_OIDC_ALFA_NAME": "Alfa stad",
    "LJUSPUNKT_OIDC_ALFA_CLIENT_ID": CLIENT,
    "LJUSPUNKT_OIDC_ALFA_CLIENT_SECRET": SECRET,
    "LJUSPUNKT_OIDC_ALFA_DOMAINS": "example.se, alfa.example",
}


@pytest.fixture
def organisation(world: World, settings: Settings) -> Iterator[Organisation]:
    world.account("reader")
    with running() as found:
        environment = {**ENVIRONMENT, "LJUSPUNKT_OIDC_ALFA_ISSUER": found.address}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": organisations(environment)}}
        yield found


class Stays(urllib.request.HTTPRedirectHandler):
    """Tells where a redirect leads without going there."""

    def redirect_request(self, *_how: Any) -> None:
        return None


def log_in(browser: Client, next_page: str = "/en/work/") -> HttpResponse:
    page = browser.get("/en/account/login/", {"next": next_page}).content.decode()
    assert "Log in through Alfa stad" in page
    asked = browser.get("/account/organisation/alfa/login/", {"process": "login", "next": next_page})
    try:
        urllib.request.build_opener(Stays).open(asked.headers["Location"])
        pytest.fail("The organisation didn't send the browser back.")
    except urllib.error.HTTPError as answer:
        back = answer.headers["Location"]
    return browser.get(back.removeprefix("http://testserver"))


def test_who_was_invited_is_in_without_a_password_or_a_code(organisation: Organisation) -> None:
    browser = Client()
    assert log_in(browser, "/en/associations/").headers["Location"] == "/en/associations/"
    assert "Reader Alfa" in browser.get("/en/associations/").content.decode()
    assert log_in(Client()).headers["Location"] == "/en/work/"


def test_the_person_is_told_by_mail_that_the_organisation_opens_the_account(organisation: Organisation) -> None:
    log_in(Client())
    (letter,) = mail.outbox
    assert letter.subject == "Din organisations inloggning öppnar ditt konto i Ljuspunkt"
    assert "Från och med nu öppnar inloggningen hos Alfa stad ditt konto." in str(letter.body)


def test_who_was_not_invited_stays_out(organisation: Organisation) -> None:
    organisation.person |= {"sub": "18", "email": "nobody@example.se"}
    browser = Client()
    answer = log_in(browser)
    assert answer.status_code == 403
    assert "Det finns inget konto för den här inloggningen" in answer.content.decode()
    assert browser.get("/en/work/").status_code == 302


@pytest.mark.parametrize(
    "said",
    [
        {"email": "reader.alfa@example.se", "email_verified": False},
        {"email": "reader.alfa@example.se", "email_verified": "false"},
        {"email": "", "email_verified": True},
    ],
)
def test_an_address_that_is_not_proven_opens_nothing(organisation: Organisation, said: dict[str, Any]) -> None:
    organisation.person |= said
    assert log_in(Client()).status_code == 403


def test_an_organisation_is_not_believed_about_others_addresses(world: World, organisation: Organisation) -> None:
    account = world.account("national_coordinator")
    account.email = "nora@elsewhere.example"
    account.save()
    organisation.person |= {"sub": "19", "email": "nora@elsewhere.example"}
    browser = Client()
    assert log_in(browser).status_code == 403
    assert browser.get("/en/work/").status_code == 302


def test_somebody_elses_number_does_not_open_an_account_under_a_new_address(
    world: World, organisation: Organisation
) -> None:
    log_in(Client())
    world.account("evaluator")
    organisation.person |= {"email": "evaluator.alfa@example.se"}
    assert log_in(Client()).status_code == 403


def test_a_closed_account_stays_closed(world: World, organisation: Organisation) -> None:
    account = world.account("reader")
    account.is_active = False
    account.save()
    assert log_in(Client()).status_code == 403


def test_an_answer_nobody_asked_for_is_refused(organisation: Organisation) -> None:
    answer = Client().get("/account/organisation/alfa/login/callback/", {"code": "code-0", "state": "made-up"})
    assert answer.status_code == 401
    assert "Reader Alfa" not in answer.content.decode()


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS"])
def test_incomplete_settings_are_named(missing: str) -> None:
    environment = {**ENVIRONMENT, "LJUSPUNKT_OIDC_ALFA_ISSUER": "https://example.se"}
    del environment[f"LJUSPUNKT_OIDC_ALFA_{missing}"]
    with pytest.raises(ValueError, match=f"LJUSPUNKT_OIDC_ALFA_{missing} is missing"):
        organisations(environment)
