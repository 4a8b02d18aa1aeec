"""Who may see and change an inventory, and who adds to an association's protocol, in words that read as sentences."""

from collections.abc import Collection

from ljuspunkt.rooms.people.permissions import Person, Role, may_organise


def may_edit_inventory(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person organises for one of the associations to which the inventory belongs."""
    return may_organise(person, owners)


def may_read_inventory(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person may edit the inventory, or is a reader of one of its associations."""
    return may_edit_inventory(person, owners) or (
        person is not None and not person.associations(Role.READER).isdisjoint(owners)
    )


def may_own_inventory(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person may make an inventory that belongs to these associations.

    A coordinator may share it with others, but never make one for others only.
    """
    return bool(owners) and may_organise(person, owners)


def may_add_to_protocol(person: Person | None, association: str) -> bool:
    """Return whether the person adds to this association's protocol and publishes it."""
    return may_organise(person, [association])
