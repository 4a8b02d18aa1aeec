"""Drafts (utkast): an answer that isn't finished, kept under a code that only the respondent has.

From the code follow, slowly on purpose, the number under which the draft lies and the key that encrypts it. The code
is kept nowhere; a device that has entered it keeps number and key in a cookie. No line in the log, no time but the day.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.surveys.models import Draft, Wave
from ljuspunkt.rooms.surveys.together import Together, closed, commit_together, is_open
from ljuspunkt.ui.signs import ALPHABET, as_typed, drawn, in_groups

N_SIGNS = 14
"""29¹⁴ codes, 68 bits."""
KEPT = timedelta(days=30)
"""How long a draft is kept after the day on which it was changed last."""
ROUNDS, MEMORY = 3, 8 * 2**20
"""What one guess costs: rounds and bytes of Argon2id."""

_STEP = 4096
_MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Ticket:
    """What opens a draft: its number and its key.

    `code` is what the respondent keeps, "" where it comes from a device that has entered it.
    """

    code: str
    number: int
    key: bytes

    @property
    def identifier(self) -> str:
        """The number as text."""
        return str(self.number)

    @property
    def shown(self) -> str:
        """The code in groups that are easy to read."""
        return in_groups(self.code)

    def kept(self) -> str:
        """Return what a device keeps of it, without the code."""
        return urlsafe_b64encode(self.number.to_bytes(8) + self.key).decode().rstrip("=")

    @classmethod
    def of(cls, kept: str) -> "Ticket | None":
        """Return the ticket that a device kept, None where it isn't one."""
        try:
            raw = urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
        except ValueError:
            return None
        if len(raw) != 8 + SecretBox.KEY_SIZE or raw[0] & 0x80:
            return None
        return cls("", int.from_bytes(raw[:8]), raw[8:])


def begin(wave_pk: int) -> Ticket:
    """Draw a code for a draft in a wave; nothing is written before something is kept under it."""
    return _ticket(wave_pk, drawn(N_SIGNS))


def keep(ticket: Ticket, document: Mapping[str, object], *, wave_pk: int, on: date) -> None:
    """Keep what has been answered so far, in the place of what was kept before.

    Args:
        ticket: of the draft.
        document: what JSON can hold.
        wave_pk: the wave that is answered.
        on: today.

    Raises:
        RuleBroken: it is too long, or the wave isn't open.
    """
    plain = zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    size = -(-(len(plain) + 4) // _STEP) * _STEP
    if size > _MOST:
        raise RuleBroken("answer_too_long", "What you have written is too long in all. Shorten it and send it again.")
    locked = SecretBox(ticket.key).encrypt((len(plain).to_bytes(4) + plain).ljust(size, b"\x00"))

    def write(together: Together) -> None:
        if not is_open(together, wave_pk):
            raise closed()
        together.cursor.execute(
            "INSERT INTO surveys_draft (id, wave_id, locked, kept_on) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (id) DO UPDATE SET locked = excluded.locked, kept_on = excluded.kept_on",
            [ticket.number, wave_pk, bytes(locked), on],
        )

    commit_together(write)


def resume(wave_pk: int, code: str) -> tuple[Ticket, Mapping[str, object]]:
    """Return the draft to which a code belongs, and its ticket.

    Raises:
        RuleBroken: there is none: the code is another, the answer has been sent, or the draft was destroyed.
    """
    signs = as_typed(code)
    if len(signs) != N_SIGNS or set(signs) - set(ALPHABET):
        raise RuleBroken(
            "not_a_code", "The code has {n} signs in groups of four. Write it as it was shown to you.", n=N_SIGNS
        )
    ticket = _ticket(wave_pk, signs)
    document = opened(ticket)
    if document is None:
        raise RuleBroken(
            "no_draft",
            "Nothing is kept under this code: it may be mistyped, the answer may have been sent, or more than "
            "{days} days may have passed.",
            days=KEPT.days,
        )
    return ticket, document


def opened(ticket: Ticket) -> Mapping[str, object] | None:
    """Return what a draft holds, None where there is none."""
    locked = Draft.objects.filter(pk=ticket.number).values_list("locked", flat=True).first()
    if locked is None:
        return None
    try:
        plain = SecretBox(ticket.key).decrypt(bytes(locked))
    except CryptoError:
        return None
    document = json.loads(zlib.decompress(plain[4 : 4 + int.from_bytes(plain[:4])]))
    return document if isinstance(document, dict) else None


def destroy(ticket: Ticket) -> None:
    """Destroy a draft; one that is gone stays gone."""
    commit_together(
        lambda together: together.cursor.execute("DELETE FROM surveys_draft WHERE id = %s", [ticket.number])
    )


def _ticket(wave_pk: int, signs: str) -> Ticket:
    raw = argon2id.kdf(8 + SecretBox.KEY_SIZE, signs.encode(), _salt(wave_pk), opslimit=ROUNDS, memlimit=MEMORY)
    return Ticket(signs, int.from_bytes(raw[:8]) >> 1, raw[8:])


def _salt(wave_pk: int) -> bytes:
    """Return the salt of a wave's codes: it follows from the key that answers are sealed to."""
    public_key = bytes(Wave.objects.values_list("public_key", flat=True).get(pk=wave_pk))
    return blake2b(public_key, digest_size=argon2id.SALTBYTES, person=b"ljuspunkt draft").digest()
