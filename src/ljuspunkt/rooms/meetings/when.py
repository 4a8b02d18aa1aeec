"""Where and when something is, said in words and compared.

Swedish: tid och plats. An instant is said in the time zone of the event, whatever the reader's clock shows.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings.models import Terms

HOME = "Europe/Stockholm"
TIME_ZONES = (
    HOME,
    "Europe/Brussels",
    "Europe/Copenhagen",
    "Europe/Helsinki",
    "Europe/London",
    "Europe/Oslo",
    "UTC",
)


@dataclass(frozen=True, slots=True)
class When:
    """Where and when an event is."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str = HOME
    place: str = ""
    link: str = ""

    @classmethod
    def of(cls, terms: Terms) -> "When":
        """Return what a row of the table says."""
        return cls(terms.starts_at, terms.ends_at, terms.time_zone, terms.place, terms.link)

    @property
    def starts(self) -> datetime:
        """The beginning as the clock shows it there."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def ends(self) -> datetime:
        """The end as the clock shows it there."""
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def time(self) -> str:
        """Return day and times in the reader's language."""
        starts, ends = self.starts, self.ends
        if starts.date() == ends.date():
            said = _("{day} at {start}–{end}").format(day=day(starts), start=clock(starts), end=clock(ends))
        else:
            said = _("{first_day} at {start} to {last_day} at {end}").format(
                first_day=day(starts), start=clock(starts), last_day=day(ends), end=clock(ends)
            )
        return said + zone(self.time_zone)

    def last_day_before(self, end: datetime) -> date:
        """Return the day that ends then, as the calendar shows it there: the inverse of `end_of`."""
        return (end.astimezone(ZoneInfo(self.time_zone)) - timedelta(seconds=1)).date()

    @property
    def somewhere(self) -> str:
        """Return the place, the link, or both."""
        return ", ".join(filter(None, [self.place, self.link]))


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new, and what it was."""

    name: str
    before: str
    now: str


def differences(before: When, now: When) -> tuple[Difference, ...]:
    """Return what differs, in the reader's language."""
    pairs = (
        (_("Time"), before.time, now.time),
        (_("Place"), before.place, now.place),
        (_("Link"), before.link, now.link),
    )
    nothing = _("none")
    return tuple(Difference(name, old or nothing, new or nothing) for name, old, new in pairs if old != new)


def day(moment: datetime | date) -> str:
    """Return a day: "torsdag 20 november 2014"."""
    return date_format(moment, "l j F Y")


def clock(moment: datetime) -> str:
    """Return a time of day as the language writes it: "9.30", "09:30"."""
    return date_format(moment, "G.i" if get_language() == "sv" else "H:i")


def zone(name: str) -> str:
    """Return the time zone as an addition to a time, nothing in Swedish where it is Sweden's."""
    if name != HOME:
        return f" ({_('time zone {zone}').format(zone=name)})"
    return "" if get_language() == "sv" else f" ({_('Swedish time')})"


def instant(wall: datetime, time_zone: str) -> datetime:
    """Return the instant at which the clock there shows this.

    Raises:
        RuleBroken: `no_such_time`, the clock skips it when summer time begins.
    """
    there = wall.replace(tzinfo=ZoneInfo(time_zone))
    if datetime.fromtimestamp(there.timestamp(), ZoneInfo(time_zone)).replace(tzinfo=None) != wall:
        raise RuleBroken(
            "no_such_time", "The clock skips {time} that night, when summer time begins.", time=f"{wall:%H:%M}"
        )
    return there


def end_of(last_day: date, time_zone: str) -> datetime:
    """Return the end of a day there; the day itself counts."""
    return datetime.combine(last_day + timedelta(days=1), time(0), ZoneInfo(time_zone))
