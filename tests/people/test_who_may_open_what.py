"""Every address, opened as every role, as the same role in another association, and as nobody.

Whoever may open a page may also open what it links to: every link is followed once for everybody. On PostgreSQL every
address is opened again; the links are the same there and aren't followed again.
"""

import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.people.access import Row
from tests.people.world import OF_THE_NETWORK, ROLES, World, make_world

Actor = tuple[str | None, str | None]

ROWS: dict[str, Row] = {}
for file in sorted(Path(__file__).resolve().parents[1].glob("*/access.py")):
    ROWS |= import_module(f"tests.{file.parent.name}.access").ROWS

ACTORS: list[Actor] = [
    *((role, None if role in OF_THE_NETWORK else "alfa") for role in ROLES),
    *((role, "beta") for role in ROLES if role not in OF_THE_NETWORK),
    (None, None),
]


LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')

A_FEW: list[Actor] = [("national_coordinator", None), ("reader", "beta"), (None, None)]
"""Enough for what is open to everybody."""


def names(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns, (*spaces, each.namespace) if each.namespace else spaces)
        else:
            yield ":".join((*spaces, each.name or f"without a name: {each.pattern}"))


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[Actor, Client]]]:
    """Return the world and a browser for everybody in it, made once for all addresses."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        yield world, {actor: world.client(*actor) for actor in ACTORS}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def followed() -> dict[Actor, set[str]]:
    """Return the links that everybody has followed already."""
    return {actor: set() for actor in ACTORS}


def turned_away(answer: HttpResponse) -> bool:
    """Return whether somebody met a closed door: there is nothing here, or first log in."""
    return answer.status_code in {403, 404} or (
        answer.status_code == 302 and "/account/login/" in answer.headers["Location"]
    )


def has_nothing_to_show(name: str) -> bool:
    """Return whether the page is about a second factor, which nobody in the world has."""
    return name.startswith("mfa_")


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    every = set(names(get_resolver().url_patterns))
    assert sorted(every - set(ROWS)) == [], "addresses without a row in tests/*/access.py"
    assert sorted(set(ROWS) - every) == [], "rows without an address"


@pytest.mark.django_db
@pytest.mark.xdist_group("addresses")  # two workers would follow every link twice
@pytest.mark.parametrize("name", sorted(ROWS))
def test_an_address_opens_for_those_it_is_meant_for_and_for_nobody_else(
    name: str, everybody: tuple[World, dict[Actor, Client]], followed: dict[Actor, set[str]]
) -> None:
    world, browsers = everybody
    row = ROWS[name]
    address = reverse(name, kwargs=dict(row.kwargs(world)))
    for actor in A_FEW if row.who.everyone else ACTORS:
        browser = browsers[actor]
        with transaction.atomic():
            opened = _try(row, name, address, actor, browser)
            if connection.vendor == "sqlite":
                assert _dead_ends(browser, opened, address, followed[actor]) == [], actor
            transaction.set_rollback(True)


def _try(row: Row, name: str, address: str, actor: Actor, browser: Client) -> HttpResponse:
    answer = browser.get(address)
    seen = (*actor, answer.status_code)
    assert answer.status_code < 500, seen
    if row.who.everyone:
        assert answer.status_code != 403, seen
    elif row.who.may(*actor):
        assert not row.get or not turned_away(answer) or has_nothing_to_show(name), seen
    else:
        assert turned_away(answer) or (not row.get and answer.status_code == 405), seen
        posted = browser.post(address)
        assert turned_away(posted) or posted.status_code == 405, (*seen, posted.status_code)
    return answer


def _dead_ends(browser: Client, opened: HttpResponse, address: str, followed: set[str]) -> list[tuple[str, int]]:
    """Return the links of a page that lead nowhere, as address and status; those followed before aren't again."""
    if opened.status_code != 200 or not opened.headers.get("Content-Type", "").startswith("text/html"):
        return []
    links = (urldefrag(urljoin(address, unescape(link))).url for link in LINK.findall(opened.content.decode()))
    new = dict.fromkeys(link for link in links if link.startswith("/") and link not in followed)
    followed |= set(new)
    found = ((link, browser.get(link).status_code) for link in new)
    return [(link, status) for link, status in found if status >= 400]
