"""Who may prepare a conference and who may lead it, as sentences."""

from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.people import permissions as people
from ljuspunkt.rooms.people.permissions import Person, Role


def organisers_of(conference: Conference) -> frozenset[str]:
    """Return the slugs of the associations that arrange a conference."""
    return frozenset(conference.organisers.values_list("slug", flat=True))


def may_prepare(person: Person | None, conference: Conference) -> bool:
    """Return whether the person prepares the conference: candidates, panel, votes and their rules."""
    return people.may_organise(person, organisers_of(conference))


def may_answer(person: Person | None, association: str) -> bool:
    """Return whether the person says yes or no for an association that is asked to arrange a conference."""
    return person is not None and person.has(Role.ASSOCIATION_COORDINATOR, in_association=association)


def may_lead(person: Person | None, conference: Conference) -> bool:
    """Return whether the person leads the conference on the day: opens, closes, voids and rules."""
    return people.may_chair(person, organisers_of(conference))


def may_see(person: Person | None, conference: Conference) -> bool:
    """Return whether the person sees the working pages of the conference."""
    return may_prepare(person, conference) or may_lead(person, conference)


def may_see_asked(person: Person | None, conference: Conference) -> bool:
    """Return whether the person may answer for an association that is asked, or arranges the conference already."""
    asked = conference.asked.values_list("slug", flat=True)
    arranging = organisers_of(conference)
    return any(may_answer(person, slug) for slug in {*asked, *arranging})
