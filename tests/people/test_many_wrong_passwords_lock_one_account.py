"""Five wrong passwords, and the account rests for a quarter of an hour for whoever tried; nobody else notices."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.people.world import PASSWORD, World

LOGIN = "/en/account/login/"
EMAIL = "reader.alfa@example.se"


@pytest.fixture
def locked(world: World) -> Client:
    world.account("reader")
    world.account("evaluator")
    browser = Client()
    for n in range(5):
        letters = EMAIL.upper() if n % 2 else EMAIL
        browser.post(LOGIN, {"login": letters, "password": "wrong"}, headers={"user-agent": f"Browser {n}"})
    return browser


def test_the_sixth_attempt_is_told_when_to_try_again(locked: Client) -> None:
    answer = locked.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
    assert f"Try again at {until:%H:%M}" in answer.content.decode()


def test_more_attempts_while_locked_do_not_make_it_longer(locked: Client) -> None:
    before = AccessAttempt.objects.get().attempt_time
    locked.post(LOGIN, {"login": EMAIL, "password": "wrong"})
    assert AccessAttempt.objects.get().attempt_time == before


def test_it_ends_by_itself(locked: Client) -> None:
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert locked.post(LOGIN, {"login": EMAIL, "password": PASSWORD}).status_code == 302


def test_others_log_in_as_usual_also_from_the_same_place(locked: Client) -> None:
    answer = locked.post(LOGIN, {"login": "evaluator.alfa@example.se", "password": PASSWORD})
    assert answer.status_code == 302


def test_the_person_logs_in_from_elsewhere(locked: Client) -> None:
    answer = Client(REMOTE_ADDR="192.0.2.7").post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    assert answer.status_code == 302


def test_a_stranger_is_locked_out_alike(locked: Client) -> None:
    for _n in range(5):
        locked.post(LOGIN, {"login": "nobody@example.se", "password": "wrong"})
    assert locked.post(LOGIN, {"login": "nobody@example.se", "password": "wrong"}).status_code == 429


def test_a_new_password_lets_the_person_in_at_once(locked: Client) -> None:
    locked.post("/en/account/password/forgotten/", {"email": EMAIL})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert link is not None
    form = locked.get(link.group(1), follow=True).redirect_chain[-1][0]
    chosen = "ett annat långt lösenord"
    locked.post(form, {"password1": chosen, "password2": chosen})
    assert locked.post(LOGIN, {"login": EMAIL, "password": chosen}).status_code == 302


def test_what_is_kept_tells_neither_the_network_address_nor_the_browser(locked: Client) -> None:
    kept = AccessAttempt.objects.get()
    assert kept.ip_address.startswith("fd")
    assert (kept.user_agent, kept.http_accept, kept.path_info, kept.get_data, kept.post_data) == ("", "", "", "", "")


def test_old_counters_are_forgotten_when_anybody_logs_in(locked: Client) -> None:
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    locked.post(LOGIN, {"login": "evaluator.alfa@example.se", "password": PASSWORD})
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert code is not None
    locked.post("/en/account/login/code/", {"code": code.group()})
    assert not AccessAttempt.objects.exists()
