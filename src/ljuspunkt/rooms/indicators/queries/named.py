"""What inventories, calls for measures and protocols in the log are called."""

from collections.abc import Collection

from django.urls import reverse

from ljuspunkt.rooms.audit.queries.named import Named, keys, numbers, spread
from ljuspunkt.rooms.indicators.models import Call, Inventory, ProtocolVersion
from ljuspunkt.rooms.indicators.permissions import may_call, may_read_inventory
from ljuspunkt.rooms.indicators.queries.calls.heads import protocol_name
from ljuspunkt.rooms.indicators.queries.protocol_pages import card_of
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import on_page

INVENTORIES, CALLS, PROTOCOLS = "inventory", "measures", "protocols"


def named(abouts: Collection[str], person: Person) -> dict[str, Named]:
    """Return what inventories, calls and protocols are called, with the pages that the reader may open."""
    return {
        **spread(abouts, INVENTORIES, _inventories(abouts, person)),
        **spread(abouts, CALLS, _calls(abouts, person)),
        **spread(abouts, PROTOCOLS, _protocols(abouts)),
    }


def _inventories(abouts: Collection[str], person: Person) -> dict[str, Named]:
    rows = Inventory.objects.filter(slug__in=keys(abouts, INVENTORIES)).prefetch_related("owners")
    return {
        row.slug: Named(
            on_page(row.title),
            reverse("indicators:inventory", args=[row.slug])
            if may_read_inventory(person, [owner.slug for owner in row.owners.all()])
            else "",
            row.slug,
        )
        for row in rows
    }


def _calls(abouts: Collection[str], person: Person) -> dict[str, Named]:
    rows = Call.objects.filter(slug__in=keys(abouts, CALLS)).prefetch_related("owners")
    return {
        row.slug: Named(
            on_page(row.title),
            reverse("measures:call", args=[row.slug])
            if may_call(person, [owner.slug for owner in row.owners.all()])
            else "",
            row.slug,
        )
        for row in rows
    }


def _protocols(abouts: Collection[str]) -> dict[str, Named]:
    """Return what protocols are called, with their last version: those are for everybody."""
    rows = ProtocolVersion.objects.filter(protocol__in=numbers(abouts, PROTOCOLS)).select_related(
        "protocol__association"
    )
    cards = {str(row.protocol_id): card_of(row) for row in rows.order_by("number")}
    return {key: Named(protocol_name(card), card.place.address) for key, card in cards.items()}
