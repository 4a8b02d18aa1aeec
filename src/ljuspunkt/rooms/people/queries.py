"""Reads of the network, as values; an association is named by its slug."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ljuspunkt.rooms.people.models import Association
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.to_do import ToDo


@dataclass(frozen=True, slots=True)
class AssociationCard:
    """An association in few words; `merged_into` is the slug of the one that carries its history on."""

    slug: str
    name: str
    since_year: int | None
    until_year: int | None
    merged_into: str | None

    @property
    def is_merged(self) -> bool:
        return self.merged_into is not None


def association(slug: str) -> AssociationCard | None:
    """Return the association with this slug, None where there is none."""
    row = Association.objects.select_related("merged_into").filter(slug=slug).first()
    return _card(row) if row else None


def associations() -> tuple[AssociationCard, ...]:
    """Return every association by name, those that are merged into others too."""
    return tuple(_card(row) for row in Association.objects.select_related("merged_into"))


def _card(row: Association) -> AssociationCard:
    return AssociationCard(
        slug=row.slug,
        name=row.name,
        since_year=row.since_year,
        until_year=row.until_year,
        merged_into=row.merged_into.slug if row.merged_into else None,
    )


def roles_in_words(person: Person) -> tuple[str, ...]:
    """Return a person's roles as the person reads them, those in the network first."""
    names = dict(Association.objects.filter(slug__in=person.associations()).values_list("slug", "name"))
    return tuple(
        _("{role} in {association}").format(role=grant.role.label, association=names[grant.association_slug])
        if grant.association_slug
        else _("{role} of the network").format(role=grant.role.label)
        for grant in sorted(person.grants, key=lambda grant: (grant.association_slug or "", grant.role))
    )


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return what a person needs to do in the network."""
    return ()
