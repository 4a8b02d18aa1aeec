"""Handing a message over: to a mail server, or into a folder where no server is named.

A mail server has taken a message when it has answered the end of its text. Whoever loses the connection between the
text and that answer can't know, and says so (`Unknown`).
"""

import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 30.0
"""Seconds that one answer of a mail server may take."""

DOT_AT_LINE_START = re.compile(rb"^\.", re.MULTILINE)
LINES = SMTP.clone(cte_type="7bit")


class NotHandedOver(Exception):
    """The message wasn't taken; `said` is the server's words."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class Temporary(NotHandedOver):
    """It wasn't taken now, and may be later: no connection, or a refusal with 4xx."""


class Refused(NotHandedOver):
    """It was refused for good: 5xx."""


class Unknown(NotHandedOver):
    """The connection was lost after the text had gone: it was perhaps taken."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a message, or the message in another format."""

    name: str
    content_type: str
    content: bytes
    alternative: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it is handed over."""

    message_id: str
    asked_at: datetime
    sender: str
    to: str
    reply_to: str
    subject: str
    body: str
    parts: Sequence[Part]
    by_day: bool = False


class Delivery(Protocol):
    """A way out of the house."""

    def hand_over(self, message: Outgoing, *, may_send: Callable[[], bool]) -> None:
        """Hand a message over.

        Args:
            may_send: asked right before the text goes; where it says no, nothing is sent.

        Raises:
            NotHandedOver: as its kinds say.
        """

    def close(self) -> None:
        """Let go of what is held open."""


def domain(address: str) -> str:
    """Return the part after @ of an address such as `Ljuspunkt <post@example.se>`."""
    return parseaddr(address)[1].rpartition("@")[2] or "localhost"


def _sendable(address: str) -> str:
    """Return an address with its domain as mail servers write it (å as xn--…)."""
    name, _at, host = parseaddr(address)[1].rpartition("@")
    return f"{name}@{host.encode('idna').decode()}" if not host.isascii() else f"{name}@{host}"


def _named(address: str) -> Address:
    return Address(parseaddr(address)[0], addr_spec=_sendable(address))


def composed(message: Outgoing) -> bytes:
    """Return the message as it goes over the line, ending with a line's end.

    Raises:
        Refused: something in it can't be written so.
    """
    try:
        text = _composed(message)
    except (ValueError, LookupError, MessageError) as trouble:
        raise Refused(str(trouble)) from trouble
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def _composed(message: Outgoing) -> bytes:
    mail = EmailMessage(policy=LINES)
    mail["From"] = _named(message.sender)
    mail["To"] = _named(message.to)
    if message.reply_to:
        mail["Reply-To"] = [_named(address) for address in message.reply_to.split(", ")]
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.asked_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    for part in message.parts:
        kind, *rest = (piece.strip() for piece in part.content_type.split(";"))
        main, _slash, sub = kind.partition("/")
        params = dict(piece.split("=", 1) for piece in rest if "=" in piece)
        if part.alternative and main == "text":
            mail.add_alternative(part.content.decode(), subtype=sub, charset="utf-8", params=params)
        else:
            mail.add_attachment(part.content, maintype=main, subtype=sub or "octet-stream", filename=part.name)
    return mail.as_bytes()


def file_name(message_id: str, asked_at: datetime) -> str:
    """Return the name of a message's file: the same each time, in the order they were asked for."""
    return f"{asked_at:%Y%m%dT%H%M%S}-{message_id.strip('<>').partition('@')[0]}.eml"


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove messages from the folder of mail."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


class Folder:
    """Lays messages down as files that any mail program opens."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def hand_over(self, message: Outgoing, *, may_send: Callable[[], bool]) -> None:
        """Write the message; a second time it takes the first one's place."""
        if not may_send():
            raise Temporary("")
        name = file_name(message.message_id, message.asked_at)
        try:
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self.place / f".{name}.{os.getpid()}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(composed(message))
                out.flush()
                os.fsync(out.fileno())
            if message.by_day:
                os.utime(draft, (message.asked_at.timestamp(),) * 2)
            draft.replace(self.place / name)
        except OSError as trouble:
            raise Temporary(str(trouble)) from trouble

    def close(self) -> None:
        """Hold nothing open."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, as `smtp://user:password@host:587` or `smtps://…` names it."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    encrypted: str = "offered"
    """`always` from the first byte, `offered` where the server offers it, `required` after STARTTLS, `never`."""

    @classmethod
    def named(cls, address: str) -> "Server":
        """Read an address; with a password the line must be encrypted unless `?tls=never`.

        Raises:
            ValueError: it isn't one; the password isn't shown.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError(
                "LJUSPUNKT_MAIL must be an address such as smtp://user:password@host:587 or smtps://host; "
                f"the one given begins with {parts.scheme or 'nothing'!r}."
            )
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        usual = "always" if parts.scheme == "smtps" else "required" if user else "offered"
        encrypted = parse_qs(parts.query).get("tls", [usual])[0]
        if encrypted not in {"always", "required", "offered", "never"}:
            raise ValueError("LJUSPUNKT_MAIL may say tls=required, tls=offered or tls=never.")
        default = 465 if encrypted == "always" else 587 if user else 25
        return cls(parts.hostname, parts.port or default, user, password, encrypted)


class Smtp:
    """Hands messages to a mail server, over one connection as long as it lasts."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.line: smtplib.SMTP | None = None

    def hand_over(self, message: Outgoing, *, may_send: Callable[[], bool]) -> None:
        """Hand the message over, and tell apart what wasn't taken from what perhaps was."""
        text = composed(message)
        line = self._connected()
        try:
            _accepted(line.mail(_sendable(message.sender)))
            _accepted(line.rcpt(_sendable(message.to)))
            if not may_send():
                raise Temporary("")
            _accepted(line.docmd("DATA"), wanted=354)
        except NotHandedOver:
            self._rest()
            raise
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            raise Temporary(str(trouble)) from trouble
        try:
            line.send(DOT_AT_LINE_START.sub(b"..", text) + b".\r\n")
            answer = line.getreply()
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            raise Unknown(str(trouble)) from trouble
        _accepted(answer)

    def close(self) -> None:
        """End the connection."""
        line, self.line = self.line, None
        if line is not None:
            line.close()

    def _connected(self) -> smtplib.SMTP:
        """Return an open connection. No message is to blame where there is none, not even for a wrong password."""
        if self.line is not None:
            try:
                if self.line.noop()[0] == 250:
                    return self.line
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        try:
            self.line = self._met()
        except (OSError, smtplib.SMTPException) as trouble:
            raise Temporary(str(trouble)) from trouble
        return self.line

    def _met(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        if server.encrypted == "always":
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            line.ehlo_or_helo_if_needed()
            if server.encrypted == "required" or (server.encrypted == "offered" and line.has_extn("starttls")):
                line.starttls(context=context)
                line.ehlo()
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _rest(self) -> None:
        """Forget the transaction that was begun; a server that went away is met anew next time."""
        try:
            if self.line is not None:
                self.line.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _accepted(answer: tuple[int, bytes], wanted: int = 250) -> None:
    code, words = answer
    if code != wanted and not (wanted == 250 and code in {251, 252}):
        raise _refusal(code, words)


def _refusal(code: int, words: bytes | str) -> NotHandedOver:
    told = words.decode(errors="replace") if isinstance(words, bytes) else words
    said = f"{code} {' '.join(told.split())}"
    return Refused(said) if 500 <= code < 600 else Temporary(said)


def chosen(address: str, folder: Path) -> Delivery:
    """Return the way out: the mail server named, or the folder where none is.

    Raises:
        ValueError: the address can't be read.
    """
    return Smtp(Server.named(address)) if address else Folder(folder)
