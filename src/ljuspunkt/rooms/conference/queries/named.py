"""What conferences in the log are called."""

from collections.abc import Collection

from django.urls import reverse

from ljuspunkt.rooms.audit.queries.named import Named, keys, spread
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_see
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import on_page

HEAD = "conferences"


def named(abouts: Collection[str], person: Person) -> dict[str, Named]:
    """Return what conferences are called, with their working page, or what they gave for others."""
    rows = Conference.objects.filter(slug__in=keys(abouts, HEAD)).prefetch_related("organisers")
    return spread(abouts, HEAD, {row.slug: Named(on_page(row.title), _address(row, person), row.slug) for row in rows})


def _address(row: Conference, person: Person) -> str:
    if not row.inputs and may_see(person, row):
        return reverse("votes:setup", args=[row.slug])
    return reverse("conference:result", args=[row.slug]) if row.published else ""
