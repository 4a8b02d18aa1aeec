"""What the pages of a wave's key and of freezing show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ljuspunkt.domain.survey.board import AtLeast
from ljuspunkt.domain.survey.data_set import FEWEST
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys import key_file
from ljuspunkt.rooms.surveys.models import KeyHolder, Wave, WaveKey
from ljuspunkt.rooms.surveys.models.answers import COORDINATOR, ERASED, IN_USE, PARTS
from ljuspunkt.rooms.surveys.models.waves import CLOSED, FROZEN, OPEN, PLANNED
from ljuspunkt.rooms.surveys.permissions import may_hold_key, may_run_waves
from ljuspunkt.rooms.surveys.queries.board import in_words, total_of
from ljuspunkt.rooms.surveys.queries.received import received
from ljuspunkt.rooms.surveys.queries.unfinished import more_than_asked
from ljuspunkt.ui.language import on_page

PER_SECOND = 4000
"""Answers that are opened in a second, on an ordinary machine."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has chosen a passphrase; `opens` tells whether it opens the key already."""

    pk: int
    name: str
    part: str
    own: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class KeysPage:
    """The key of a wave: who holds it, and what can be done next."""

    slug: str
    title: str
    state: str
    holders: tuple[Holder, ...]
    lacking: tuple[str, ...]
    made: bool
    there: bool
    """Whether the file of the key is where it should be."""

    @property
    def own(self) -> Holder | None:
        return next((each for each in self.holders if each.own), None)

    @property
    def waiting(self) -> tuple[Holder, ...]:
        """Those who have chosen a passphrase since the key was made."""
        return tuple(each for each in self.holders if self.made and not each.opens)

    @property
    def may_make(self) -> bool:
        return not self.made and not self.lacking

    @property
    def may_discard(self) -> bool:
        return self.made and self.state == PLANNED

    @property
    def is_frozen(self) -> bool:
        return self.state == FROZEN


@dataclass(frozen=True, slots=True)
class FreezePage:
    """A wave that is closed and frozen, as far as it has come."""

    slug: str
    title: str
    state: str
    total: AtLeast
    """How many answers there are, small groups left out: from the whole number theirs could be worked out."""
    seconds: int
    may_run: bool
    holds: bool
    """Whether the person's own passphrase opens the key."""
    forgotten: bool
    """Whether the database has been made to forget what came with the answers."""
    warnings: tuple[str, ...]
    """What ought to be looked at before the answers are frozen."""

    @property
    def in_words(self) -> str:
        """How many have answered."""
        return in_words(self.total)

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def is_frozen(self) -> bool:
        return self.state == FROZEN

    @property
    def fewest(self) -> int:
        return FEWEST


def keys_page(person: Person, slug: str) -> KeysPage | None:
    """Return the page of a wave's key, None where there is no such wave for the person."""
    wave = Wave.objects.filter(slug=slug).first()
    if wave is None or not may_hold_key(person):
        return None
    key = WaveKey.objects.filter(wave=wave, state=IN_USE).first()
    there = key is not None and key_file.exists(key.file_name)
    wraps = key_file.read(key.file_name) if key is not None and there else None
    rows = list(KeyHolder.objects.filter(wave=wave).select_related("account"))
    holders = tuple(
        Holder(
            row.pk,
            row.account.name,
            _part(row.part),
            row.account_id == person.id,
            wraps is not None and wraps.admits(bytes(row.public_key)),
        )
        for row in rows
    )
    lacking = tuple(_part(part) for part in PARTS if part not in {row.part for row in rows})
    return KeysPage(slug, on_page(wave.title) or wave.name, wave.state, holders, lacking, key is not None, there)


def freeze_page(person: Person, slug: str) -> FreezePage | None:
    """Return the page on which a wave is frozen, None where there is no such wave for the person."""
    wave = Wave.objects.filter(slug=slug).first()
    if wave is None or not may_hold_key(person):
        return None
    n = sum(received(wave.pk).values())
    return FreezePage(
        slug,
        on_page(wave.title) or wave.name,
        wave.state,
        total_of(wave.pk),
        max(1, -(-n // PER_SECOND)),
        may_run_waves(person),
        KeyHolder.objects.filter(wave=wave, account_id=person.id).exists(),
        WaveKey.objects.filter(wave=wave, state=ERASED).exists(),
        more_than_asked(wave) if wave.state == CLOSED else (),
    )


def _part(part: str) -> str:
    return _("National coordinator") if part == COORDINATOR else _("Analyst")
