"""What needs doing about events and their mail."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.rooms.mail import queries as mail
from ljuspunkt.rooms.meetings.models import Event
from ljuspunkt.rooms.meetings.permissions import may_arrange, whose_mail
from ljuspunkt.rooms.meetings.rows import EventRow, counted, organised, row_of
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.to_do import ToDo

SOON = timedelta(days=7)
"""So long before the last day to answer the work page names those who are silent."""

KEPT = timedelta(days=30)
"""So long after an event those invited are kept before the work page asks to erase them."""


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return what needs doing about events and their mail."""
    if not may_arrange(person):
        return ()
    found_todo = [each for one in counted(organised(person)) for each in _needs(row_of(one), one, at)]
    if n := mail.unsettled(whose_mail(person)):
        found_todo.append(
            ToDo(
                title=ngettext("{n} message needs a decision", "{n} messages need a decision", n).format(n=n),
                why=_("They were perhaps sent, or were refused. They aren't sent again unless somebody says so."),
                address=reverse("meetings:mail"),
                button=_("Look at the mail"),
            )
        )
    return tuple(found_todo)


def _needs(row: EventRow, one: Event, at: datetime) -> list[ToDo]:
    address = reverse("meetings:event", args=[row.pk])
    counts, when = row.counts, row.when
    needs = []
    if when.ends_at > at and not row.cancelled:
        if counts.unsent:
            needs.append(
                ToDo(
                    title=_("Invite to {event}").format(event=row.title),
                    why=ngettext(
                        "{n} on the list hasn't been invited yet.",
                        "{n} on the list haven't been invited yet.",
                        counts.unsent,
                    ).format(n=counts.unsent),
                    address=address,
                    button=_("Open the event"),
                    by=when.last_day_before(one.answer_by),
                )
            )
        if counts.silent and at < one.answer_by <= at + SOON:
            needs.append(
                ToDo(
                    title=_("Remind of {event}").format(event=row.title),
                    why=ngettext("{n} hasn't answered yet.", "{n} haven't answered yet.", counts.silent).format(
                        n=counts.silent
                    ),
                    address=address,
                    button=_("Open the event"),
                    by=when.last_day_before(one.answer_by),
                )
            )
    elif not row.cancelled and counts.seated and not counts.attended and at < when.ends_at + KEPT:
        needs.append(
            ToDo(
                title=_("Write down who was at {event}").format(event=row.title),
                why=_("Nobody is ticked on the attendance list yet."),
                address=reverse("meetings:attendance", args=[row.pk]),
                button=_("Open the list"),
            )
        )
    if counts.listed and when.ends_at + KEPT <= at:
        needs.append(
            ToDo(
                title=_("Erase those invited to {event}").format(event=row.title),
                why=_("The event is over; names and addresses aren't needed any more. The numbers are kept."),
                address=reverse("meetings:erase", args=[row.pk]),
                button=_("Erase names and addresses"),
            )
        )
    return needs
