"""Who guesses codes is slowed down and then locked out; others in the same room notice nothing."""

import pytest

from tests.conference import panel, voting
from tests.conference.voting import Phone
from tests.people.world import World


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that the voters' pages read, and forget what other tests have tried."""
    from ljuspunkt.rooms.conference.views import ballots
    from ljuspunkt.web.limiter import Limiter

    clock = Clock()
    monkeypatch.setattr(ballots, "monotonic", clock)
    monkeypatch.setattr(ballots, "CODES", Limiter())
    return clock


@pytest.mark.django_db
def test_a_hundred_wrong_codes_from_one_phone(world: World, clock: Clock) -> None:
    conference = panel.conference(world)
    right, other = voting.codes(world, conference, 2)
    guesser = Phone(conference)
    answers = []
    for number in range(100):
        answers.append(guesser.join(f"K2K2K2K{number:03}".replace("0", "A").replace("1", "B")))
        clock.now += 0.1
    statuses = [answer.status_code for answer in answers]
    assert statuses == [422] * 6 + [429] * 94  # the first came without a cookie, and counts for those that have none
    assert "Wait 2 seconds and try again." in answers[6].content.decode()
    assert answers[6].headers["Retry-After"] == "2"
    assert "This device can try again in 15 minutes." in answers[-1].content.decode()

    assert guesser.join(right).status_code == 429
    assert Phone(conference).join(other).status_code == 302  # from the same address

    clock.now += 15 * 60
    assert guesser.join(right).status_code == 302


@pytest.mark.django_db
def test_browsers_without_cookies_lock_out_only_each_other(world: World, clock: Clock) -> None:
    conference = panel.conference(world)
    right, *_ = voting.codes(world, conference, 1)
    assert [Phone(conference).join("WRONG").status_code for _ in range(100)].count(429) == 95

    assert Phone(conference).join(right).status_code == 302  # this browser held no cookie either, but a right code
    assert Phone(conference).join("WRONG").status_code == 429


@pytest.mark.django_db
def test_a_wrong_code_or_two_cost_nothing(world: World, clock: Clock) -> None:
    conference = panel.conference(world)
    right, *_ = voting.codes(world, conference, 1)
    phone = Phone(conference)
    for _ in range(4):
        assert phone.join("K2K2K2K2K2").status_code == 422
    assert phone.join(right).status_code == 302


def test_waits_grow_to_a_minute_and_conferences_are_apart() -> None:
    from ljuspunkt.web.limiter import Limiter, Wait

    limiter = Limiter()
    for _ in range(5):
        limiter.wrong(1, "phone", 0.0)
    assert limiter.wait(1, "phone", 0.0) == Wait(2, locked=False)
    assert limiter.wait(1, "phone", 2.0) is None
    assert limiter.wait(2, "phone", 0.0) is None
    waits = []
    for _ in range(10):
        limiter.wrong(1, "phone", 10.0)
        found = limiter.wait(1, "phone", 10.0)
        assert found is not None
        waits.append(found.seconds)
    assert waits == [4, 8, 16, 32, 60, 60, 60, 60, 60, 60]
    assert (limiter.n_wrong(1, 10.0), limiter.n_wrong(2, 10.0)) == (15, 0)
    assert limiter.n_wrong(1, 10.0 + 15 * 60) == 0


def test_what_the_limiter_remembers_names_nobody_and_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    from ljuspunkt.web import limiter as module
    from ljuspunkt.web.limiter import Limiter

    monkeypatch.setattr(module, "_SOURCES", 10)
    limiter = Limiter()
    for number in range(50):
        limiter.wrong(1, f"192.0.2.{number} secret", float(number))
    held = repr(limiter._tried)
    assert "192.0.2" not in held and "secret" not in held
    assert len(limiter._tried) == 10
    limiter.wrong(1, "late", 5000.0)
    assert len(limiter._tried) == 1
