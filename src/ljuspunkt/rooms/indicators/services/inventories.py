"""Make an inventory, and change its title, kinds and owners."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import F

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Inventory, Wording
from ljuspunkt.rooms.indicators.permissions import may_own_inventory
from ljuspunkt.rooms.indicators.services.common import inventory_to_edit, owners_of, tell_log
from ljuspunkt.rooms.people.permissions import Person, Role, refuse_unless


@transaction.atomic
def create_inventory(
    *, by: Person, at: datetime, slug: str, title: Text, kinds: Mapping[str, Text], owners: Collection[str]
) -> None:
    """Make an empty inventory.

    Args:
        by: who makes it; one of the owners is an association for which the person organises.
        at: when.
        slug: its name in addresses.
        title: its title.
        kinds: its kinds in order, with their names.
        owners: slugs of the associations to which it belongs.

    Raises:
        RuleBroken: the name is taken.
        Http404: the person may not make one for these.
    """
    refuse_unless(may_own_inventory(by, owners))
    if Inventory.objects.filter(slug=slug).exists():
        raise RuleBroken("slug_taken", "There is already an inventory with the address “{slug}”.", slug=slug)
    inventory = Inventory.objects.create(
        slug=slug, title=dict(title), kinds=[[kind, dict(name)] for kind, name in kinds.items()], created_at=at
    )
    _own(inventory, owners)
    tell_log(inventory, by=by, at=at, action=marked("Made the inventory {inventory}."))


@transaction.atomic
def change_inventory(
    *, by: Person, at: datetime, slug: str, title: Text, kinds: Mapping[str, Text], owners: Collection[str]
) -> None:
    """Change an inventory's title, kinds and owners.

    Raises:
        RuleBroken: a kind is taken away that candidates have, or an owner that the person doesn't organise for.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, slug)
    before = set(owners_of(inventory))
    if not owners:
        raise RuleBroken("no_owner", "An inventory belongs to at least one association.")
    others = before - set(owners) - by.associations(Role.ASSOCIATION_COORDINATOR)
    if others and not by.is_national:
        raise RuleBroken(
            "not_your_owner",
            "Only {association} can leave the inventory by itself.",
            association=", ".join(sorted(others)),
        )
    used = Wording.objects.filter(candidate__inventory=inventory, pk=F("candidate__wording")).exclude(kind="")
    gone = sorted(set(used.values_list("kind", flat=True)) - set(kinds))
    if gone:
        raise RuleBroken("kind_used", "The kind “{kind}” can't be taken away: candidates have it.", kind=gone[0])
    inventory.title = dict(title)
    inventory.kinds = [[kind, dict(name)] for kind, name in kinds.items()]
    inventory.save(update_fields=["title", "kinds"])
    _own(inventory, owners)
    tell_log(inventory, by=by, at=at, action=marked("Changed the title, kinds or owners of the inventory {inventory}."))


def _own(inventory: Inventory, owners: Collection[str]) -> None:
    associations = apps.get_model("people", "Association")
    found = list(associations._default_manager.filter(slug__in=list(owners)))
    if len(found) != len(set(owners)):
        raise RuleBroken("no_association", "One of the associations isn't in the network.")
    inventory.owners.set(found)
