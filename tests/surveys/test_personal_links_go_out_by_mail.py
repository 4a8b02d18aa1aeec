"""Personal one-time links: addresses are checked, letters go out by day, reminders to the unfinished, nothing left."""

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event

import pytest
from django.conf import LazySettings
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from tests.people.world import World
from tests.surveys.measuring import AT, TODAY, Measurement, opened

SITE = "https://matning.example.se/"
LOCAL = "association_coordinator"


@pytest.fixture
def measured(world: World) -> Measurement:
    return opened(world)


def put(measured: Measurement, pasted: str, *, at: datetime = AT, collector: int = 0) -> tuple[int, object]:
    """Put addresses on a list of alfa, and return its number and what came of it."""
    from ljuspunkt.rooms.surveys.address_list import read
    from ljuspunkt.rooms.surveys.services.invitations import add_addresses

    pk = collector or measured.collector("alfa", way="mail").pk
    listed = read(pasted, language="sv")
    assert listed.faults == ()
    by = measured.world.person(LOCAL, "alfa")
    return pk, add_addresses(by=by, at=at, collector=pk, addresses=listed.addresses, site=SITE)


def letters() -> dict[str, str]:
    from ljuspunkt.rooms.mail.models import Letter

    return dict(Letter.objects.values_list("to", "body"))


def token_in(body: str) -> str:
    found = re.search(r"https://matning\.example\.se/a/\w+/(\w+)/", body)
    assert found is not None
    return found[1]


def test_a_pasted_list_is_read_with_all_that_is_wrong_in_it() -> None:
    from ljuspunkt.rooms.surveys.address_list import read

    listed = read(
        "E-post;Språk\n"
        "Anna Ek <anna@example.se>\n"
        "bo@example.se;arabiska\n"
        "ANNA@example.se\n"
        "cia@example.se, dan@example.se\n"
        "so\teva@example.se\n"
        "ingen adress här\n"
        "fel@@example.se\n",
        language="en",
    )
    assert [(each.email, each.language) for each in listed.addresses] == [
        ("anna@example.se", "en"),
        ("bo@example.se", "ar"),
        ("cia@example.se", "en"),
        ("dan@example.se", "en"),
        ("eva@example.se", "so"),
    ]
    assert [each.email for each in listed.twice] == ["ANNA@example.se"]
    assert [(each.line, each.code) for each in listed.faults] == [(7, "no_address"), (8, "address")]


def test_letters_hold_a_link_of_their_own_in_the_language_of_choice(measured: Measurement) -> None:
    from ljuspunkt.rooms.mail.models import Message
    from ljuspunkt.rooms.surveys.services.tokens import invitation_of

    pk, added = put(measured, "anna@example.se\nbo@example.se;arabiska\nanna@example.se")
    assert added.new == 2  # type: ignore[attr-defined]
    told = letters()
    assert "Det är frivilligt." in told["anna@example.se"]
    assert "الإجابة طوعية" in told["bo@example.se"]
    tokens = {token_in(body) for body in told.values()}
    assert len(tokens) == 2
    found = [invitation_of(pk, token) for token in tokens]
    assert all(each is not None and not each.used for each in found)
    keys = " ".join(Message.objects.values_list("key", flat=True))
    assert not any(token in keys for token in tokens), "keys of letters hold no token"


def test_nobody_gets_two_links_in_a_group(measured: Measurement) -> None:
    put(measured, "anna@example.se")
    _pk, added = put(measured, "Anna@example.se\nbo@example.se")
    assert (added.new, added.known) == (1, ("Anna@example.se",))  # type: ignore[attr-defined]


def test_reminders_go_to_the_unfinished_once_a_day(measured: Measurement) -> None:
    from ljuspunkt.rooms.mail.models import Letter
    from ljuspunkt.rooms.surveys.queries.collectors import collector_of
    from ljuspunkt.rooms.surveys.services.invitations import remind

    pk, _ = put(measured, "anna@example.se\nbo@example.se")
    card = collector_of(pk)
    assert card is not None
    token = token_in(letters()["anna@example.se"])
    measured.answer(card, q1="3", token=token)
    Letter.objects.all().delete()
    by = measured.world.person(LOCAL, "alfa")

    remind(by=by, at=AT, collector=pk, site=SITE)
    assert letters() == {}, "not on the day of asking"
    with pytest.raises(RuleBroken, match="At most one a day"):
        remind(by=by, at=AT, collector=pk, site=SITE)
    remind(by=by, at=AT + timedelta(days=1), collector=pk, site=SITE)
    assert list(letters()) == ["bo@example.se"], "Anna has answered"
    with pytest.raises(RuleBroken):
        measured.answer(card, q1="3", token=token)


def test_reminders_go_by_date(measured: Measurement) -> None:
    from ljuspunkt.rooms.mail.models import Letter
    from ljuspunkt.rooms.surveys.models import Wave
    from ljuspunkt.rooms.surveys.services.by_date import carry_out

    put(measured, "anna@example.se")
    Letter.objects.all().delete()
    Wave.objects.update(reminders_on=[(TODAY + timedelta(days=7)).isoformat()], site=SITE)
    carry_out(at=AT + timedelta(days=6))
    assert letters() == {}
    for _ in range(2):
        carry_out(at=AT + timedelta(days=7))
    assert Letter.objects.count() == 1


def test_nothing_of_the_mail_has_a_time_finer_than_the_day(
    measured: Measurement, settings: LazySettings, tmp_path: Path
) -> None:
    from ljuspunkt.rooms.mail import leases, worker
    from ljuspunkt.rooms.mail.delivery import Folder
    from ljuspunkt.rooms.mail.models import Message

    settings.MAIL_FOLDER = tmp_path
    at = datetime.now(UTC)
    put(measured, "anna@example.se\nbo@example.se\ncia@example.se", at=at)
    out, stop = Folder(tmp_path), Event()
    assert worker.work(out, stop)
    held = leases.take(at=datetime.now(UTC))
    assert held is not None
    leases.put_off(held, said="450 later", at=datetime.now(UTC))
    held = leases.take(at=datetime.now(UTC))
    assert held is not None
    leases.failed(held, said="550 no such user", at=datetime.now(UTC))
    assert leases.take(at=datetime.now(UTC)) is None, "what was put off waits"
    assert leases.take(at=datetime.now(UTC) + timedelta(minutes=2)) is not None
    for message in Message.objects.all():
        for when in (message.asked_at, message.due_at, message.settled_at):
            assert when is None or (when.hour, when.minute, when.second, when.microsecond) == (0, 0, 0, 0)
    (file,) = tmp_path.glob("*.eml")
    assert file.name.startswith(f"{at:%Y%m%d}T000000-")
    assert file.stat().st_mtime % 86400 == 0
    sent = message_from_bytes(file.read_bytes())
    assert f"{at:%d %b %Y} 00:00:00" in str(sent["Date"])


def test_the_list_of_mail_tells_nothing_of_respondents(measured: Measurement) -> None:
    from ljuspunkt.rooms.mail.models import Letter, Message

    put(measured, "anna@example.se\nbo@example.se")
    failed = Message.objects.first()
    assert failed is not None
    Message.objects.filter(pk=failed.pk).update(state="failed")
    Letter.objects.filter(message=failed).update(said="550 no mailbox anna@example.se")
    for role, association in (("national_coordinator", None), (LOCAL, "alfa")):
        page = measured.world.client(role, association).get("/sv/mail/").content.decode()
        assert "anna@example.se" not in page and "bo@example.se" not in page


def test_addresses_are_the_association_s_own(measured: Measurement) -> None:
    pk, _ = put(measured, "anna@example.se")
    address = f"/sv/waves/collectors/{pk}/"
    shown = measured.world.client(LOCAL, "alfa").get(address)
    assert "anna@example.se" in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    national = measured.world.client("national_coordinator")
    page = national.get(address).content.decode()
    assert "anna@example.se" not in page and "En adress står på listan" in page
    assert national.get(f"{address}addresses/").status_code == 404
    assert measured.world.client(LOCAL, "beta").get(address).status_code == 404


def test_the_page_says_what_is_wrong_and_keeps_what_was_pasted(measured: Measurement, client: Client) -> None:
    pk = measured.collector("alfa", way="mail").pk
    browser = measured.world.client("data_collector", "alfa")
    answer = browser.post(
        f"/sv/waves/collectors/{pk}/addresses/", {"language": "sv", "addresses": "anna@example.se\ninte en adress"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "1 sak måste rättas; inget är sparat" in page and "anna@example.se\ninte en adress" in page
    assert letters() == {}


def test_when_the_wave_closes_addresses_and_letters_are_gone(measured: Measurement) -> None:
    from ljuspunkt.rooms.mail.models import Letter, Message
    from ljuspunkt.rooms.surveys.models import Invitation

    put(measured, "anna@example.se\nbo@example.se")
    measured.end()
    assert set(Invitation.objects.values_list("email", "asked_on", "reminded_on")) == {("", None, None)}
    assert not Letter.objects.exists() and not Message.objects.exists()


def test_a_link_can_t_be_made_from_the_database_alone(measured: Measurement, settings: LazySettings) -> None:
    from ljuspunkt.rooms.surveys.models import Invitation
    from ljuspunkt.rooms.surveys.services.tokens import digest, token_of

    put(measured, "anna@example.se")
    kept = Invitation.objects.get()
    assert digest(token_of(kept.pk)) == kept.token_hash
    settings.SECRET_KEY = "another installation's"
    assert digest(token_of(kept.pk)) != kept.token_hash


def test_letters_wait_until_the_wave_opens(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Collector, Wave
    from ljuspunkt.rooms.surveys.services.open_wave import open_wave
    from tests.surveys.access import way
    from tests.surveys.measuring import keys, planned

    wave = planned(world)
    keys(world, wave)
    pk = way(wave, "mail")
    put(Measurement(world, wave), "anna@example.se", collector=pk)
    assert letters() == {}
    Wave.objects.filter(pk=wave.pk).update(closes_on=date(2026, 10, 31))
    open_wave(by=world.person("national_coordinator"), at=AT, slug=wave.slug, site=SITE)
    assert list(letters()) == ["anna@example.se"]
    assert Collector.objects.get(pk=pk).invitations.get().asked_on == TODAY


def test_a_list_that_was_paused_is_written_to_when_it_goes_on(measured: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Collector, Invitation, Wave
    from ljuspunkt.rooms.surveys.services.by_date import carry_out

    pk, _ = put(measured, "anna@example.se")
    Invitation.objects.update(asked_on=None)
    Wave.objects.update(site=SITE)
    Collector.objects.update(paused=True)
    carry_out(at=AT)
    assert Invitation.objects.get().asked_on is None
    Collector.objects.filter(pk=pk).update(paused=False)
    carry_out(at=AT)
    assert Invitation.objects.get().asked_on == TODAY


def test_taking_an_address_off_doesnt_tell_whether_it_has_answered(measured: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Invitation
    from ljuspunkt.rooms.surveys.services.invitations import remove_address

    pk, _ = put(measured, "anna@example.se\nbo@example.se\ncia@example.se")
    Invitation.objects.filter(email="anna@example.se").update(used=True)
    part = f"/en/waves/{measured.wave.slug}/in/alfa/"
    seen = []
    for address in ("anna@example.se", "bo@example.se"):
        by = measured.world.person("data_collector", "alfa")
        remove_address(by=by, at=AT, collector=pk, address=address)
        shown = [
            measured.world.client("data_collector").get(part),
            measured.world.client("national_coordinator", None).get(part),
        ]
        seen.append([re.findall(r"(\w+) address", each.content.decode())[0] for each in shown])
    assert seen == [["2", "2"], ["one", "one"]]


def test_an_address_put_back_gets_no_second_answer(measured: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Invitation
    from ljuspunkt.rooms.surveys.services.invitations import remove_address

    pk, _ = put(measured, "anna@example.se\nbo@example.se")
    before = {who: token_in(body) for who, body in letters().items()}
    Invitation.objects.filter(email="anna@example.se").update(used=True)
    for address in before:
        remove_address(by=measured.world.person(LOCAL, "alfa"), at=AT, collector=pk, address=address)
    gone = Invitation.objects.get()
    assert (gone.email, gone.language, gone.asked_on) == ("", "", None) and "anna" not in gone.taken_off
    assert letters() == {}
    other = measured.collector("alfa", way="mail").pk
    _, added = put(measured, "Anna@example.se\nbo@example.se", collector=other)
    assert (added.new, added.known) == (2, ()), "who has answered isn't told"  # type: ignore[attr-defined]
    after = {who.lower(): token_in(body) for who, body in letters().items()}
    assert after["anna@example.se"] == before["anna@example.se"], "the link that has been used"
    assert after["bo@example.se"] != before["bo@example.se"], "the old link was deleted"
    assert list(Invitation.objects.order_by("email").values_list("used", "taken_off", "collector")) == [
        (True, "", other),
        (False, "", other),
    ]
