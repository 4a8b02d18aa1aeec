"""Propose measures at the address of an audience, without an account.

Nobody is signed in here, so nothing is written in the log: what came from where is counted from the answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json import dumps

from django.db import transaction
from django.utils.formats import date_format

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.measure import LONGEST_NAME, MOST_AT_ONCE, Measure, texts_of
from ljuspunkt.rooms.indicators.models import Answer, Audience, Call
from ljuspunkt.rooms.indicators.services.measures.common import add_proposal, indicator_of, refuse_faults

MOST_WAITING = 3000
"""How many proposals of a call may wait to be looked at; a flood stops here."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who proposes, as far as it was freely given; `key` is random and keeps what is sent in one go together."""

    key: str
    name: str = ""
    organisation: str = ""


@transaction.atomic
def propose_measures(
    *, code: str, sender: Sender, page: str, indicator: str, measures: Sequence[Measure], on: date
) -> int:
    """Keep what somebody proposes for an indicator, until an organiser has looked at it; return how many are new.

    Sending the same page again proposes nothing twice.

    Args:
        code: of the audience's address.
        sender: who proposes.
        page: a random key of the page that was filled in.
        indicator: the indicator's number.
        measures: what is proposed, at least one.
        on: the day.

    Raises:
        RuleBroken: the call isn't open, there is nothing to keep or too much, or something must be mended.
    """
    audience = Audience.objects.filter(code=code).first()
    if audience is None:
        raise RuleBroken("no_such_address", "There is no such address. Look at the invitation again.")
    call = Call.objects.select_for_update().get(pk=audience.call_id)
    audience.refresh_from_db()
    check_open(call, audience, on)
    number = indicator_of(call, indicator).number
    if not measures:
        raise RuleBroken("nothing_proposed", "Describe at least one measure before you send.")
    if len(measures) > MOST_AT_ONCE:
        raise RuleBroken("many_at_once", "At most {most} measures fit into one sending.", most=MOST_AT_ONCE)
    for each in measures:
        refuse_faults(each)
    if call.proposals.filter(state="waiting").count() + len(measures) > MOST_WAITING:
        raise RuleBroken(
            "flood", "So many proposals wait to be looked at that no more can be taken just now. Try again tomorrow."
        )
    answer = _answer(audience, sender, on)
    n = 0
    for each in measures:
        sent = _sign_of(page, number, each)
        if not call.proposals.filter(sent=sent).exists():
            add_proposal(call, each, indicator=number, sent=sent, answer=answer)
            n += 1
    return n


def check_open(call: Call, audience: Audience, on: date) -> None:
    """Refuse what is sent before the call opens, after it has closed, or to an address that was shut.

    Raises:
        RuleBroken: so it is.
    """
    if on < call.opens_on:
        raise RuleBroken("not_open_yet", "The call opens on {day}.", day=date_format(call.opens_on))
    if on > call.closes_on:
        raise RuleBroken("closed", "The call closed on {day}; nothing was kept.", day=date_format(call.closes_on))
    if not audience.open:
        raise RuleBroken("address_shut", "This address no longer takes proposals; nothing was kept.")


def _answer(audience: Audience, sender: Sender, on: date) -> Answer:
    """Return the answer that a sender has begun, or a new one; a name that is given later is taken over."""
    name, organisation = (" ".join(each.split()) for each in (sender.name, sender.organisation))
    if max(len(name), len(organisation)) > LONGEST_NAME:
        raise RuleBroken("long_name", "A name has at most {longest} characters.", longest=LONGEST_NAME)
    answer, made = Answer.objects.get_or_create(
        audience=audience, key=sender.key, defaults={"name": name, "organisation": organisation, "on": on}
    )
    if not made and (answer.name, answer.organisation) != (name, organisation):
        answer.name, answer.organisation = name, organisation
        answer.save(update_fields=["name", "organisation"])
    return answer


def _sign_of(page: str, indicator: str, measure: Measure) -> str:
    return sha256(dumps([page, indicator, texts_of(measure)], sort_keys=True).encode()).hexdigest()
