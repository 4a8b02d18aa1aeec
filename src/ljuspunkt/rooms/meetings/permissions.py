"""Who may see what: events and their mail belong to the coordinators of the associations that organise them."""

from ljuspunkt.rooms.people.permissions import Person, Role


def may_arrange(person: Person | None) -> bool:
    """Return whether the person may make events at all."""
    return person is not None and (person.is_national or bool(person.associations(Role.ASSOCIATION_COORDINATOR)))


def whose_mail(person: Person) -> frozenset[str] | None:
    """Return the associations whose mail the person sees, None for all mail."""
    return None if person.is_national else person.associations(Role.ASSOCIATION_COORDINATOR)
