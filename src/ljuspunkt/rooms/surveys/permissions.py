"""Who may do what with questionnaires, waves and answers, in words that read as sentences."""

from collections.abc import Collection

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


def may_run_waves(person: Person | None) -> bool:
    """Return whether the person makes waves, opens and closes them: the national coordinator."""
    return person is not None and person.is_national


def may_see_waves(person: Person | None) -> bool:
    """Return whether the person has waves to look at: runs them, analyses them, or collects for an association."""
    return person is not None and (
        any(person.has(role, in_association=None) for role in OF_THE_NETWORK) or bool(collects_for(person))
    )


def sees_all_associations(person: Person | None) -> bool:
    """Return whether the person sees how many have answered in every association: nationally, or as the analyst."""
    return person is not None and any(person.has(role, in_association=None) for role in OF_THE_NETWORK)


def collects_for(person: Person | None) -> frozenset[str]:
    """Return the associations for which the person collects: as coordinator or local data collector."""
    if person is None:
        return frozenset()
    return person.associations(Role.ASSOCIATION_COORDINATOR, Role.DATA_COLLECTOR)


def may_collect(person: Person | None, association: str) -> bool:
    """Return whether the person keeps an association's numbers, initiatives and ways of answering in a wave."""
    return person is not None and (person.is_national or association in collects_for(person))


def may_see_board(person: Person | None, association: str) -> bool:
    """Return whether the person sees how many have answered in an association."""
    return sees_all_associations(person) or association in collects_for(person)


def may_send_mail(person: Person | None, association: str) -> bool:
    """Return whether the person handles respondents' addresses: only in the association, never nationally."""
    return association in collects_for(person)


def may_hold_key(person: Person | None) -> bool:
    """Return whether the person may hold the key of a wave: the national coordinator and the analyst."""
    return person is not None and any(person.has(role, in_association=None) for role in OF_THE_NETWORK)


def may_enter_paper(person: Person | None, association: str) -> bool:
    """Return whether the person types in paper questionnaires: only in the association, never nationally."""
    return association in collects_for(person)


def may_see_data_sets(person: Person | None, associations: Collection[str]) -> bool:
    """Return whether the person sees a data set and its hashes: nationally, or coordinating one of the associations."""
    return sees_all_associations(person) or (
        person is not None and not person.associations(Role.ASSOCIATION_COORDINATOR).isdisjoint(associations)
    )


def may_fetch_data_set(person: Person | None, owner: str | None) -> bool:
    """Return whether the person fetches single answers: the analyst the network's, a coordinator the own questions'."""
    if person is None:
        return False
    if owner is None:
        return person.has(Role.ANALYST, in_association=None)
    return person.has(Role.ASSOCIATION_COORDINATOR, in_association=owner)


def may_read_open_answers(person: Person | None, association: str) -> bool:
    """Return whether the person reads what was written in an association: its own coordinator and nobody else."""
    return person is not None and person.has(Role.ASSOCIATION_COORDINATOR, in_association=association)
