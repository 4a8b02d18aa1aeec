"""Totals of preparations: at least five, once, at the moment that was fixed, and no single marking anywhere."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.device import Organiser, masked
from tests.conference.preparing import AT, MOMENT, coordinator, opened
from tests.people.world import World

pytestmark = pytest.mark.django_db

ITEMS = 11


def gathering(world: World, n: int) -> tuple[object, Organiser, list[tuple[str, str]]]:
    """Return a conference that gathers totals, the organiser's browser, and so many codes with markings."""
    from ljuspunkt.rooms.conference.services import preparation as services

    made = panel.conference(world)
    codes = opened(world, made, n)
    for identifier, ticket in codes:
        services.save_marking(conference=made.pk, identifier=identifier, ticket=ticket, sealed="sealed", version="")
    browser = Organiser()
    services.gather_totals(
        by=coordinator(world),
        conference=made.pk,
        public_key=browser.public_key,
        sealed_key=browser.sealed_key,
        ends_at=MOMENT,
        at=AT,
    )
    return made, browser, codes


def give(conference: object, browser: Organiser, code: tuple[str, str], vector: list[int], at: datetime = AT) -> None:
    """Give one marking to the totals, as a device does."""
    from ljuspunkt.rooms.conference.services import preparation as services

    hidden, seed = masked(vector, browser.public_key)
    services.give_marking(
        conference=conference.pk,  # type: ignore[attr-defined]
        identifier=code[0],
        ticket=code[1],
        masked=hidden,
        seed=seed,
        at=at,
    )


def marks(*yes: int) -> list[int]:
    """Return a marking with yes to these candidates and no to the others."""
    return [number for item in range(ITEMS) for number in ((1, 0, 0) if item in yes else (0, 0, 1))]


def publish(world: World, conference: object, totals: list[int], at: datetime = MOMENT) -> None:
    from ljuspunkt.rooms.conference.services import preparation as services

    services.publish_totals(
        by=coordinator(world),
        conference=conference.pk,  # type: ignore[attr-defined]
        totals=totals,
        at=at,
    )


def test_five_markings_become_totals_and_nothing_else_is_left(world: World) -> None:
    from ljuspunkt.rooms.conference.models import MaskSeed, Preparation
    from ljuspunkt.rooms.conference.queries.preparation import bundle, organiser_page

    conference, browser, codes = gathering(world, 5)
    for number, code in enumerate(codes):
        give(conference, browser, code, marks(0, number))
    assert bundle(conference, MOMENT - timedelta(seconds=1)) is None  # type: ignore[arg-type]
    handed = bundle(conference, MOMENT)  # type: ignore[arg-type]
    assert handed is not None
    totals = browser.totals(list(handed.masked), list(handed.seeds))
    assert totals[:6] == [5, 0, 0, 1, 0, 4]
    publish(world, conference, totals)
    page = organiser_page(conference, MOMENT)  # type: ignore[arg-type]
    assert [(item.reference, item.total.yes, item.total.no) for item in page.totals[:2] if item.total] == [
        ("a", 5, 0),
        ("b", 1, 4),
    ]
    left = Preparation.objects.get()
    assert (left.masked, left.public_key, left.sealed_key, MaskSeed.objects.count()) == ([], "", "", 0)
    assert (
        "Marked beforehand by 5 experts: 5 yes, 0 maybe, 0 no"
        in Client().get("/en/room/K7Q3XR/prepare/").content.decode()
    )


def test_four_are_too_few_and_everything_is_erased(world: World) -> None:
    from ljuspunkt.rooms.conference.models import MaskSeed, Preparation
    from ljuspunkt.rooms.conference.queries.preparation import bundle

    conference, browser, codes = gathering(world, 4)
    for code in codes:
        give(conference, browser, code, marks(0))
    assert bundle(conference, MOMENT) is None  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="at least 5"):
        publish(world, conference, [0] * (3 * ITEMS))
    publish(world, conference, [])
    left = Preparation.objects.get()
    assert (left.gathering, left.totals, left.masked, MaskSeed.objects.count()) == ("published", {}, [], 0)


def test_what_is_stored_between_two_contributions_says_nothing_without_the_organisers_key(world: World) -> None:
    """The difference of two states of the sum is a marking under a mask: numbers over the whole range."""
    from ljuspunkt.rooms.conference.models import Preparation

    conference, browser, codes = gathering(world, 5)
    before = Preparation.objects.get().masked
    differences = []
    for code in codes:
        give(conference, browser, code, marks())
        after = Preparation.objects.get().masked
        differences += [(one - other) % 2**32 for one, other in zip(after, before, strict=True)]
        before = after
    assert len(set(differences)) > 160  # of 165
    assert sum(number > 2**31 for number in differences) > 50
    assert not set(differences) & {0, 1}


def test_a_code_gives_once_and_only_while_totals_are_gathered(world: World) -> None:
    conference, browser, codes = gathering(world, 2)
    give(conference, browser, codes[0], marks(0))
    with pytest.raises(RuleBroken, match="given its marks already"):
        give(conference, browser, codes[0], marks(0))
    with pytest.raises(RuleBroken, match="aren't gathered now"):
        give(conference, browser, codes[1], marks(0), MOMENT)
    with pytest.raises(RuleBroken, match="candidates have changed"):
        give(conference, browser, codes[1], [1, 0])


def test_totals_come_at_the_fixed_moment_and_must_add_up(world: World) -> None:
    conference, browser, codes = gathering(world, 5)
    for code in codes:
        give(conference, browser, code, marks(0))
    with pytest.raises(RuleBroken, match="at the moment that was fixed"):
        publish(world, conference, [5, 0, 0] * ITEMS, AT)
    for wrong in ([6, 0, 0] * ITEMS, [5, 0, 1] * ITEMS, [-1, 0, 0] * ITEMS, [1, 2, 3]):
        with pytest.raises(RuleBroken, match="don't add up"):
            publish(world, conference, wrong)


def test_totals_are_gathered_once_and_need_a_key_from_the_browser(world: World) -> None:
    panel.conference(world)
    browser = world.client("association_coordinator")
    page = "/en/conferences/alfa-2026/preparation/"
    browser.post(f"{page}open/", {"open": "yes"})
    later = {"ends_at": "2126-01-01T10:00", "written": "on"}
    refused = browser.post(f"{page}gather/", later)
    assert "scripts must be allowed" in refused.content.decode()
    assert (
        "must be later than now"
        in browser.post(f"{page}gather/", {**later, "ends_at": "2020-01-01T10:00"}).content.decode()
    )
    keys = {"public_key": "a", "sealed_key": "b"}
    assert browser.post(f"{page}gather/", {**later, **keys}).status_code == 302
    assert "gathered once" in browser.post(f"{page}gather/", {**later, **keys}).content.decode()
    assert browser.get(f"{page}bundle/").status_code == 404
    answer = browser.post(f"{page}publish/", {"totals": json.dumps([0] * 33)}, follow=True)
    assert "at the moment that was fixed" in answer.content.decode()
    assert "scripts must be allowed" in browser.post(f"{page}publish/", {"totals": "x"}, follow=True).content.decode()


def test_a_gathering_can_be_ended_after_the_conference_was_closed(world: World) -> None:
    from ljuspunkt.rooms.conference.models import MaskSeed
    from ljuspunkt.rooms.conference.services.close_conference import close_conference

    conference, browser, codes = gathering(world, 1)
    give(conference, browser, codes[0], marks(0))
    close_conference(by=world.person("conference_chair"), conference=conference.pk, at=MOMENT)  # type: ignore[attr-defined]
    publish(world, conference, [])
    assert MaskSeed.objects.count() == 0
