"""After the event names and addresses are needed no longer; how many there were is kept."""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings.letters import all_keys
from ljuspunkt.rooms.meetings.models import Answer
from ljuspunkt.rooms.meetings.services.held import held, record, when
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def erase_people(*, by: Person, event: int, at: datetime) -> None:
    """Erase everybody who was invited, and keep the numbers. A second time nothing happens.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: the event is still ahead.
    """
    found = held(event, by)
    if found.people_erased_at is not None:
        return
    if found.cancelled_at is None and when(found).ends_at > at:
        raise RuleBroken("ahead", "The event is still ahead; those invited are needed until it has ended.")
    answers = list(found.invitations.values_list("answer", "attended"))
    found.totals = {
        "invited": len(answers),
        **{str(answer): sum(given == answer for given, _there in answers) for answer in Answer.values},
        "attended": sum(there is True for _given, there in answers),
    }
    found.people_erased_at = at
    found.save(update_fields=["totals", "people_erased_at"])
    found.invitations.all().delete()
    mail.forget(key_prefix=all_keys(found.pk))
    record(found, marked("Erased those invited to the event {event}."), by=by, at=at)
