"""A worker is killed with SIGKILL at each point of its way; a real mail server tells what it got."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ljuspunkt.rooms.mail import leases
from ljuspunkt.rooms.mail.models import Letter, Message, State
from ljuspunkt.rooms.mail.services import enqueue, send_again
from tests.mail.conftest import MailServer, Worker, until
from tests.real_database import RealDatabase

Start = Callable[[], Worker]


def ask(key: str = "event:1:invitation:1", to: str = "kim@example.se") -> Message:
    enqueue(to=to, subject="Välkommen", body="Åtta personer.\n.\nHej", key=key, at=timezone.now())
    return Message.objects.get(key=key)


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


@contextmanager
def nobody_writes():
    """Hold the queue, so that another process comes as far as its next write and no further."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE mail_message IN ACCESS EXCLUSIVE MODE")
        yield


def test_killed_before_it_took_the_lease_the_message_waits_for_the_next(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    with nobody_writes():
        worker = start_worker()
        Event().wait(0.5)
        worker.kill()
    assert state_of(message) == State.WAITING
    start_worker()
    until(lambda: state_of(message) == State.SENT)
    assert mail_server.ids == [message.message_id]


def test_killed_with_the_lease_the_message_is_perhaps_sent_and_only_a_press_repeats_it(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    met = Event()
    mail_server.on_recipient = met.set
    # The server is slow to answer to the recipient: the lease is taken, and no text has gone.
    mail_server.answers_to_recipients = ["451 come back"]
    running: list[Worker] = []
    mail_server.on_recipient = lambda: (running[0].kill(), met.set())[0]
    with transaction.atomic() if connection.vendor == "sqlite" else nobody_writes():
        running.append(start_worker())
    assert met.wait(20)
    mail_server.on_recipient = lambda: None
    mail_server.answers_to_recipients = []
    _perhaps_until_pressed(message, start_worker, mail_server, taken_before=0)


def test_killed_after_handing_over_the_message_is_perhaps_sent_and_keeps_its_id(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    met = Event()
    running: list[Worker] = []
    mail_server.on_text = lambda: (running[0].kill(), met.set())[0]
    with transaction.atomic() if connection.vendor == "sqlite" else nobody_writes():
        running.append(start_worker())
    assert met.wait(20)
    mail_server.on_text = lambda: None
    _perhaps_until_pressed(message, start_worker, mail_server, taken_before=1)


def test_killed_after_the_answer_and_before_it_was_written_down(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    held, met = Event(), Event()
    mail_server.on_text = lambda: (met.set(), held.wait(20))[0]
    worker = start_worker()
    assert met.wait(20)
    with nobody_writes():
        held.set()  # the server now answers 250, and the worker can't write it down
        Event().wait(0.5)
        worker.kill()
    mail_server.on_text = lambda: None
    _perhaps_until_pressed(message, start_worker, mail_server, taken_before=1)


def _perhaps_until_pressed(message: Message, start: Start, server: MailServer, *, taken_before: int) -> None:
    assert state_of(message) == State.LEASED
    start()
    other = ask(key="event:1:invitation:2", to="robin@example.se")
    until(lambda: state_of(other) == State.SENT)
    assert server.ids.count(message.message_id) == taken_before
    leases.tidy(at=timezone.now() + leases.LEASE + timedelta(seconds=1))
    assert state_of(message) == State.PERHAPS
    third = ask(key="event:1:invitation:3", to="alex@example.se")
    until(lambda: state_of(third) == State.SENT)
    assert server.ids.count(message.message_id) == taken_before
    for _press in range(2):
        send_again(message=message.pk, at=timezone.now())
    until(lambda: state_of(message) == State.SENT)
    assert server.ids.count(message.message_id) == taken_before + 1
    assert not Letter.objects.exists()


@pytest.mark.parametrize("n", [40])
def test_two_workers_at_once_never_send_one_message_twice(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start, n: int
) -> None:
    for number in range(n):
        ask(key=f"event:1:invitation:{number}", to=f"nr{number}@example.se")
    with nobody_writes():
        for _worker in range(2):
            start_worker()
    until(lambda: Message.objects.filter(state=State.SENT).count() == n)
    assert len(mail_server.taken) == n
    assert sorted(mail_server.ids) == sorted(Message.objects.values_list("message_id", flat=True))
    assert {str(each["To"]) for each in mail_server.taken} == {f"nr{number}@example.se" for number in range(n)}
