"""An answer is sealed on receipt, counts once however often it is sent, and a personal link is used once."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ljuspunkt.domain.errors import RuleBroken
from tests.people.world import World
from tests.real_database import RealDatabase
from tests.surveys import measuring
from tests.surveys.measuring import Measurement


@pytest.fixture
def measurement(world: World) -> Measurement:
    return measuring.opened(world)


@pytest.fixture
def real(real_database: RealDatabase) -> Measurement:
    """Return an open wave on a real database."""
    from tests.people.world import make_world

    return measuring.opened(make_world())


def n_sealed() -> int:
    from ljuspunkt.rooms.surveys.models import SealedAnswer

    return SealedAnswer.objects.count()


def test_the_same_key_counts_once(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.queries.received import received

    card = measurement.collector()
    key = secrets.token_urlsafe(16)
    assert not measurement.answer(card, key=key, q1="1").again
    assert measurement.answer(card, key=key, q1="4").again
    assert n_sealed() == 1
    assert received(measurement.wave.pk) == {("alfa", "participant_ongoing", ""): 1}


def test_a_personal_link_is_used_once_and_only_where_it_belongs(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Invitation

    card, other = measurement.collector(way="mail"), measurement.collector("beta", way="mail")
    token, unused = measurement.tokens(card, 2)
    key = secrets.token_urlsafe(16)
    measurement.answer(card, key=key, token=token, q1="1")
    assert measurement.answer(card, key=key, token=token, q1="1").again
    for given, on, code in (
        (token, card, "already_answered"),
        (unused, other, "link_not_known"),
        (None, card, "link_needed"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            measurement.answer(on, token=given, q1="2")
        assert refusal.value.code == code
    assert n_sealed() == 1
    assert sorted(Invitation.objects.values_list("used", flat=True)) == [False, True]


def test_sent_twice_into_one_commit_a_link_is_used_by_its_own_answer(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.services.receive import keep_all, sealed_write
    from ljuspunkt.rooms.surveys.together import commit_all

    card, open_to_all = measurement.collector(way="mail"), measurement.collector("beta")
    [token] = measurement.tokens(card, 1)
    key, other = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    sent = [(card, key, token), (open_to_all, other, None), (card, key, token), (card, f"{key}x", token)]
    writes = [
        sealed_write(collector=on, key=named, reply={"q1": "1"}, language="sv", token=link) for on, named, link in sent
    ]
    *kept, late = commit_all([*writes, writes[1]], keep_all)[:4]
    assert [each.told().again for each in kept] == [False, False, True]
    with pytest.raises(RuleBroken) as refusal:
        late.told()
    assert refusal.value.code == "already_answered"
    assert n_sealed() == 2


def test_nothing_comes_in_once_the_wave_has_ended(measurement: Measurement) -> None:
    card = measurement.collector()
    measurement.end()
    with pytest.raises(RuleBroken, match="came too late and isn't kept"):
        measurement.answer(card, q1="1")  # the page was fetched before
    assert n_sealed() == 0


def test_all_answers_to_a_questionnaire_are_equally_long(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import SealedAnswer

    card = measurement.collector()
    measurement.answer(card, q1="1")
    measurement.answer(card, q1="1", q2="2", m=("work", "studies"), weeks="12", t="ö" * 4000)
    measurement.answer(card, t="🌻" * 4000)
    assert len({len(bytes(sealed)) for sealed in SealedAnswer.objects.values_list("sealed", flat=True)}) == 1


def test_a_row_says_which_wave_and_nothing_else(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Arrival, SealedAnswer

    measurement.answer(measurement.collector(), q1="1")
    assert [field.name for field in SealedAnswer._meta.get_fields()] == ["id", "wave", "sealed"]
    names = {field.name for field in Arrival._meta.get_fields()}
    assert names == {"id", "wave", "participation", "respondent_group", "initiative"}


def test_many_at_once_each_count_once(real: Measurement) -> None:
    """Answers, double sends and one link in four browsers, through one process's common commits."""
    from django.db import connection

    from ljuspunkt.rooms.surveys.queries.received import received

    card, mail = real.collector(), real.collector("beta", way="mail")
    [token] = real.tokens(mail, 1)
    keys = [secrets.token_urlsafe(16) for _ in range(40)]
    start = Barrier(8, timeout=300)

    def send(number: int) -> list[str]:
        start.wait()
        said = []
        for key in keys[number % 4 :: 4]:  # everybody's answer is sent twice
            said.append("again" if real.answer(card, key=key, q1="1").again else "new")
        if number < 4:
            try:
                real.answer(mail, token=token, q1="2")
                said.append("linked")
            except RuleBroken as refusal:
                said.append(refusal.code)
        connection.close()
        return said

    with ThreadPoolExecutor(8) as threads:
        said = [each for one in threads.map(send, range(8)) for each in one]
    assert (said.count("new"), said.count("again")) == (40, 40)
    assert (said.count("linked"), said.count("already_answered")) == (1, 3)
    assert n_sealed() == 41
    assert received(real.wave.pk) == {
        ("alfa", "participant_ongoing", ""): 40,
        ("beta", "participant_ongoing", ""): 1,
    }


def test_ended_while_answers_come_every_answer_is_kept_or_refused(real: Measurement) -> None:
    from django.db import connection

    card = real.collector()
    start = Barrier(5, timeout=300)

    def send(_number: int) -> list[bool]:
        start.wait()
        kept = []
        for _ in range(30):
            try:
                real.answer(card, q1="3")
                kept.append(True)
            except RuleBroken as refusal:
                assert refusal.code == "wave_closed"
                kept.append(False)
        connection.close()
        return kept

    with ThreadPoolExecutor(4) as threads:
        sending = threads.map(send, range(4))
        start.wait()
        real.end()
        kept = sum(sum(each) for each in sending)
    done = real.freeze()
    assert done.n_answers == kept  # type: ignore[attr-defined]


def test_a_refusal_in_a_common_commit_is_only_its_own(real: Measurement) -> None:
    """One whose write fails in the database takes nobody else's with it."""
    from ljuspunkt.rooms.surveys import together
    from ljuspunkt.rooms.surveys.together import Together, commit_together

    done: list[str] = []

    def good(together: Together) -> str:
        together.cursor.execute("SELECT 1")
        return "kept"

    def bad(together: Together) -> str:
        together.cursor.execute("SELECT nothing FROM nowhere")
        return "never"

    def ask(work: object) -> None:
        from django.db import connection

        try:
            done.append(commit_together(work))  # type: ignore[arg-type]
        except Exception as trouble:
            done.append(type(trouble).__name__)
        connection.close()

    line = together._line
    line._led = True  # somebody is writing
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(ask, work) for work in (good, bad, good)]
        while len(line._waiting) < 3:
            pass
        line._waiting[0].turn.set()
        for each in waiting:
            each.result()
    assert done.count("kept") == 2
    assert {"OperationalError", "ProgrammingError"} & set(done)
