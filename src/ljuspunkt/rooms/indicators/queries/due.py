"""What needs doing now with inventories and calls for measures."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.indicators.models import Inventory
from ljuspunkt.rooms.indicators.queries.alike import n_alike
from ljuspunkt.rooms.indicators.queries.calls.heads import CLOSED, OPEN, call_list
from ljuspunkt.rooms.indicators.queries.inventory_pages import head_of
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.ui.language import page_language
from ljuspunkt.ui.to_do import ToDo

SOON = 7
"""Days before a call closes in which its silent indicators are worth telling."""


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return the inventories in which pairs wait to be looked at, and the calls for measures that wait for somebody."""
    return (*_inventories(person), *_calls(person, localdate(at)))


def _calls(person: Person, on: date) -> Iterable[ToDo]:
    """Return calls in which proposals wait, that close soon and lack proposals, or that have closed undecided."""
    for head in call_list(person, on).heads:
        title, where = wording(head.title, page_language()), ", ".join(head.owners)
        address = reverse("measures:call", args=[head.slug])
        if head.waiting:
            yield ToDo(
                title=ngettext(
                    "{n} proposed measure waits to be looked at",
                    "{n} proposed measures wait to be looked at",
                    head.waiting,
                ).format(n=head.waiting),
                why=_("Nobody sees what is proposed in “{call}” before you have let it through.").format(call=title),
                address=reverse("measures:waiting", args=[head.slug]),
                button=_("Look at them"),
                where=where,
            )
        if head.stage == OPEN and head.silent and (head.closes_on - on).days <= SOON:
            yield ToDo(
                title=ngettext(
                    "{n} indicator has no proposed measure", "{n} indicators have no proposed measure", head.silent
                ).format(n=head.silent),
                why=_("The call “{call}” closes soon; ask those who know these indicators.").format(call=title),
                address=address,
                button=_("See which"),
                by=head.closes_on,
                where=where,
            )
        if head.stage == CLOSED and head.undecided:
            yield ToDo(
                title=ngettext(
                    "{n} proposed measure isn't decided", "{n} proposed measures aren't decided", head.undecided
                ).format(n=head.undecided),
                why=_("“{call}” has closed. Decide about each proposal, then publish the measure protocol.").format(
                    call=title
                ),
                address=address,
                button=_("Go on deciding"),
                where=where,
            )


def _inventories(person: Person) -> tuple[ToDo, ...]:
    mine = person.associations(Role.ASSOCIATION_COORDINATOR)
    found = []
    for slug in Inventory.objects.filter(owners__slug__in=mine).values_list("slug", flat=True).distinct():
        head = head_of(person, slug)
        n = n_alike(head) if head else 0
        if head and n:
            found.append(
                ToDo(
                    title=ngettext(
                        "{n} pair of candidates may say the same", "{n} pairs of candidates may say the same", n
                    ).format(n=n),
                    why=_(
                        "Look at them in “{inventory}” before a conference votes, so that votes aren't split."
                    ).format(inventory=wording(head.title, page_language())),
                    address=reverse("indicators:alike", args=[slug]),
                    button=_("Look at them"),
                    where=", ".join(head.owners),
                )
            )
    return tuple(found)
