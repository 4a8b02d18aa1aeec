"""The mail that somebody sees, by what became of it."""

from dataclasses import dataclass

from ljuspunkt.rooms.mail import queries as mail
from ljuspunkt.rooms.mail.queries import Heap
from ljuspunkt.rooms.meetings import words
from ljuspunkt.rooms.meetings.permissions import whose_mail
from ljuspunkt.rooms.people.permissions import Person


@dataclass(frozen=True, slots=True)
class Pile:
    """The messages that shared a fate."""

    state: str
    said: str
    heap: Heap

    @property
    def has_addresses(self) -> bool:
        """Whether addresses are still there."""
        return self.state in {"waiting", "leased"}


@dataclass(frozen=True, slots=True)
class MailPage:
    """The mail that somebody sees; what needs a decision comes first."""

    piles: tuple[Pile, ...]

    @property
    def undecided(self) -> int:
        """How many wait for somebody to decide."""
        return sum(message.sendable for pile in self.piles for message in pile.heap.messages)

    @property
    def on_its_way(self) -> int:
        """How many wait or are being sent."""
        return sum(pile.heap.n for pile in self.piles if pile.state in {"waiting", "leased"})


def mail_page(person: Person) -> MailPage:
    """Return the mail that a person sees, by what became of it."""
    heaps = {heap.state: heap for heap in mail.heaps(whose_mail(person))}
    said = words.fates()
    return MailPage(tuple(Pile(state, said[state], heaps[state]) for state in said))
