"""The keys of a wave: two people choose a passphrase each, then a key pair is made that either opens, or a paper code.

Swedish: mätomgångens nycklar. Coordinator and analyst prepare by themselves and never see each other's passphrase.
The private key is in memory while it is made and wrapped, while another holder is let in, and while the wave is
closed; it is written nowhere in clear.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.people.permissions import Person, Role, refuse_unless
from ljuspunkt.rooms.surveys import key_file
from ljuspunkt.rooms.surveys.key_file import Wraps
from ljuspunkt.rooms.surveys.models import KeyHolder, Wave, WaveKey
from ljuspunkt.rooms.surveys.models.answers import ANALYST, COORDINATOR, IN_USE, PARTS
from ljuspunkt.rooms.surveys.models.waves import FROZEN, PLANNED
from ljuspunkt.rooms.surveys.permissions import may_hold_key
from ljuspunkt.rooms.surveys.sealing import new_pair
from ljuspunkt.rooms.surveys.services.wave_common import tell_log

SHORTEST = 16
"""Signs of a passphrase."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A private key and by what it was opened."""

    private_key: bytes
    by_code: bool


def parts_of(person: Person) -> tuple[str, ...]:
    """Return as what somebody may hold a wave's key."""
    roles = {COORDINATOR: Role.NATIONAL_COORDINATOR, ANALYST: Role.ANALYST}
    return tuple(part for part in PARTS if person.has(roles[part], in_association=None))


def choose_passphrase(*, by: Person, slug: str, passphrase: str, at: datetime) -> None:
    """Let somebody become a holder of a wave's key, or change the passphrase before the key is made.

    Once the key is there, somebody who can open it must let the new holder in (`admit_holders`).

    Raises:
        RuleBroken: the passphrase is too short or too common, or the wave is frozen.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
    """
    refuse_unless(may_hold_key(by))
    check_passphrase(passphrase)
    salt = secrets.token_bytes(key_file.SALT)
    public_key = key_file.holder_key(passphrase, salt)  # takes its time, and so comes before anything is locked
    _keep_holder(by, slug, salt, public_key, at)


@transaction.atomic
def _keep_holder(by: Person, slug: str, salt: bytes, public_key: bytes, at: datetime) -> None:
    wave = _wave(by, slug)
    before = KeyHolder.objects.filter(wave=wave, account_id=by.id).first()
    if before is not None and _is_let_in(wave, bytes(before.public_key)):
        raise RuleBroken(
            "holder_already",
            "Your passphrase opens this wave's key already. To change it, let another holder end your part first.",
        )
    part = before.part if before is not None else _part_to_take(wave, by)
    KeyHolder.objects.update_or_create(
        wave=wave, account_id=by.id, defaults={"part": part, "salt": salt, "public_key": public_key}
    )
    tell_log(wave, marked("Chose a passphrase for the key of the wave {wave}."), by=by, at=at)


@transaction.atomic
def make_keys(*, by: Person, slug: str, at: datetime) -> str:
    """Make the key pair of a wave and return its recovery code, which is shown once and kept nowhere.

    Raises:
        RuleBroken: coordinator and analyst haven't both chosen a passphrase, or the wave has its key already.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
    """
    wave = _wave(by, slug)
    if wave.public_key:
        raise RuleBroken("wave_has_key", "The wave has its key already.")
    holders = list(wave.key_holders.all())
    lacking = next((part for part in PARTS if part not in {holder.part for holder in holders}), None)
    if lacking is not None:
        raise RuleBroken(
            "holder_lacking",
            "Two people must hold the key: the national coordinator and the analyst. Each chooses a passphrase first.",
        )
    private_key, public_key = new_pair()
    code = key_file.new_code()
    wraps = Wraps(public_key, {}, b"").with_recovery(code, private_key)
    for holder in holders:
        wraps = wraps.with_holder(bytes(holder.public_key), private_key)
    name = key_file.new_name()
    key_file.write(name, wraps)
    WaveKey.objects.update_or_create(wave=wave, defaults={"file_name": name, "state": IN_USE, "checkpointed": None})
    wave.public_key = public_key
    wave.save(update_fields=["public_key"])
    tell_log(wave, marked("Made the key of the wave {wave}."), by=by, at=at)
    return code


@transaction.atomic
def admit_holders(*, by: Person, slug: str, secret: str, at: datetime) -> int:
    """Let in all who have chosen a passphrase since the key was made, and return how many they were.

    Args:
        secret: the passphrase of whoever does it, or the recovery code.

    Raises:
        RuleBroken: it opens nothing, or the file of the key is missing.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
    """
    wave = _wave(by, slug)
    name, wraps = _file(wave)
    private_key = open_key(by=by, wave=wave, secret=secret).private_key
    waiting = [each for each in wave.key_holders.all() if not wraps.admits(bytes(each.public_key))]
    for holder in waiting:
        wraps = wraps.with_holder(bytes(holder.public_key), private_key)
    if waiting:
        key_file.write(name, wraps)
        tell_log(wave, marked("Let {n} more open the key of the wave {wave}."), by=by, at=at, words={"n": len(waiting)})
    return len(waiting)


@transaction.atomic
def end_holder(*, by: Person, slug: str, holder: int, at: datetime) -> None:
    """Take the key from somebody else who held it; somebody whose passphrase opens it must be left.

    Raises:
        RuleBroken: nobody else's passphrase would open the key.
        Http404: there is no such wave or holder, or the person doesn't hold the key.
    """
    wave = _wave(by, slug)
    found = wave.key_holders.filter(pk=holder).exclude(account_id=by.id).first()
    refuse_unless(found is not None)
    assert found is not None
    if wave.public_key:
        name, wraps = _file(wave)
        own = wave.key_holders.filter(account_id=by.id).first()
        if own is None or not wraps.admits(bytes(own.public_key)):
            raise RuleBroken("not_holder", "Only somebody whose own passphrase opens the key can end another's part.")
        key_file.write(name, wraps.without_holder(bytes(found.public_key)))
    found.delete()
    tell_log(wave, marked("Ended somebody's part in the key of the wave {wave}."), by=by, at=at)


@transaction.atomic
def renew_code(*, by: Person, slug: str, secret: str, at: datetime) -> str:
    """Draw another recovery code and return it; the one before opens nothing any more.

    Raises:
        RuleBroken: the secret opens nothing, or the file of the key is missing.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
    """
    wave = _wave(by, slug)
    name, wraps = _file(wave)
    private_key = open_key(by=by, wave=wave, secret=secret).private_key
    code = key_file.new_code()
    key_file.write(name, wraps.with_recovery(code, private_key))
    tell_log(wave, marked("Drew another recovery code for the key of the wave {wave}."), by=by, at=at)
    return code


@transaction.atomic
def discard_keys(*, by: Person, slug: str, at: datetime) -> None:
    """Throw away the key of a wave that hasn't been opened, and its holders, so that it can be made anew.

    Raises:
        RuleBroken: the wave has been opened.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
    """
    wave = _wave(by, slug)
    if wave.state != PLANNED:
        raise RuleBroken("wave_open", "The wave has been opened; this can't be changed any more.")
    names = list(WaveKey.objects.filter(wave=wave).values_list("file_name", flat=True))
    WaveKey.objects.filter(wave=wave).delete()
    wave.key_holders.all().delete()
    wave.public_key = b""
    wave.save(update_fields=["public_key"])
    tell_log(wave, marked("Threw away the key of the wave {wave}."), by=by, at=at)
    for name in names:
        transaction.on_commit(partial(key_file.destroy, name))


def tries_out(*, by: Person, slug: str, passphrase: str) -> bool:
    """Return whether somebody's passphrase is the one that was chosen; the wave's key isn't touched.

    Raises:
        RuleBroken: the person hasn't chosen any.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
    """
    wave = Wave.objects.filter(slug=slug).first()
    refuse_unless(wave is not None and may_hold_key(by))
    own = KeyHolder.objects.filter(wave=wave, account_id=by.id).first()
    if own is None:
        raise RuleBroken("no_passphrase", "You haven't chosen a passphrase for this wave.")
    return key_file.holder_key(passphrase, bytes(own.salt)) == bytes(own.public_key)


def open_key(*, by: Person, wave: Wave, secret: str) -> Opened:
    """Return the private key of a wave.

    Args:
        by: who holds it, or has the paper.
        wave: whose key it is.
        secret: the person's own passphrase, or the recovery code.

    Raises:
        RuleBroken: it opens nothing, or the file is missing.
    """
    _name, wraps = _file(wave)
    if key_file.is_code(secret):
        private_key = wraps.opened_by_code(secret)
        if private_key is not None:
            return Opened(private_key, by_code=True)
    own = KeyHolder.objects.filter(wave=wave, account_id=by.id).first()
    private_key = wraps.opened_by_holder(secret, bytes(own.salt)) if own is not None else None
    if private_key is None:
        raise RuleBroken(
            "secret_wrong",
            "This is neither your passphrase for this wave nor its recovery code. Nothing has been opened.",
        )
    return Opened(private_key, by_code=False)


def check_passphrase(passphrase: str) -> None:
    """Do nothing for a passphrase that may be used.

    Raises:
        RuleBroken: it is too short, among the most common ones, or all digits.
    """
    words = " ".join(passphrase.split())
    if len(words) < SHORTEST:
        raise RuleBroken(
            "passphrase_short",
            "A passphrase has at least {n} signs. Take four or five words that don't belong together.",
            n=SHORTEST,
        )
    try:
        _common().validate(words)
        NumericPasswordValidator().validate(words)
    except ValidationError:
        raise RuleBroken("passphrase_common", "The passphrase is easy to guess. Choose another.") from None
    if len(set(words.casefold())) < 6:
        raise RuleBroken("passphrase_common", "The passphrase is easy to guess. Choose another.")


@cache
def _common() -> CommonPasswordValidator:
    """Return what knows the most common ones; twenty thousand of them are read from a file only once."""
    return CommonPasswordValidator()


def _wave(by: Person, slug: str) -> Wave:
    """Return a wave whose key may be seen to, locked for the transaction."""
    wave = Wave.objects.select_for_update().filter(slug=slug).first()
    refuse_unless(wave is not None and may_hold_key(by))
    assert wave is not None
    if wave.state == FROZEN:
        raise RuleBroken("wave_frozen", "The wave is frozen and its key is destroyed.")
    return wave


def _file(wave: Wave) -> tuple[str, Wraps]:
    key = WaveKey.objects.filter(wave=wave, state=IN_USE).first()
    if key is None:
        raise RuleBroken("wave_without_key", "The wave has no key yet.")
    return key.file_name, key_file.read(key.file_name)


def _is_let_in(wave: Wave, holder: bytes) -> bool:
    return bool(wave.public_key) and _file(wave)[1].admits(holder)


def _part_to_take(wave: Wave, by: Person) -> str:
    """Return as what somebody takes part: what nobody is yet, where the person may be either."""
    taken = set(wave.key_holders.values_list("part", flat=True))
    parts = parts_of(by)
    return next((part for part in parts if part not in taken), parts[0])
