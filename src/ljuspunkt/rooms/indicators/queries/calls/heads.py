"""What every page of a call begins with, the list of calls, and a call's page of progress."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Call, ProtocolVersion
from ljuspunkt.rooms.indicators.permissions import may_call, may_see_calls
from ljuspunkt.rooms.indicators.queries.candidates import by_digits
from ljuspunkt.rooms.indicators.queries.protocol_pages import VersionCard, card_of
from ljuspunkt.rooms.indicators.services.measures.common import asked_of, owners_of
from ljuspunkt.rooms.indicators.services.measures.publish import check_ready, may_publish
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import on_page

BEFORE, OPEN, CLOSED = "before", "open", "closed"


@dataclass(frozen=True, slots=True)
class CallHead:
    """What every page of a call begins with; `stage` is before, open or closed.

    `waiting` are proposals to be let through, `undecided` those that are shown without a decision, and `silent`
    indicators of which nothing was proposed.
    """

    slug: str
    title: Text
    about: Text
    owners: tuple[str, ...]
    opens_on: date
    closes_on: date
    stage: str
    protocol: VersionCard
    waiting: int
    undecided: int
    silent: int

    @property
    def measures(self) -> str:
        """The address of the measure protocol that the call leads to."""
        return measures_address(self.protocol)


@dataclass(frozen=True, slots=True)
class CallList:
    """The calls that somebody works on, the latest first."""

    heads: tuple[CallHead, ...]


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """How far an indicator has come: what was received, and what became of it."""

    number: str
    title: Text
    received: int
    waiting: int
    shown: int
    refused: int
    merged: int
    undecided: int
    chosen: int
    out: int
    later: int


@dataclass(frozen=True, slots=True)
class AudienceProgress:
    """An audience with the address where it answers; `answers` are sendings in one go, `proposals` what they hold."""

    pk: int
    name: Text
    code: str
    is_open: bool
    answers: int
    proposals: int
    waiting: int
    refused: int

    @property
    def address(self) -> str:
        """The address where it answers."""
        return reverse("measures:open", args=[self.code])


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call's progress; `hinders` is why nothing can be published yet, None where it can be."""

    head: CallHead
    audiences: tuple[AudienceProgress, ...]
    indicators: tuple[IndicatorProgress, ...]
    total: IndicatorProgress
    taken_over: int
    may_publish: bool
    hinders: RuleBroken | None


def measures_address(card: VersionCard) -> str:
    """Return the address of a protocol's measure protocol."""
    place = card.place
    if place.owner:
        return reverse("measures:protocol_of", args=[place.scope, place.owner, place.name])
    return reverse("measures:protocol", args=[place.name])


def stage_of(call: Call, on: date) -> str:
    """Return whether a call is before its first day, open, or past its last."""
    return BEFORE if on < call.opens_on else CLOSED if on > call.closes_on else OPEN


def head_of(call: Call, on: date) -> CallHead:
    """Return what a call's pages begin with."""
    rows = list(call.proposals.values_list("indicator", "state", "decision"))
    return CallHead(
        slug=call.slug,
        title=call.title,
        about=call.about,
        owners=owners_of(call),
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        stage=stage_of(call, on),
        protocol=card_of(call.version),
        waiting=sum(state == "waiting" for _number, state, _decision in rows),
        undecided=sum((state, decision) == ("shown", "") for _number, state, decision in rows),
        silent=len(asked_of(call).indicators) - len({number for number, _state, _decision in rows}),
    )


def call_for(person: Person | None, slug: str) -> Call | None:
    """Return a call that somebody works on, None where there is none or the person may not."""
    call = Call.objects.select_related("version__protocol__association").filter(slug=slug).first()
    return call if call is not None and may_call(person, owners_of(call)) else None


def call_list(person: Person, on: date) -> CallList:
    """Return the calls that somebody works on."""
    if not may_see_calls(person):
        return CallList(())
    rows = Call.objects.select_related("version__protocol__association").prefetch_related("owners")
    return CallList(tuple(head_of(row, on) for row in rows if may_call(person, owners_of(row))))


def call_page(call: Call, person: Person, on: date) -> CallPage:
    """Return how far a call has come, by audience and by indicator."""
    indicators = tuple(_progress(call))
    return CallPage(
        head=head_of(call, on),
        audiences=_audiences(call),
        indicators=indicators,
        total=_summed(indicators),
        taken_over=call.proposals.filter(answer=None).count(),
        may_publish=may_publish(person, call),
        hinders=_hinders(call, on),
    )


def versions_to_ask_about(person: Person) -> tuple[tuple[int, VersionCard], ...]:
    """Return the versions of protocols that a call may be about, the last of each first; with their keys."""
    rows = ProtocolVersion.objects.select_related("protocol__association").order_by("protocol_id", "-number")
    found = []
    for row in rows:
        card = card_of(row)
        if card.n and (not row.protocol.association or may_call(person, [row.protocol.association.slug])):
            found.append((row.pk, card))
    return tuple(sorted(found, key=lambda each: (each[1].place.scope != "network", each[1].place.owner)))


def protocol_name(card: VersionCard) -> str:
    """Return what a protocol is called, with whose it is."""
    place = card.place
    known = {"core": _("The core protocol"), "comprehensive": _("The comprehensive protocol")}
    name = on_page(card.title) or known.get(place.name, place.name)
    return f"{name}, {place.owner_name}" if place.owner_name else name


def version_name(card: VersionCard) -> str:
    """Return what a version of a protocol is called, with its number and date."""
    day = date_format(localtime(card.published_at))
    return f"{protocol_name(card)}, {_('version {number}').format(number=card.number)}, {day}"


def measure_protocol_name(card: VersionCard) -> str:
    """Return what a protocol's measure protocol is called."""
    return _("Measures of: {protocol}").format(protocol=protocol_name(card))


def _hinders(call: Call, on: date) -> RuleBroken | None:
    try:
        check_ready(call, on)
    except RuleBroken as refusal:
        return refusal
    return None


def _progress(call: Call) -> Iterable[IndicatorProgress]:
    rows = call.proposals.values_list("indicator", "state", "decision")
    counted = Counter(rows)
    for indicator in sorted(asked_of(call).indicators, key=lambda each: by_digits(each.number)):
        mine = {(state, decision): n for (number, state, decision), n in counted.items() if number == indicator.number}

        def of(state: str, decision: str | None = None, mine: dict[tuple[str, str], int] = mine) -> int:
            return sum(n for (its, what), n in mine.items() if its == state and decision in (None, what))

        yield IndicatorProgress(
            number=indicator.number,
            title=indicator.title,
            received=sum(mine.values()),
            waiting=of("waiting"),
            shown=of("shown"),
            refused=of("refused"),
            merged=of("merged"),
            undecided=of("shown", ""),
            chosen=of("shown", "in"),
            out=of("shown", "out"),
            later=of("shown", "later"),
        )


def _summed(each: tuple[IndicatorProgress, ...]) -> IndicatorProgress:
    names = ("received", "waiting", "shown", "refused", "merged", "undecided", "chosen", "out", "later")
    return IndicatorProgress("", {}, **{name: sum(getattr(one, name) for one in each) for name in names})


def _audiences(call: Call) -> tuple[AudienceProgress, ...]:
    rows = call.audiences.annotate(
        n_answers=Count("answers", distinct=True),
        n_proposals=Count("answers__proposals", distinct=True),
        n_waiting=Count("answers__proposals", filter=Q(answers__proposals__state="waiting"), distinct=True),
        n_refused=Count("answers__proposals", filter=Q(answers__proposals__state="refused"), distinct=True),
    )
    return tuple(
        AudienceProgress(
            row.pk, row.name, row.code, row.open, row.n_answers, row.n_proposals, row.n_waiting, row.n_refused
        )
        for row in rows
    )
