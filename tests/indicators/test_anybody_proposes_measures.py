"""Anybody with an audience's address proposes measures, without an account, a cookie, a script or a name."""

import re
from datetime import date

import pytest
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.indicators.models import Answer, Proposal
from ljuspunkt.rooms.indicators.queries.calls.heads import call_for, call_page
from ljuspunkt.rooms.indicators.services.measures import (
    CallTerms,
    Sender,
    change_call,
    create_call,
    erase_name,
    keep_audience,
    moderate,
    propose_measures,
)
from ljuspunkt.rooms.indicators.views.measures import open as pages
from ljuspunkt.web.limiter import Limiter
from tests.indicators.making import AT, CLOSED_ON, EVER, OPEN_ON, a_call, a_measure, code_of, propose, the_core
from tests.people.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SENDINGS", Limiter(free=pages.FREELY, most=pages.AT_MOST))


@pytest.fixture
def form(world: World) -> str:
    """Return the address of the form of indicator 1."""
    a_call(world, closes_on=EVER)
    return f"/sv/measures/propose/{code_of()}/indicators/1/"


def keys_of(text: str) -> dict[str, str]:
    """Return the hidden fields of the form on a page."""
    return dict(re.findall(r'name="(page|answer)" value="([\w-]+)"', text))


def test_several_measures_are_sent_at_once_and_nobody_sees_them_until_they_are_let_through(
    world: World, form: str
) -> None:
    anybody = Client()
    page = anybody.get(form)
    assert not page.cookies
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    sent = {
        **keys_of(page.content.decode()),
        "title_0": "Andel som vet vart de ska vända sig",
        "numerator_0": "Deltagare som svarar ”alltid”",
        "denominator_0": "Alla som svarat",
        "source_0": "Enkät",
        "collector_0": "Personalen",
        "cost_0": "En timme",
        "used_in_0": "Alfa sedan 2023",
        "title_1": "Andel med en plan",
        "name": "Kim  Berg",
        "organisation": "Alfa",
    }
    larger = anybody.post(form, {**sent, "do": "more"}).content.decode()
    assert 'name="title_2"' in larger and "Alfa sedan 2023" in larger and Proposal.objects.count() == 0
    answered = anybody.post(form, {**sent, "do": "send"})
    assert answered.status_code == 302 and not answered.cookies
    kept = Proposal.objects.order_by("number").values_list("state", "indicator", "answer__name", "wording__texts")
    assert [(state, number, who) for state, number, who, _texts in kept] == [("waiting", "1", "Kim Berg")] * 2
    assert kept[0][3]["used_in"] == {"sv": "Alfa sedan 2023"}
    thanks = anybody.get(answered.headers["Location"]).content.decode()
    assert "Tack. 2 förslag är mottagna" in thanks and "väntar på granskning" in thanks
    assert "En arrangör läser varje förslag innan någon annan kan det" in thanks
    assert "Andel med en plan" not in Client().get(form).content.decode()
    moderate(by=world.person("analyst"), at=AT, call_slug="matt", numbers=[2], state="shown")
    seen = Client().get(form).content.decode()
    assert "Andel med en plan" in seen and "Kim Berg, Alfa" in seen
    assert "Andel som vet" not in seen


def test_sending_the_same_page_twice_proposes_once_and_a_changed_one_proposes_more(form: str) -> None:
    anybody = Client()
    sent = {**keys_of(anybody.get(form).content.decode()), "title_0": "Andel med en plan"}
    for _time in range(2):
        assert anybody.post(form, sent).status_code == 302
    assert Proposal.objects.count() == 1
    anybody.post(form, {**sent, "title_0": "Andel med en skriven plan"})
    assert Proposal.objects.count() == 2
    assert Answer.objects.count() == 1


def test_a_name_follows_from_one_indicator_to_the_next_and_counts_as_one_answer(world: World, form: str) -> None:
    anybody = Client()
    sent = {**keys_of(anybody.get(form).content.decode()), "title_0": "Ett mått", "name": "Kim"}
    anybody.post(form, sent)
    second = form.replace("/1/", "/2/")
    page = anybody.get(f"{second}?answer={sent['answer']}").content.decode()
    assert 'value="Kim"' in page and keys_of(page)["answer"] == sent["answer"]
    anybody.post(second, {**keys_of(page), "title_0": "Ett till", "name": "Kim"})
    propose("Från en användare", place=2)
    call = call_for(world.person("analyst"), "matt")
    assert call is not None
    audiences = call_page(call, world.person("analyst"), OPEN_ON).audiences
    assert [(each.answers, each.proposals, each.waiting) for each in audiences] == [(1, 2, 2), (1, 1, 1)]
    rows = {each.number: each.received for each in call_page(call, world.person("analyst"), OPEN_ON).indicators}
    assert rows == {"1": 2, "2": 1, "4": 0}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title_0": "", "numerator_0": "Något"}, "Skriv på en rad vad måttet är."),
        ({"title_0": "Ett", "title_1": "", "cost_1": "Dyrt"}, "Skriv på en rad vad måttet är."),
        ({"title_0": "x" * 301}, "300 tecken"),
        ({"title_0": "Ett\0"}, "NUL"),
        ({"title_0": "Ett\x1b"}, "tecken som inte går att visa"),
    ],
)
def test_what_must_be_mended_is_said_and_nothing_written_is_lost(form: str, given: dict[str, str], said: str) -> None:
    anybody = Client()
    sent = {**keys_of(anybody.get(form).content.decode()), "source_0": "Min egen källa", **given}
    answered = anybody.post(form, sent)
    assert answered.status_code == 422
    assert said.casefold() in answered.content.decode().casefold()
    assert "Min egen källa" in answered.content.decode()
    assert Proposal.objects.count() == 0


def test_a_form_without_its_keys_or_from_another_site_is_not_taken(form: str) -> None:
    anybody = Client()
    assert anybody.post(form, {"title_0": "Ett"}).status_code == 422
    sent = {**keys_of(anybody.get(form).content.decode()), "title_0": "Ett"}
    elsewhere = anybody.post(form, sent, headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403 and "Ett" in elsewhere.content.decode()
    assert Proposal.objects.count() == 0
    assert anybody.post(form, sent, headers={"Origin": "http://testserver"}).status_code == 302


def test_a_network_address_that_floods_the_form_is_slowed_down_and_keeps_what_it_wrote(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SENDINGS", Limiter(free=1, most=3))
    anybody = Client()
    sent = {**keys_of(anybody.get(form).content.decode()), "title_0": "Ett"}
    assert anybody.post(form, sent).status_code == 302
    stopped = anybody.post(form, {**sent, "title_0": "Ett som jag vill ha kvar"})
    assert stopped.status_code == 429 and int(stopped.headers["Retry-After"]) >= 1
    assert "Ett som jag vill ha kvar" in stopped.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post(form, {**sent, "title_0": "Från en annan"}).status_code == 302


def test_nothing_is_taken_before_the_first_day_after_the_last_or_at_a_shut_address(world: World) -> None:
    a_call(world)

    def send(on: date, place: int = 1) -> None:
        propose_measures(
            code=code_of(place=place),
            sender=Sender("x" * 24),
            page="sidan",
            indicator="1",
            measures=[a_measure("Ett mått")],
            on=on,
        )

    for on, code in ((date(2026, 3, 1), "not_open_yet"), (date(2026, 4, 2), "closed")):
        with pytest.raises(RuleBroken) as refusal:
            send(on)
        assert refusal.value.code == code
    send(OPEN_ON)
    send(CLOSED_ON)
    analyst = world.person("analyst")
    second = Answer.objects.get().audience.call.audiences.get(place=2)
    given = {"by": analyst, "at": AT, "call_slug": "matt"}
    keep_audience(**given, audience=second.pk, name={"sv": "Användare"}, is_open=False)
    with pytest.raises(RuleBroken, match="no longer takes"):
        send(OPEN_ON, place=2)
    change_call(**given, terms=CallTerms({"sv": "Föreslå"}, {}, opens_on=date(2026, 3, 3), closes_on=date(2026, 3, 4)))
    with pytest.raises(RuleBroken, match="3 mars 2026"):
        send(OPEN_ON)
    closed = Client().get(f"/sv/measures/propose/{code_of()}/").content.decode()
    assert "Måttinsamlingen stängde" in closed and "Du behöver inget konto" not in closed


def test_a_call_says_what_it_lacks(world: World) -> None:
    by = world.person("national_coordinator")
    terms = CallTerms({"sv": "Föreslå mått"}, {}, opens_on=OPEN_ON, closes_on=CLOSED_ON)
    given = {"by": by, "at": AT, "slug": "ny", "terms": terms, "version": the_core(), "owners": [], "audiences": []}
    for changed, code in (
        ({}, "no_audience"),
        ({"audiences": [{"sv": " "}]}, "no_audience_name"),
        ({"terms": CallTerms({"sv": " "}, {}, OPEN_ON, CLOSED_ON)}, "no_call_title"),
        ({"terms": CallTerms({"sv": "A"}, {}, CLOSED_ON, OPEN_ON)}, "closes_before"),
        ({"version": 0}, "no_version"),
        ({"owners": ["nowhere"], "audiences": [{"sv": "Alla"}]}, "no_association"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            create_call(**{**given, **changed})
        assert refusal.value.code == code


def test_a_name_that_was_given_is_erased_for_good_when_somebody_asks(world: World, form: str) -> None:
    number = propose("Ett mått", name="Kim Berg")
    moderate(by=world.person("analyst"), at=AT, call_slug="matt", numbers=[number], state="shown")
    assert "Kim Berg" in Client().get(form).content.decode()
    erase_name(by=world.person("association_coordinator"), at=AT, call_slug="matt", number=number)
    assert "Kim Berg" not in Client().get(form).content.decode()
    assert not Answer.objects.exclude(name="").exists()
    with pytest.raises(RuleBroken, match="No name was given"):
        erase_name(by=world.person("analyst"), at=AT, call_slug="matt", number=number)
