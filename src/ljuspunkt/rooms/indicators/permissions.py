"""Who may change an inventory, add to an association's protocol and work on a call for measures, as sentences."""

from collections.abc import Collection

from ljuspunkt.rooms.people.permissions import Person, Role, may_organise


def may_edit_inventory(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person organises for one of the associations to which the inventory belongs."""
    return may_organise(person, owners)


def reads_for(person: Person) -> frozenset[str]:
    """Return the associations whose inventories the person reads: as coordinator, evaluator or reader."""
    return person.associations(Role.ASSOCIATION_COORDINATOR, Role.EVALUATOR, Role.READER)


def may_read_inventory(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person may edit the inventory, or reads for one of its associations."""
    return may_edit_inventory(person, owners) or (person is not None and not reads_for(person).isdisjoint(owners))


def may_own_inventory(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person may make an inventory that belongs to these associations.

    A coordinator may share it with others, but never make one for others only.
    """
    return bool(owners) and may_organise(person, owners)


def may_add_to_protocol(person: Person | None, association: str) -> bool:
    """Return whether the person adds to this association's protocol and publishes it."""
    return may_organise(person, [association])


def may_call(person: Person | None, owners: Collection[str]) -> bool:
    """Return whether the person works on a call for measures of these associations, or on the network's without any.

    Analysts work on every call: they group, merge, comment and decide.
    """
    return person is not None and (may_organise(person, owners) or person.has(Role.ANALYST, in_association=None))


def may_see_calls(person: Person | None) -> bool:
    """Return whether the person works on calls for measures at all: nationally, as an analyst, or as a coordinator."""
    return may_call(person, person.associations(Role.ASSOCIATION_COORDINATOR) if person else ())
