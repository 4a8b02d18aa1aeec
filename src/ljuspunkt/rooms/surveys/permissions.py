"""Who may do what with questionnaires, waves and answers, in words that read as sentences."""

from ljuspunkt.rooms.people.permissions import OF_THE_NETWORK, Person, Role, may_organise


def may_edit_instrument(person: Person | None, owner: str | None) -> bool:
    """Return whether the person words a questionnaire: the national coordinator, or a coordinator of its owner."""
    if person is None:
        return False
    return person.is_national if owner is None else may_organise(person, [owner])


def may_read_drafts(person: Person | None, owner: str | None) -> bool:
    """Return whether the person sees a questionnaire that isn't frozen: whoever may edit it, and the analyst."""
    return may_edit_instrument(person, owner) or (
        person is not None and owner is None and any(person.has(role, in_association=None) for role in OF_THE_NETWORK)
    )


def may_read_frozen(person: Person | None, owner: str | None) -> bool:
    """Return whether the person sees a frozen questionnaire: the network's everybody who works here."""
    if person is None:
        return False
    return owner is None or may_organise(person, [owner]) or owner in person.associations()


def may_add_own_questions(person: Person | None, association: str) -> bool:
    """Return whether the person adds an association's own questions at the end of a national questionnaire."""
    return person is not None and (
        person.is_national or person.has(Role.ASSOCIATION_COORDINATOR, in_association=association)
    )
