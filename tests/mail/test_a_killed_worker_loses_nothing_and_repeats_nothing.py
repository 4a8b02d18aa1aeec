"""A worker is killed with SIGKILL at each point of its way; a real mail server tells what it got."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

from django.db import connection, transaction
from django.utils import timezone

from ljuspunkt.rooms.mail import leases
from ljuspunkt.rooms.mail.models import Letter, Message, State
from ljuspunkt.rooms.mail.services import Request, enqueue, send_again
from tests.mail.conftest import MailServer, Worker, until
from tests.real_database import RealDatabase

Start = Callable[[], Worker]


def ask(key: str = "event:1:invitation:1", to: str = "kim@example.se") -> Message:
    enqueue(Request(to=to, subject="Välkommen", body="Åtta personer.\n.\nHej", key=key), at=timezone.now())
    return Message.objects.get(key=key)


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


@contextmanager
def nobody_writes() -> Iterator[None]:
    """Hold the queue, so that another process comes as far as its next write and no further."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE mail_message IN ACCESS EXCLUSIVE MODE")
        yield


def start_and_kill(start: Start, server: MailServer, *, on: str) -> None:
    """Start a worker and kill it when the mail server has got as far as `on_recipient` or `on_text`."""
    killed = Event()
    running: list[Worker] = []

    def kill() -> None:
        running[0].kill()
        killed.set()

    setattr(server, on, kill)
    with nobody_writes():  # until the worker is known here, so that it can be killed
        running.append(start())
    assert killed.wait(60)
    setattr(server, on, lambda: None)


def is_perhaps_sent_until_pressed(message: Message, start: Start, server: MailServer, *, taken: int) -> None:
    """Check that the message, of which the server has `taken` so many, goes again by a press only, and then once."""
    assert state_of(message) == State.LEASED
    start()
    other = ask(key="event:1:invitation:2", to="robin@example.se")
    until(lambda: state_of(other) == State.SENT)
    leases.tidy(at=timezone.now() + leases.LEASE + timedelta(seconds=1))
    assert state_of(message) == State.PERHAPS
    third = ask(key="event:1:invitation:3", to="alex@example.se")
    until(lambda: state_of(third) == State.SENT)
    assert server.ids.count(message.message_id) == taken
    for _press in range(2):
        send_again(message=message.pk, at=timezone.now())
    until(lambda: state_of(message) == State.SENT)
    assert server.ids.count(message.message_id) == taken + 1
    assert not Letter.objects.exists()


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


def test_killed_with_the_lease_and_before_handing_over(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    start_and_kill(start_worker, mail_server, on="on_recipient")
    is_perhaps_sent_until_pressed(message, start_worker, mail_server, taken=0)


def test_killed_after_handing_over_the_message_keeps_its_id_when_it_goes_again(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    start_and_kill(start_worker, mail_server, on="on_text")
    is_perhaps_sent_until_pressed(message, start_worker, mail_server, taken=1)


def test_killed_after_the_answer_and_before_it_was_written_down(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    message = ask()
    may_answer, has_text = Event(), Event()

    def wait_to_answer() -> None:
        has_text.set()
        may_answer.wait(60)

    mail_server.on_text = wait_to_answer
    worker = start_worker()
    assert has_text.wait(60)
    with nobody_writes():
        may_answer.set()  # the server now answers 250, and the worker can't write it down
        Event().wait(0.5)
        worker.kill()
    mail_server.on_text = lambda: None
    is_perhaps_sent_until_pressed(message, start_worker, mail_server, taken=1)


def test_two_workers_at_once_never_send_one_message_twice(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Start
) -> None:
    addresses = {f"nr{number}@example.se" for number in range(40)}
    for number, address in enumerate(sorted(addresses)):
        ask(key=f"event:1:invitation:{number}", to=address)
    with nobody_writes():
        for _worker in range(2):
            start_worker()
    until(lambda: Message.objects.filter(state=State.SENT).count() == len(addresses))
    assert len(mail_server.taken) == len(addresses)
    assert sorted(mail_server.ids) == sorted(Message.objects.values_list("message_id", flat=True))
    assert {str(each["To"]) for each in mail_server.taken} == addresses
