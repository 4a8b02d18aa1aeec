"""What associations, people and joint costs in the log are called."""

from collections.abc import Collection

from django.urls import reverse

from ljuspunkt.rooms.audit.queries.named import Named, keys, numbers, spread
from ljuspunkt.rooms.people.models import Account, Association, JointCost
from ljuspunkt.rooms.people.permissions import Person

PEOPLE, ASSOCIATIONS, COSTS = "people", "associations", "associations/costs"


def named(abouts: Collection[str], person: Person) -> dict[str, Named]:
    """Return what associations, people and joint costs are called, with the pages that the reader may open."""
    names = spread(abouts, ASSOCIATIONS, _associations(abouts)) | spread(abouts, PEOPLE, _people(abouts))
    return names | _costs(abouts, person)


def _associations(abouts: Collection[str]) -> dict[str, Named]:
    rows = Association.objects.filter(slug__in=keys(abouts, ASSOCIATIONS))
    return {row.slug: Named(row.name, reverse("people:association", args=[row.slug]), row.slug) for row in rows}


def _people(abouts: Collection[str]) -> dict[str, Named]:
    rows = Account.objects.filter(pk__in=numbers(abouts, PEOPLE))
    return {str(row.pk): Named(row.name) for row in rows if row.name}


def _costs(abouts: Collection[str], person: Person) -> dict[str, Named]:
    wanted = {about: key for about in abouts if (key := about.removeprefix(f"{COSTS}/")) != about and key.isdecimal()}
    rows = {row.pk: row for row in JointCost.objects.filter(pk__in=map(int, wanted.values()))}
    return {
        about: Named(rows[int(key)].title, reverse("people:cost", args=[key]) if person.is_national else "")
        for about, key in wanted.items()
        if int(key) in rows
    }
