"""What waves and questionnaires in the log are called."""

from collections.abc import Collection

from django.urls import reverse

from ljuspunkt.rooms.audit.queries.named import Named, keys, spread
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Instrument, Wave
from ljuspunkt.rooms.surveys.permissions import may_read_frozen, may_see_waves
from ljuspunkt.ui.language import on_page

WAVES, INSTRUMENTS = "wave", "instruments"


def named(abouts: Collection[str], person: Person) -> dict[str, Named]:
    """Return what waves and questionnaires are called, with the pages that the reader may open."""
    return spread(abouts, WAVES, _waves(abouts, person)) | spread(abouts, INSTRUMENTS, _instruments(abouts, person))


def _waves(abouts: Collection[str], person: Person) -> dict[str, Named]:
    rows = Wave.objects.filter(slug__in=keys(abouts, WAVES))
    is_open = may_see_waves(person)
    return {
        row.slug: Named(on_page(row.title), reverse("waves:wave", args=[row.slug]) if is_open else "") for row in rows
    }


def _instruments(abouts: Collection[str], person: Person) -> dict[str, Named]:
    rows = Instrument.objects.filter(slug__in=keys(abouts, INSTRUMENTS)).select_related("association")
    return {row.slug: Named(on_page(row.title), _address(row, person), row.slug) for row in rows}


def _address(row: Instrument, person: Person) -> str:
    owner = row.association.slug if row.association else None
    return reverse("instruments:instrument", args=[row.slug]) if may_read_frozen(person, owner) else ""
