"""The pages that everybody with an audience's address may open: the call, an indicator's form, what was sent."""

from dataclasses import dataclass
from datetime import date

from ljuspunkt.domain.indicator.published import Agreed
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Answer, Audience
from ljuspunkt.rooms.indicators.queries.calls.heads import measures_address, stage_of
from ljuspunkt.rooms.indicators.queries.calls.proposals import ProposalLine, in_order, lines_of
from ljuspunkt.rooms.indicators.queries.protocol_pages import card_of


@dataclass(frozen=True, slots=True)
class OpenHead:
    """What every open page of a call begins with; `accepting` where the address takes proposals
    today, and `measures` is the address of the measure protocol, "" until it is published."""

    code: str
    title: Text
    about: Text
    audience: Text
    opens_on: date
    closes_on: date
    stage: str
    accepting: bool
    measures: str


@dataclass(frozen=True, slots=True)
class OpenIndicator:
    """An indicator with how many proposals have been let through, those merged into others counted too."""

    indicator: Agreed
    shown: int
    chosen: int


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The call as those who are asked see it."""

    head: OpenHead
    indicators: tuple[OpenIndicator, ...]


@dataclass(frozen=True, slots=True)
class OpenIndicatorPage:
    """An indicator, with what others have proposed for it so far."""

    head: OpenHead
    indicator: Agreed
    lines: tuple[ProposalLine, ...]
    before: str
    after: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SentPage:
    """What somebody has sent in one go, and what has become of it."""

    head: OpenHead
    key: str
    indicators: tuple[tuple[Agreed, tuple[ProposalLine, ...]], ...]
    n: int
    rest: tuple[Agreed, ...]


def open_page(code: str, on: date) -> OpenPage | None:
    """Return the call behind an audience's address, None where there is none."""
    audience = _audience(code)
    if audience is None:
        return None
    rows = list(audience.call.proposals.filter(state__in=("shown", "merged")).values_list("indicator", "decision"))
    return OpenPage(
        head=_head(audience, on),
        indicators=tuple(
            OpenIndicator(
                each,
                sum(number == each.number for number, _decision in rows),
                sum(number == each.number and decision == "in" for number, decision in rows),
            )
            for each in in_order(audience.call)
        ),
    )


def open_indicator_page(code: str, number: str, key: str, on: date) -> OpenIndicatorPage | None:
    """Return an indicator of the call behind an address, None where there is none.

    Args:
        code: of the audience's address.
        number: of the indicator.
        key: of what the reader has begun to send, "" for nothing yet; the name given with it is filled in.
        on: the day.
    """
    audience = _audience(code)
    order = in_order(audience.call) if audience else ()
    place = next((place for place, each in enumerate(order) if each.number == number), None)
    if audience is None or place is None:
        return None
    answer = Answer.objects.filter(audience=audience, key=key).first() if key else None
    return OpenIndicatorPage(
        head=_head(audience, on),
        indicator=order[place],
        lines=lines_of(audience.call, state="shown", indicator=number),
        before=order[place - 1].number if place else "",
        after=order[place + 1].number if place + 1 < len(order) else "",
        name=answer.name if answer else "",
        organisation=answer.organisation if answer else "",
    )


def sent_page(code: str, key: str, on: date) -> SentPage | None:
    """Return what somebody has sent from an address, None where there is nothing."""
    audience = _audience(code)
    answer = Answer.objects.filter(audience=audience, key=key).first() if audience else None
    if audience is None or answer is None:
        return None
    mine = set(answer.proposals.values_list("number", flat=True))
    lines = [line for line in lines_of(audience.call) if line.number in mine]
    order = in_order(audience.call)
    given = {line.indicator for line in lines}
    return SentPage(
        head=_head(audience, on),
        key=key,
        indicators=tuple(
            (each, tuple(line for line in lines if line.indicator == each.number))
            for each in order
            if each.number in given
        ),
        n=len(lines),
        rest=tuple(each for each in order if each.number not in given),
    )


def _audience(code: str) -> Audience | None:
    return Audience.objects.select_related("call__version__protocol__association").filter(code=code).first()


def _head(audience: Audience, on: date) -> OpenHead:
    call = audience.call
    stage = stage_of(call, on)
    return OpenHead(
        code=audience.code,
        title=call.title,
        about=call.about,
        audience=audience.name,
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        stage=stage,
        accepting=stage == "open" and audience.open,
        measures=measures_address(card_of(call.version)) if call.version.protocol.measure_versions.exists() else "",
    )
