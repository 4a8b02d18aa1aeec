"""What events and mail in the log are called."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from ljuspunkt.rooms.audit.queries.named import Named, numbers, spread
from ljuspunkt.rooms.meetings.models import Event
from ljuspunkt.rooms.meetings.permissions import may_arrange
from ljuspunkt.rooms.meetings.rows import organised
from ljuspunkt.rooms.people.permissions import Person

EVENTS, MAIL = "events", "mail"


def named(abouts: Collection[str], person: Person) -> dict[str, Named]:
    """Return what events are called, with the page of those that the reader organises, and where the mail is."""
    wanted = numbers(abouts, EVENTS)
    own = frozenset(organised(person).filter(pk__in=wanted).values_list("pk", flat=True))
    events = {
        str(key): Named(title, reverse("meetings:event", args=[key]) if key in own else "")
        for key, title in Event.objects.filter(pk__in=wanted).values_list("pk", "title")
    }
    mail = Named(_("Mail"), reverse("meetings:mail") if may_arrange(person) else "")
    letters = {about: mail for about in abouts if about.startswith(f"{MAIL}/")}
    return spread(abouts, EVENTS, events) | letters
