"""Put similar candidates into themes, and themes and candidates in order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.importing import LONGEST_THEME
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Inventory, Theme
from ljuspunkt.rooms.indicators.services.common import candidate_of, inventory_to_edit, tell_log
from ljuspunkt.rooms.people.permissions import Person

Direction = Literal["up", "down"]


@transaction.atomic
def keep_theme(
    *, by: Person, at: datetime, inventory_slug: str, theme: int | None, title: Text, numbers: Sequence[str]
) -> int:
    """Make or change a theme and return its key.

    Args:
        by: who does it.
        at: when.
        inventory_slug: the inventory.
        theme: the theme's key, None for a new one.
        title: its heading.
        numbers: its candidates in the order in which they are shown; they leave the themes they were in.

    Raises:
        RuleBroken: the heading is missing or too long, or a candidate isn't there or stands twice.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    said = {language: text.strip() for language, text in title.items() if text.strip()}
    if not said:
        raise RuleBroken("no_theme_title", "A theme needs a heading.")
    if any(len(text) > LONGEST_THEME for text in said.values()):
        raise RuleBroken("long_theme_title", "The heading has at most {longest} characters.", longest=LONGEST_THEME)
    if len(set(numbers)) != len(numbers):
        raise RuleBroken("theme_twice", "A candidate stands twice in the theme.")
    kept = (
        _theme(inventory, theme)
        if theme is not None
        else Theme(inventory=inventory, place=inventory.themes.count() + 1)
    )
    kept.title = said
    kept.save()
    chosen = [candidate_of(inventory, number) for number in numbers]
    kept.candidates.exclude(number__in=list(numbers)).update(theme=None, theme_place=0)
    for place, candidate in enumerate(chosen, start=1):
        candidate.theme, candidate.theme_place = kept, place
        candidate.save(update_fields=["theme", "theme_place"])
    _tell(
        inventory,
        by,
        at,
        marked("Put {n} candidates of the inventory {inventory} into the theme {theme}."),
        kept,
        len(chosen),
    )
    return kept.pk


@transaction.atomic
def move_theme(*, by: Person, at: datetime, inventory_slug: str, theme: int, direction: Direction) -> None:
    """Move a theme one place up or down; the first and the last stay where they are.

    Raises:
        RuleBroken: there is no such theme.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    moved = _theme(inventory, theme)
    order = list(inventory.themes.all())
    at_place = order.index(moved)
    other = at_place + (1 if direction == "down" else -1)
    if not 0 <= other < len(order):
        return
    order[at_place], order[other] = order[other], order[at_place]
    _number(order)
    _tell(inventory, by, at, marked("Moved the theme {theme} of the inventory {inventory}."), moved, 0)


@transaction.atomic
def remove_theme(*, by: Person, at: datetime, inventory_slug: str, theme: int) -> None:
    """Take a theme away; its candidates stay without one.

    Raises:
        RuleBroken: there is no such theme.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    gone = _theme(inventory, theme)
    _tell(inventory, by, at, marked("Took away the theme {theme} of the inventory {inventory}."), gone, 0)
    gone.candidates.update(theme=None, theme_place=0)
    gone.delete()
    _number(list(inventory.themes.all()))


def _theme(inventory: Inventory, key: int) -> Theme:
    found = inventory.themes.filter(pk=key).first()
    if found is None:
        raise RuleBroken("no_theme", "There is no such theme any more.")
    return found


def _number(order: Sequence[Theme]) -> None:
    for place, theme in enumerate(order, start=1):
        theme.place = place
        theme.save(update_fields=["place"])


def _tell(inventory: Inventory, by: Person, at: datetime, action: str, theme: Theme, n: int) -> None:
    title = next(iter(theme.title.values()))
    tell_log(inventory, by=by, at=at, about="/themes", action=action, words={"theme": title, "n": n})
