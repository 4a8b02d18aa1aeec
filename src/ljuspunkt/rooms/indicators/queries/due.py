"""What needs doing now with inventories."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.indicators.models import Inventory
from ljuspunkt.rooms.indicators.queries.alike import n_alike
from ljuspunkt.rooms.indicators.queries.inventory_pages import head_of
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.ui.language import page_language
from ljuspunkt.ui.to_do import ToDo


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return the inventories of one's own associations in which pairs wait to be looked at.

    Args:
        person: whose.
        at: now; nothing here has a last day yet.
    """
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
