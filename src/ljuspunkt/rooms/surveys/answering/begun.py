"""Answers that have been begun (påbörjade svar): what a draft holds, and what the device keeps to come back to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ljuspunkt.rooms.surveys.answering.pages import FIELD, Given
from ljuspunkt.rooms.surveys.answering.ways import Way
from ljuspunkt.rooms.surveys.services import drafts
from ljuspunkt.rooms.surveys.services.drafts import Ticket


@dataclass(frozen=True, slots=True)
class Begun:
    """What somebody has answered so far.

    `place` is the page where they are ("3", "all", "end"), `key` that of the answer it will become, `token` what
    stood in a personal link, `tried` whether it has been sent and must be mended.
    """

    code: str
    key: str
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    place: str = "1"
    reading: str = ""
    token: str = ""
    helped: str = ""
    tried: bool = False

    def document(self) -> dict[str, object]:
        """Return it as a draft keeps it."""
        return {
            "code": self.code,
            "key": self.key,
            "values": {name: list(given) for name, given in self.values.items()},
            "place": self.place,
            "reading": self.reading,
            "token": self.token,
            "helped": self.helped,
            "tried": self.tried,
        }

    def with_answers(self, given: Given) -> "Begun":
        """Return it with the answers of a page that was sent, in the place of those it had."""
        return replace(self, values={**self.values, **given})


def read(document: Mapping[str, object]) -> Begun:
    """Return what a draft holds; a document of another shape holds nothing."""
    values = document.get("values")
    kept = values if isinstance(values, dict) else {}
    return Begun(
        code=str(document.get("code", "")),
        key=str(document.get("key", "")),
        values={str(name): [str(each) for each in given] for name, given in kept.items() if isinstance(given, list)},
        place=str(document.get("place", "1")),
        reading=str(document.get("reading", "")),
        token=str(document.get("token", "")),
        helped=str(document.get("helped", "")),
        tried=bool(document.get("tried")),
    )


def given_in(form: Mapping[str, list[str]], names: Sequence[str]) -> dict[str, list[str]]:
    """Return what a form says of some questions; a question left empty is there, empty."""
    return {name: form.get(FIELD + name, []) for name in names}


@dataclass(frozen=True, slots=True)
class Device:
    """What a device keeps: the ticket to its draft, and the code to be shown."""

    ticket: Ticket
    code: str

    def cookie(self) -> str:
        """Return what stands in the cookie."""
        return f"{self.ticket.kept()}.{self.code}"

    @classmethod
    def of(cls, cookie: str) -> "Device | None":
        """Return the device with a cookie, None where it holds none of ours."""
        kept, _, code = cookie.partition(".")
        ticket = Ticket.of(kept) if kept else None
        return cls(ticket, code if code.isascii() and code.isalnum() and len(code) < 32 else "") if ticket else None

    @classmethod
    def new(cls, way: Way) -> "Device":
        """Return a device with a code that was drawn for it."""
        ticket = drafts.begin(way.card.wave_pk)
        return cls(ticket, ticket.code)

    def begun(self) -> Begun | None:
        """Return what has been begun on it, None where nothing is kept any more."""
        document = drafts.opened(self.ticket)
        return read(document) if document is not None else None

    def keep(self, begun: Begun, way: Way, *, on: date) -> None:
        """Keep what has been answered so far.

        Raises:
            RuleBroken: it is too long, or the wave isn't open.
        """
        drafts.keep(self.ticket, begun.document(), wave_pk=way.card.wave_pk, on=on)
