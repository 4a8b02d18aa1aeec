"""Make a call for measures, change its days and words, and keep its audiences with an address each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.apps import apps
from django.db import transaction
from django.utils.crypto import get_random_string

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.measure_protocol import read
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Audience, Call, MeasureVersion, ProtocolVersion
from ljuspunkt.rooms.indicators.permissions import may_call
from ljuspunkt.rooms.indicators.services.measures.common import add_proposal, asked_of, call_to_work_on, tell_log
from ljuspunkt.rooms.people.permissions import Person, refuse_unless

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""What addresses of audiences are made of: nothing that is read as something else."""
LENGTH = 8
MOST_AUDIENCES = 20


@dataclass(frozen=True, slots=True)
class CallTerms:
    """What may be changed of a call: its title, introduction, and first and last day."""

    title: Text
    about: Text
    opens_on: date
    closes_on: date


@transaction.atomic
def create_call(
    *,
    by: Person,
    at: datetime,
    slug: str,
    terms: CallTerms,
    version: int,
    owners: Collection[str],
    audiences: Sequence[Text],
    take_over: bool = True,
) -> None:
    """Make a call for measures of the indicators of a version of a protocol.

    Args:
        by: who makes it.
        at: when.
        slug: its name in addresses.
        terms: its words and days.
        version: key of the version of the protocol.
        owners: slugs of the associations to which it belongs, none where it is the network's.
        audiences: the names of those who are asked, each of whom gets an address.
        take_over: whether measures of the last measure protocol come along, as decided to be used.

    Raises:
        RuleBroken: the address is taken, the days are turned round, nobody is asked, or it is about nothing.
        Http404: the person may not make one for these.
    """
    refuse_unless(may_call(by, owners))
    _check(terms)
    if Call.objects.filter(slug=slug).exists():
        raise RuleBroken("slug_taken", "There is already a call with the address “{slug}”.", slug=slug)
    chosen = ProtocolVersion.objects.select_related("protocol__association").filter(pk=version).first()
    if chosen is None:
        raise RuleBroken("no_version", "There is no such version of a protocol.")
    association = chosen.protocol.association
    refuse_unless(association is None or may_call(by, [association.slug]))
    if not audiences:
        raise RuleBroken("no_audience", "Say who is asked: at least one audience.")
    call = Call.objects.create(
        slug=slug,
        title=dict(terms.title),
        about=dict(terms.about),
        version=chosen,
        opens_on=terms.opens_on,
        closes_on=terms.closes_on,
        created_at=at,
    )
    if not asked_of(call).indicators:
        raise RuleBroken("nothing_to_measure", "That version of the protocol has no indicators.")
    call.owners.set(_associations(owners))
    for name in audiences:
        _add_audience(call, name)
    if take_over:
        _take_over(call)
    tell_log(call, by=by, at=at, action=marked("Made the call for measures {call}."))


@transaction.atomic
def change_call(*, by: Person, at: datetime, call_slug: str, terms: CallTerms) -> None:
    """Change a call's title, introduction and days; a later last day opens it again.

    Raises:
        RuleBroken: the days are turned round, or the title is missing.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    _check(terms)
    call.title, call.about = dict(terms.title), dict(terms.about)
    call.opens_on, call.closes_on = terms.opens_on, terms.closes_on
    call.save(update_fields=["title", "about", "opens_on", "closes_on"])
    tell_log(
        call,
        by=by,
        at=at,
        action=marked("Changed the call for measures {call}: open from {opens} to {closes}."),
        words={"opens": terms.opens_on, "closes": terms.closes_on},
    )


@transaction.atomic
def keep_audience(*, by: Person, at: datetime, call_slug: str, audience: int | None, name: Text, is_open: bool) -> None:
    """Add an audience with an address of its own, or change its name, or open and shut its address.

    Raises:
        RuleBroken: there is no such audience, it has no name, or there are too many.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    if audience is None:
        _add_audience(call, name)
    else:
        found = call.audiences.filter(pk=audience).first()
        if found is None:
            raise RuleBroken("no_such_audience", "There is no such audience any more.")
        found.name, found.open = _named(name), is_open
        found.save(update_fields=["name", "open"])
    tell_log(
        call,
        by=by,
        at=at,
        action=marked("Kept the audience {audience} of the call for measures {call}."),
        words={"audience": next(iter(_named(name).values()))},
    )


def _check(terms: CallTerms) -> None:
    if not any(said.strip() for said in terms.title.values()):
        raise RuleBroken("no_call_title", "A call needs a title.")
    if terms.closes_on < terms.opens_on:
        raise RuleBroken("closes_before", "The last day must be the first day or a later one.")


def _associations(owners: Collection[str]) -> list[int]:
    associations = apps.get_model("people", "Association")
    found = list(associations._default_manager.filter(slug__in=list(owners)).values_list("pk", flat=True))
    if len(found) != len(set(owners)):
        raise RuleBroken("no_association", "One of the associations isn't in the network.")
    return found


def _named(name: Text) -> dict[str, str]:
    said = {language: text.strip() for language, text in name.items() if text.strip()}
    if not said:
        raise RuleBroken("no_audience_name", "An audience needs a name.")
    return said


def _add_audience(call: Call, name: Text) -> None:
    n = call.audiences.count()
    if n >= MOST_AUDIENCES:
        raise RuleBroken("many_audiences", "A call has at most {most} audiences.", most=MOST_AUDIENCES)
    Audience.objects.create(call=call, name=_named(name), code=get_random_string(LENGTH, SIGNS), place=n + 1)


def _take_over(call: Call) -> None:
    """Propose the measures of the protocol's last measure protocol, as decided to be used."""
    last = MeasureVersion.objects.filter(protocol=call.version.protocol).order_by("-number").first()
    if last is None:
        return
    numbers = {(each.own, each.candidate): each.number for each in asked_of(call).indicators}
    for indicator in read(last.document).indicators:
        here = numbers.get((indicator.own, indicator.candidate))
        if here is not None:
            for measure in indicator.measures:
                add_proposal(
                    call,
                    measure.measure,
                    indicator=here,
                    sent=sha256(measure.key.encode()).hexdigest(),
                    key=measure.key,
                    decision_reason=measure.reason,
                )
