"""What the frame of every page shows of who is signed in: the name, and the ways to the working pages."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from ljuspunkt.rooms.indicators.permissions import may_see_calls
from ljuspunkt.rooms.people.permissions import Person, Role, person
from ljuspunkt.rooms.surveys.permissions import may_see_waves


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the working menu; `section` is what its pages call themselves."""

    address: str
    words: str
    section: str


def frame(request: HttpRequest) -> dict[str, object]:
    """Return who is signed in and the working menu, both read when a page shows them."""
    return {
        "who": SimpleLazyObject(lambda: person(request)),
        "working_menu": SimpleLazyObject(lambda: working_menu(person(request))),
    }


def working_menu(person: Person | None) -> tuple[Way, ...]:
    """Return the ways that are open to a person, in the order of the work; none where nobody is signed in."""
    if person is None:
        return ()
    coordinates = person.is_national or bool(person.associations(Role.ASSOCIATION_COORDINATOR))
    ways = (
        ("entrance:work", _("To do"), "work", True),
        ("indicators:inventories", _("Inventory"), "inventory", True),
        ("meetings:events", _("Events"), "meetings", coordinates),
        ("meetings:mail", _("Mail"), "mail", coordinates),
        ("votes:conferences", _("Conferences"), "conferences", True),
        ("measures:calls", _("Measures"), "measures", may_see_calls(person)),
        ("instruments:list", _("Questionnaires"), "instruments", True),
        ("waves:waves", _("Waves"), "waves", may_see_waves(person)),
        ("people:associations", _("Associations"), "people", True),
        ("entrance:log", _("Log"), "log", coordinates),
    )
    return tuple(Way(reverse(name), words, section) for name, words, section, is_open in ways if is_open)
