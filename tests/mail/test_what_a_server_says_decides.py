"""A temporary refusal waits longer each time, a permanent one is shown in words, a lost answer is perhaps sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event

import pytest

from ljuspunkt.rooms.mail import leases
from ljuspunkt.rooms.mail.delivery import Folder, Server, Smtp, Temporary
from ljuspunkt.rooms.mail.models import Letter, Message, State
from ljuspunkt.rooms.mail.services import Attachment, Request, enqueue, send_again, withdraw
from ljuspunkt.rooms.mail.worker import work
from tests.mail.conftest import MailServer

pytestmark = pytest.mark.django_db

RUNNING = Event()


def ask(key: str = "a:1", at: datetime | None = None, **more: object) -> Message:
    now = at or datetime.now(UTC)
    enqueue(
        Request(to="kim@example.se", subject="Välkommen\r\nBcc: x@example.se", body="Hej\n.\n.åäö\n", key=key, **more),
        at=now,
    )
    return Message.objects.get(key=key)


@pytest.fixture
def out(mail_server: MailServer) -> Iterator[Smtp]:
    line = Smtp(Server.named(mail_server.address))
    yield line
    line.close()


def test_what_is_taken_is_sent_and_erased(mail_server: MailServer, out: Smtp) -> None:
    message = ask()
    assert work(out, RUNNING)
    assert not work(out, RUNNING)
    (taken,) = mail_server.taken
    assert taken["To"] == "kim@example.se"
    assert taken["Subject"] == "Välkommen Bcc: x@example.se"
    assert taken["Bcc"] is None
    assert taken["Message-ID"] == message.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content().replace("\r\n", "\n") == "Hej\n.\n.åäö\n"
    assert Message.objects.get().state == State.SENT
    assert not Letter.objects.exists()


def test_the_same_key_is_one_message(mail_server: MailServer, out: Smtp) -> None:
    ask()
    work(out, RUNNING)
    ask()
    assert not work(out, RUNNING)
    assert len(mail_server.taken) == 1


def test_a_temporary_refusal_waits_longer_each_time_and_fails_after_five_days(
    mail_server: MailServer, out: Smtp
) -> None:
    message = ask()
    mail_server.answers_to_recipients = ["451 4.7.1 Come back later"]
    work(out, RUNNING)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 1)
    assert Letter.objects.get().said == "451 4.7.1 Come back later"
    waits = []
    at = message.due_at
    while message.state == State.WAITING:
        lease = leases.take(at=at)
        assert lease is not None
        leases.put_off(lease, said="451", at=at)
        message.refresh_from_db()
        waits.append(message.due_at - at)
        at = message.due_at
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)]
    assert waits == sorted(waits)
    assert message.state == State.FAILED
    assert timedelta(days=4) < at - message.asked_at < timedelta(days=6)


def test_a_permanent_refusal_is_shown_in_the_servers_words(mail_server: MailServer, out: Smtp) -> None:
    message = ask()
    mail_server.answers_to_recipients = ["550 5.1.1 No such user here"]
    work(out, RUNNING)
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.letter.said == "550 5.1.1 No such user here"
    send_again(message=message.pk, at=datetime.now(UTC))
    work(out, RUNNING)
    assert mail_server.ids == [message.message_id]


def test_one_refused_address_does_not_hold_up_the_next(mail_server: MailServer, out: Smtp) -> None:
    ask("a:1")
    ask("a:2")
    mail_server.answers_to_recipients = ["550 no"]
    while work(out, RUNNING):
        pass
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.FAILED, State.SENT]


def test_a_text_that_is_refused_was_not_taken(mail_server: MailServer, out: Smtp) -> None:
    ask()
    mail_server.answers = ["554 5.7.1 Looks like spam"]
    work(out, RUNNING)
    assert Message.objects.get().state == State.FAILED
    assert mail_server.taken == []


def test_without_a_connection_nothing_is_lost() -> None:
    ask()
    nobody = Smtp(Server.named("smtp://127.0.0.1:9?tls=never"))
    work(nobody, RUNNING)
    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.WAITING, 1)
    assert "refused" in message.letter.said


def test_an_answer_that_never_comes_is_perhaps_sent(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ljuspunkt.rooms.mail.delivery.TIMEOUT", 3)  # for the words before the text as well
    worked = Event()
    mail_server.on_text = lambda: worked.wait(60)
    ask()
    out = Smtp(Server.named(mail_server.address))
    work(out, RUNNING)
    worked.set()
    out.close()
    message = Message.objects.get()
    assert message.state == State.PERHAPS
    assert message.letter.said


def test_a_lease_that_has_run_out_sends_nothing(mail_server: MailServer, out: Smtp) -> None:
    now = datetime.now(UTC)
    ask(at=now - timedelta(hours=1))
    late = leases.take(at=now - timedelta(minutes=30))
    assert late is not None
    with pytest.raises(Temporary):
        out.hand_over(late.outgoing, may_send=lambda: False)
    assert mail_server.taken == []


def test_a_late_word_from_the_first_worker_settles_it_and_an_old_lease_cannot() -> None:
    now = datetime.now(UTC)
    message = ask(at=now)
    lease = leases.take(at=now)
    assert lease is not None
    later = now + leases.LEASE + timedelta(seconds=1)
    leases.tidy(at=later)
    leases.sent(lease, at=later)
    message.refresh_from_db()
    assert message.state == State.SENT
    other = ask("a:2", at=now)
    old = leases.take(at=now)
    assert old is not None
    leases.tidy(at=later)
    send_again(message=other.pk, at=later)
    leases.sent(old, at=later)
    other.refresh_from_db()
    assert other.state == State.WAITING


def test_what_is_no_longer_of_use_is_dropped_and_what_nobody_decided_is_erased() -> None:
    now = datetime.now(UTC)
    ask("a:late", at=now, until=now + timedelta(hours=1))
    ask("a:failed", at=now)
    Message.objects.filter(key="a:failed").update(state=State.FAILED, settled_at=now)
    leases.tidy(at=now + timedelta(hours=2))
    assert dict(Message.objects.values_list("key", "state")) == {"a:late": State.DROPPED, "a:failed": State.FAILED}
    assert list(Letter.objects.values_list("message__key", flat=True)) == ["a:failed"]
    leases.tidy(at=now + leases.KEPT + timedelta(minutes=1))
    assert not Letter.objects.exists()


def test_what_waits_can_be_withdrawn_and_what_has_gone_cannot(mail_server: MailServer, out: Smtp) -> None:
    now = datetime.now(UTC)
    ask("a:1", not_before=now + timedelta(minutes=2))
    assert not work(out, RUNNING)
    assert withdraw(key="a:1", at=now)
    assert not withdraw(key="a:1", at=now)
    ask("a:2")
    work(out, RUNNING)
    assert not withdraw(key="a:2", at=now)
    assert not Letter.objects.exists()


def test_files_and_letters_of_every_kind_arrive_whole(mail_server: MailServer, out: Smtp) -> None:
    table = "namn;ort\r\nÅsa;Öland\r\n".encode()
    ask(
        attachments=[
            Attachment("", "text/html", "<p>Åtta</p>".encode(), alternative=True),
            Attachment("lista å.csv", "text/csv", table),
        ]
    )
    work(out, RUNNING)
    (taken,) = mail_server.taken
    html = taken.get_body(("html",))
    assert html is not None and html.get_content().strip() == "<p>Åtta</p>"
    (file,) = taken.iter_attachments()
    assert isinstance(file, EmailMessage)
    assert file.get_filename() == "lista å.csv"
    assert file.get_payload(decode=True) == table


def test_a_message_that_cannot_be_written_is_refused_and_does_not_stop_the_rest(
    mail_server: MailServer, out: Smtp
) -> None:
    ask("a:1", attachments=[Attachment("x", "text/html", b"\xff\xfe", alternative=True)])
    ask("a:2")
    while work(out, RUNNING):
        pass
    assert dict(Message.objects.values_list("key", "state")) == {"a:1": State.FAILED, "a:2": State.SENT}


def test_addresses_with_swedish_domains_and_names_are_written_as_servers_read_them(
    mail_server: MailServer, out: Smtp
) -> None:
    enqueue(
        Request(
            to="kim@smörgås.example",
            subject="Hej",
            body="Hej",
            key="a:1",
            sender="Samordning på Öland <post@example.se>",
            reply_to="Åsa Öst <asa@smörgås.example>",
        ),
        at=datetime.now(UTC),
    )
    work(out, RUNNING)
    (taken,) = mail_server.taken
    assert taken["To"] == "kim@xn--smrgs-pra0j.example"
    assert str(taken["From"]) == "Samordning på Öland <post@example.se>"
    assert str(taken["Reply-To"]) == "Åsa Öst <asa@xn--smrgs-pra0j.example>"


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25)),
        ("smtp://u%40x:p%3A@mail.example", Server("mail.example", 587, "u@x", "p:", "required")),
        ("smtps://u:p@mail.example", Server("mail.example", 465, "u", "p", "always")),
        ("smtp://mail.example:2525?tls=never", Server("mail.example", 2525, "", "", "never")),
    ],
)
def test_a_mail_server_is_named_by_its_address(address: str, server: Server) -> None:
    assert Server.named(address) == server


def test_a_wrong_address_is_refused_without_its_password() -> None:
    for wrong in ("http://u:hemligt@mail.example", "smtp://", "smtp://u:hemligt@mail.example?tls=perhaps"):
        with pytest.raises(ValueError, match="LJUSPUNKT_MAIL") as refused:
            Server.named(wrong)
        assert "hemligt" not in str(refused.value)


def test_without_a_server_mail_is_laid_down_as_files(tmp_path: Path) -> None:
    place = tmp_path / "mail"
    ask()
    work(Folder(place), RUNNING)
    (file,) = place.iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "kim@example.se"
