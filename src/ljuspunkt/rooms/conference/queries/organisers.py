"""Who arranges a conference, and who is asked to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.permissions import organisers_of
from ljuspunkt.rooms.conference.words import joined
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.rooms.people.queries import associations
from ljuspunkt.ui.language import on_page
from ljuspunkt.ui.to_do import ToDo


@dataclass(frozen=True, slots=True)
class OrganisersPage:
    """Who arranges a conference and who is asked, each as slug and name; `others` could be asked."""

    slug: str
    conference: str
    arranging: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    closed: bool


def arranged_by(conference: Conference) -> str:
    """Return the names of the associations that arrange a conference: "Björkhaga and Lindåsen"."""
    organisers = organisers_of(conference)
    return joined([each.name for each in associations() if each.slug in organisers])


def asked_of(conference: Conference) -> tuple[tuple[str, str], ...]:
    """Return the associations whose yes to arranging it is waited for, as slug and name."""
    return tuple(conference.asked.order_by("name").values_list("slug", "name"))


def organisers_page(conference: Conference) -> OrganisersPage:
    """Return who arranges a conference, who is asked, and who could be."""
    organisers, asked = organisers_of(conference), asked_of(conference)
    taken = organisers | {slug for slug, _name in asked}
    everybody = associations()
    return OrganisersPage(
        slug=conference.slug,
        conference=on_page(conference.title),
        arranging=tuple(each.name for each in everybody if each.slug in organisers),
        asked=asked,
        others=tuple((each.slug, each.name) for each in everybody if not each.is_merged and each.slug not in taken),
        closed=conference.state == HELD,
    )


def to_answer(person: Person) -> tuple[ToDo, ...]:
    """Return a task for each of the person's associations that is asked to arrange a conference."""
    own = person.associations(Role.ASSOCIATION_COORDINATOR)
    rows = Conference.objects.filter(asked__slug__in=own).exclude(state=HELD).distinct().order_by("starts_on", "pk")
    return tuple(
        ToDo(
            title=on_page(row.title),
            why=_("{organisers} asks whether you arrange the conference together.").format(organisers=arranged_by(row)),
            address=reverse("votes:asked", args=[row.slug]),
            button=_("Answer the question"),
            by=row.starts_on,
            where=joined([name for slug, name in asked_of(row) if slug in own]),
        )
        for row in rows
    )
