"""Page objects of the pages that lead into the rooms and across them."""

from dataclasses import dataclass

from ljuspunkt.rooms.conference import queries as conference
from ljuspunkt.rooms.conference.queries import Overview, Way


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to see; None where nothing has been put in yet."""

    conference: Overview | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator's red thread: candidate, votes, question, figure."""

    way: Way


def home() -> Home:
    """Return the start page."""
    return Home(conference.overview())


def indicator_page(number: str) -> IndicatorPage | None:
    """Return the indicator with this number, None where there is none."""
    way = conference.way(number)
    return IndicatorPage(way) if way else None
