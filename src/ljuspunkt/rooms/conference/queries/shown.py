"""Which conference a page shows, and to whom: published ones to everybody, others to those who arrange or lead them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ljuspunkt.domain.consensus.conference import ConferenceResult
from ljuspunkt.domain.indicator.protocol import Protocol
from ljuspunkt.domain.report.naming import days, written_date
from ljuspunkt.domain.report.words import sentence_case
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.conference.kept import kept_result
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_see
from ljuspunkt.rooms.conference.standings import State
from ljuspunkt.rooms.indicators.queries.in_force import editions
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import page_language

CORE = "core"
COMPREHENSIVE = "comprehensive"


@dataclass(frozen=True, slots=True)
class Named:
    """A protocol by name and title, with how many it holds."""

    name: str
    title: str
    n: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every page of a conference's result."""

    slug: str
    title: Text
    note: Text
    when: str
    venue: Text
    published: bool
    voters: int
    held_here: bool


class Shown:
    """A conference whose result may be shown, with what it agreed on."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    @cached_property
    def result(self) -> ConferenceResult:
        return kept_result(self.conference)

    @cached_property
    def head(self) -> Head:
        row = self.conference
        return Head(
            slug=row.slug,
            title=row.title,
            note=row.note,
            when=when_held(row),
            venue=row.venue,
            published=row.published,
            voters=row.voters,
            held_here=not row.inputs,
        )

    @cached_property
    def protocols(self) -> tuple[Protocol, ...]:
        """What it agreed on, the shortest protocol first."""
        return tuple(sorted(self.result.protocols, key=lambda protocol: len(protocol.ids)))

    def protocol(self, name: str) -> Protocol | None:
        return next((protocol for protocol in self.protocols if protocol.name == name), None)

    def named(self, protocol: Protocol) -> Named:
        return Named(protocol.name, self.title_of(protocol.name), len(protocol.ids))

    def title_of(self, name: str) -> str:
        """Return what a protocol is called: as the conference says, else by its name."""
        plan = next((plan for plan in self.result.conference.protocols if plan.name == name), None)
        said = wording(plan.title, page_language()) if plan else ""
        known = {CORE: _("The core protocol"), COMPREHENSIVE: _("The comprehensive protocol")}
        return said or known.get(name, "") or sentence_case(name)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each indicator by its candidate: the one it was given, else the shortest protocol first."""
        given = {
            candidate.reference: str(candidate.origin["indicator"])
            for candidate in self.conference.candidates.all()
            if candidate.origin.get("indicator")
        }
        listed = [
            id for protocol in self.protocols for id in self.result.conference.inventory.ids if id in protocol.ids
        ]
        return {id: given.get(id, str(place)) for place, id in enumerate(dict.fromkeys(listed), start=1)}

    @cached_property
    def leads(self) -> bool:
        """Whether the network's protocols came out of it, so that its indicators have pages of their own."""
        return any(edition.conference == self.conference.slug for edition in editions())

    def reached(self, candidate: str) -> State:
        """Return how far a candidate came: into the shortest protocol, into any, or into none."""
        if self.protocols and candidate in self.protocols[0].ids:
            return "lit"
        return "ring" if candidate in self.numbers else "bare"

    def kind_word(self, kind: str) -> str:
        """Return what a kind is called in the page's language, or its own word where the conference doesn't say."""
        return wording(self.conference.kinds.get(kind, {}), page_language()) or kind

    def kind_heading(self, kind: str) -> str:
        return sentence_case(self.kind_word(kind))


def shown(slug: str, by: Person | None = None) -> Shown | None:
    """Return a conference as it may be shown to somebody, None where it may not or isn't there."""
    row = Conference.objects.filter(slug=slug).first()
    if row is None or not (row.published or may_see(by, row)):
        return None
    return Shown(row)


def published() -> list[Conference]:
    """Return the published conferences, the latest first."""
    return list(Conference.objects.filter(published=True).order_by("-starts_on", "-pk"))


def leading() -> Conference | None:
    """Return the published conference that the network's protocols came out of, else the latest published one."""
    out_of = {edition.conference for edition in editions() if edition.indicators}
    rows = published()
    return next((row for row in rows if row.slug in out_of), rows[0] if rows else None)


def when_held(row: Conference) -> str:
    """Return when a conference was held, in the page's language; "" where that isn't known."""
    if row.starts_on is None:
        return ", ".join(written_date(each, page_language()) for each in row.dates)
    return days(row.starts_on, row.ends_on, page_language())
