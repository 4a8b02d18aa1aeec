"""A real mail server and a real worker, each a process or a thread of its own."""

import os
import signal
import socket
import subprocess
from asyncio import AbstractServer
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.real_database import RealDatabase, real_database
from tests.servers import COMMAND

__all__ = ["real_database"]


@dataclass
class MailServer:
    """A mail server that keeps what it takes, answers as it is told, and may be made to wait."""

    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What it says at the end of the next texts; afterwards it takes all."""

    answers_to_recipients: list[str] = field(default_factory=list)
    on_recipient: Callable[[], None] = field(default=lambda: None)
    on_text: Callable[[], None] = field(default=lambda: None)
    """Called when the text is there and before it is answered."""

    address: str = ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to a recipient."""
        self.on_recipient()
        if self.answers_to_recipients:
            return self.answers_to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer to a text."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append(message_from_bytes(content, policy=policy.default))
        self.on_text()
        return answer

    @property
    def ids(self) -> list[str]:
        """Return the Message-IDs that were taken."""
        return [str(message["Message-ID"]) for message in self.taken]


class OnSocket(Controller):
    """Runs a mail server on a socket that is bound already: a port that was free a moment ago may be another's."""

    def __init__(self, server: MailServer, held: socket.socket) -> None:
        super().__init__(server, hostname="127.0.0.1", port=held.getsockname()[1], ready_timeout=300)
        self.held = held

    def _create_server(self) -> Awaitable[AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.held)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Return a running mail server."""
    server = MailServer()
    held = socket.create_server(("127.0.0.1", 0))
    controller = OnSocket(server, held)
    controller.start()
    server.address = f"smtp://127.0.0.1:{controller.port}?tls=never"
    yield server
    controller.stop()


@dataclass
class Worker:
    """A worker as a process of its own."""

    process: "subprocess.Popen[str]"

    def kill(self) -> None:
        """End it where it stands."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=300)


@pytest.fixture
def start_worker(real_database: RealDatabase, mail_server: MailServer) -> Iterator[Callable[[], Worker]]:
    """Return a function that starts a worker of the installation."""
    started: list[Worker] = []

    def start() -> Worker:
        worker = Worker(
            subprocess.Popen(
                [COMMAND, "worker"],
                env=real_database.environment(LJUSPUNKT_MAIL=mail_server.address),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        started.append(worker)
        assert worker.process.stdout is not None
        assert "Mail is being sent" in worker.process.stdout.readline()
        return worker

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()
        if worker.process.stdout is not None:
            worker.process.stdout.close()


def until(what: Callable[[], bool], *, seconds: float = 300) -> None:
    """Wait until something holds."""
    pause = Event()
    for _turn in range(int(seconds / 0.05)):
        if what():
            return
        pause.wait(0.05)
    pytest.fail("It never came to hold.")
