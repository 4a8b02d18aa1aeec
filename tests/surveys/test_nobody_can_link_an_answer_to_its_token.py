"""After 200 answers somebody takes all that is stored and a backup from the middle, and tries to link them to tokens.

The ways that are tried find links while the wave is open and the private key is in hand, so that it is the freezing
that stops them.
"""

import logging
import random
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as parquet
import pytest
from django.db import connection
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from tests.people.world import make_world
from tests.real_database import RealDatabase
from tests.stored import commits, database_log, stored, where
from tests.surveys import measuring
from tests.surveys.measuring import ANALYST_WORDS, COORDINATOR_WORDS, Measurement

if TYPE_CHECKING:
    from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard

N = 200
MIDDLE = 60
ITEMS = 14
BY_CHANCE = 0.45
"""Rank correlation that chance alone gives once in ten thousand millions; where an order tells, it is nearly one."""
Answer = tuple[str, ...]


def form() -> Questionnaire:
    """Return a questionnaire with so many questions that no two respondents answer alike."""
    items = tuple(
        Item(f"q{n}", "select_one", measuring.text(f"Fråga {n}", f"Question {n}"), scale="often", indicators=("1",))
        for n in range(ITEMS)
    )
    whole = measuring.questionnaire()
    return replace(whole, body=(*items, whole.items[-1]))


def text_of(place: int) -> str:
    """Return what the respondent who answers at this place writes; the words tell nothing of the place."""
    return f"Fritext {random.Random(place).getrandbits(60)}"


@dataclass
class Respondents:
    """Two hundred who answer by personal links, in this order."""

    measurement: Measurement
    card: "CollectorCard"
    tokens: list[str] = field(default_factory=list)
    said: dict[str, Answer] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def answer(self, tokens: Iterable[str]) -> None:
        """Let some answer; every tenth begins a draft before."""
        from ljuspunkt.rooms.surveys.services import drafts

        for number, token in enumerate(tokens):
            chance = random.Random(f"what {token} thinks")
            answer = tuple(chance.choice("12349") for _ in range(ITEMS))
            values: dict[str, Any] = {f"q{n}": step for n, step in enumerate(answer)}
            draft = drafts.begin(self.measurement.wave.pk) if number % 10 == 0 else None
            if draft is not None:
                drafts.keep(draft, values, wave_pk=self.measurement.wave.pk, on=measuring.TODAY)
            key = f"key of the page of {token} {chance.random()}"
            self.measurement.answer(
                self.card, key=key, token=token, draft=draft, t=text_of(self.tokens.index(token)), **values
            )
            self.said[token], self.keys[token] = answer, key


@pytest.fixture
def respondents(real_database: RealDatabase) -> Respondents:
    """Return two hundred invited by mail, whose letters lie in the queue."""
    from ljuspunkt.rooms.mail.services import enqueue_all
    from ljuspunkt.rooms.surveys import letters
    from ljuspunkt.rooms.surveys.models import Collector, Invitation
    from ljuspunkt.rooms.surveys.services.tokens import token_of

    measurement = measuring.opened(make_world(), form())
    card = measurement.collector(way="mail")
    measurement.tokens(card, N)
    collector = Collector.objects.select_related("participation__association").get(pk=card.pk)
    invitations = list(Invitation.objects.filter(collector=collector).order_by("email"))
    Invitation.objects.update(language="sv")
    post = letters.Post(measurement.wave, collector, measurement.wave.title, "https://ljuspunkt.example/")
    for each in invitations:
        each.language = "sv"
    enqueue_all([letters.ask(post, each) for each in invitations], at=measuring.AT)
    tokens = [token_of(each.pk) for each in invitations]
    random.Random(7).shuffle(tokens)
    return Respondents(measurement, card, tokens)


def test_frozen_answers_can_not_be_linked_and_sealed_ones_can_with_the_key(
    real_database: RealDatabase, respondents: Respondents, caplog: pytest.LogCaptureFixture
) -> None:
    from ljuspunkt.rooms.surveys.services import keys

    caplog.set_level(logging.DEBUG)
    measurement = respondents.measurement
    respondents.answer(respondents.tokens[:MIDDLE])

    # In the middle somebody takes a backup, and whoever has the private key as well finds who answered what.
    backup = pairs(real_database)
    sealed = all_sealed()
    assert len(sealed) == MIDDLE
    private_key = keys.open_key(
        by=measurement.world.person("analyst"), wave=measurement.wave, secret=ANALYST_WORDS
    ).private_key
    found = linked(backup, private_key)
    assert len(found) > 10
    assert all(respondents.said[token] == answer for token, answer in found.items())
    salts = [bytes(holder.salt) for holder in measurement.wave.key_holders.all()]
    if real_database.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
    assert where(stored(real_database), {"address": b"svarande1@example.se"})
    # No time finer than the day stands in what respondents make; on the disk are the days of asking only.
    assert_no_times()

    respondents.answer(respondents.tokens[MIDDLE:])
    wraps = next(Path(real_database.folder / "wave-keys").iterdir()).read_bytes()
    token_hashes, numbers = hashes_and_numbers(respondents)
    measurement.end()
    measurement.freeze()

    # Nothing of it is left: by no join, and as no bytes in any file, not in the logs either.
    assert pairs(real_database) == {}
    needles = {f"token {token}": token.encode() for token in respondents.tokens}
    needles |= {f"address {n}": f"svarande{n}@example.se".encode() for n in range(0, N, 10)}
    needles |= {f"hash of {token}": held.encode() for token, held in list(token_hashes.items())[::10]}
    needles |= {f"sealed {n}": each[:40] for n, each in enumerate(sealed[::10])}
    needles |= {"private key": private_key, "wraps": wraps[:120]}
    needles |= {f"wrap {n}": each for n, each in enumerate(re.findall(rb"[0-9a-f]{100,}", wraps))}
    assert where(stored(real_database), needles) == []
    log = database_log(real_database)
    assert private_key not in log
    assert not [said for said in caplog.messages if any(token in said for token in respondents.tokens)]

    # The backup from the middle stays locked, with both passphrases and the paper in hand.
    assert (
        opened_by_all_that_is_left(measurement, sealed, salts, wraps_left=b"".join(stored(real_database).values())) == 0
    )

    # And no order tells: where tokens are put beside answers, by any order of either, chance alone fits.
    rows = [tuple(row[f"q{n}"] for n in range(ITEMS)) for row in frozen_rows(real_database)]
    assert sorted(rows) == sorted(respondents.said.values())
    for tokens in orders_of_tokens(respondents, token_hashes, numbers):
        for answers in (rows, rows[::-1]):
            fitting = sum(respondents.said[token] == answer for token, answer in zip(tokens, answers, strict=True))
            assert fitting <= 12  # one is expected; thirteen or more come once in ten thousand millions
    assert abs(correlation(in_order_of_open_answers())) < BY_CHANCE


def test_while_the_wave_is_open_no_number_tells_the_order(
    real_database: RealDatabase, respondents: Respondents
) -> None:
    """Sealed answers, arrivals and drafts stand under random numbers; on SQLite these are the rows' own."""
    from ljuspunkt.rooms.surveys.services.receive import number_of

    respondents.answer(respondents.tokens)
    wave = respondents.measurement.wave.pk
    came = [number_of(wave, respondents.keys[token]) for token in respondents.tokens]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM surveys_sealedanswer")
        assert {number for (number,) in cursor.fetchall()} == set(came)
        cursor.execute("SELECT id FROM surveys_arrival ORDER BY id")
        arrivals = [number for (number,) in cursor.fetchall()]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM surveys_sealedanswer WHERE rowid <> id")
            assert cursor.fetchone()[0] == 0
    assert not set(arrivals) & set(came)
    assert abs(correlation(came)) < BY_CHANCE
    assert len({len(each) for each in all_sealed()}) == 1


def pairs(database: RealDatabase) -> Mapping[str, bytes]:
    """Return which sealed answer was written with which token's mark, as far as the database tells."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT token_hash, sealed FROM surveys_invitation i "
                "JOIN surveys_sealedanswer s ON i.xmin::text = s.xmin::text WHERE i.used"
            )
            return {token: bytes(sealed) for token, sealed in cursor.fetchall()}
    found: dict[str, bytes] = {}
    tokens: set[str] = set()
    answers: dict[int, bytes] = {}
    for now_tokens, now_answers in commits(database.folder, _used_and_sealed):
        new_tokens, new = now_tokens - tokens, now_answers.keys() - answers.keys()
        if len(new_tokens) == len(new) == 1:
            found[new_tokens.pop()] = now_answers[new.pop()]
        tokens, answers = now_tokens, now_answers
    return found


def _used_and_sealed(then: sqlite3.Connection) -> tuple[set[str], dict[int, bytes]]:
    tokens = {token for (token,) in then.execute("SELECT token_hash FROM surveys_invitation WHERE used")}
    return tokens, dict(then.execute("SELECT id, sealed FROM surveys_sealedanswer"))


def linked(backup: Mapping[str, bytes], private_key: bytes) -> Mapping[str, Answer]:
    """Return what each token answered, to somebody with the private key and the installation's own key."""
    from ljuspunkt.rooms.surveys.models import Invitation
    from ljuspunkt.rooms.surveys.sealing import Opener
    from ljuspunkt.rooms.surveys.services.tokens import token_of

    tokens = {each.token_hash: token_of(each.pk) for each in Invitation.objects.all()}
    found = {}
    for token, sealed in backup.items():
        document = Opener(private_key).opened(sealed)
        assert document is not None
        found[tokens[token]] = tuple(str(document.values[f"q{n}"]) for n in range(ITEMS))
    return found


def all_sealed() -> list[bytes]:
    from ljuspunkt.rooms.surveys.models import SealedAnswer

    return [bytes(each) for each in SealedAnswer.objects.values_list("sealed", flat=True)]


def hashes_and_numbers(respondents: Respondents) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Return the hash and the number under which each token is kept."""
    from ljuspunkt.rooms.surveys.models import Invitation
    from ljuspunkt.rooms.surveys.services.tokens import token_of

    rows = list(Invitation.objects.all())
    return {token_of(row.pk): row.token_hash for row in rows}, {token_of(row.pk): row.pk for row in rows}


def assert_no_times() -> None:
    """Check that no table that respondents write to has a time, and that letters to them have the day's beginning."""
    from django.db.models import DateTimeField

    from ljuspunkt.rooms.mail.models import Message
    from ljuspunkt.rooms.surveys.models import Arrival, Draft, Invitation, OpenAnswer, SealedAnswer

    for table in (Arrival, Draft, Invitation, OpenAnswer, SealedAnswer):
        assert not [each for each in table._meta.get_fields() if isinstance(each, DateTimeField)]
    assert {row.asked_at.strftime("%H:%M:%S.%f") for row in Message.objects.all()} == {"00:00:00.000000"}


def opened_by_all_that_is_left(
    measurement: Measurement, sealed: Sequence[bytes], salts: Sequence[bytes], *, wraps_left: bytes
) -> int:
    """Return how many sealed answers open to somebody with both passphrases, the paper and all that is stored now."""
    from django.conf import settings

    rounds, memory = settings.PASSPHRASE_COST
    tried = [
        argon2id.kdf(32, words.encode(), salt, opslimit=rounds, memlimit=memory)
        for words in (COORDINATOR_WORDS, ANALYST_WORDS)
        for salt in salts
    ]
    code = blake2b(measurement.code.encode(), digest_size=32, person=b"ljuspunkt recov").digest()
    for each in re.findall(rb"[0-9a-f]{144,200}", wraps_left):  # whatever may be a wrap
        for key in (*tried, code):
            for box in (SealedBox(PrivateKey(key)), SecretBox(key)):
                try:
                    tried.append(box.decrypt(bytes.fromhex(each.decode()[: len(each) // 2 * 2])))
                except (CryptoError, ValueError):
                    continue
    opened = 0
    for key in (*tried, code):
        for answer in sealed[:5]:
            try:
                SealedBox(PrivateKey(key)).decrypt(answer)
                opened += 1
            except CryptoError:
                continue
    return opened


def frozen_rows(database: RealDatabase) -> list[dict[str, str]]:
    [answers] = database.folder.glob("data-sets/*/answers.parquet")
    found: list[dict[str, str]] = parquet.read_table(answers).to_pylist()
    return found


def orders_of_tokens(
    respondents: Respondents, hashes: Mapping[str, str], numbers: Mapping[str, int]
) -> Iterable[list[str]]:
    """Return tokens in every order that somebody may know: as answers came, by number, by hash, by the token itself."""
    yield respondents.tokens
    yield sorted(respondents.tokens, key=lambda token: numbers[token])
    yield sorted(respondents.tokens, key=lambda token: hashes[token])
    yield sorted(respondents.tokens)


def in_order_of_open_answers() -> list[int]:
    """Return when those answered whose open answers are kept, in the order in which these are."""
    from ljuspunkt.rooms.surveys.models import OpenAnswer

    came = {text_of(place): place for place in range(N)}
    return [came[text] for text in OpenAnswer.objects.order_by("id").values_list("text", flat=True)]


def correlation(values: Sequence[int]) -> float:
    """Return Spearman's correlation of values with their places; for 200 by chance alone its spread is 0.07."""
    from scipy.stats import spearmanr

    return float(spearmanr(range(len(values)), values).statistic)
