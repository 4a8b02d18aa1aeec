"""Create a conference from an inventory: its candidates are chosen and frozen with the wording they have now."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.conference.models import Candidate, Conference
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.conference.services.organisers import ask, chosen, keys
from ljuspunkt.rooms.indicators.queries import InventoryCandidate, inventory_candidates, inventory_card
from ljuspunkt.rooms.people.permissions import Person, may_organise, refuse_unless
from ljuspunkt.ui.signs import drawn

JOIN_CODE_SIGNS = 6

RESERVED = {"votes", "protocols", "new"}
"""What other addresses begin with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said of a conference.

    Attributes:
        voters: how many are entitled to vote unless a vote says otherwise.
        note: what must stand wherever the result is shown.
    """

    title: Text
    voters: int
    starts_on: date | None = None
    ends_on: date | None = None
    venue: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)

    def check(self) -> None:
        """Do nothing for days in order.

        Raises:
            RuleBroken: the last comes before the first.
        """
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise RuleBroken("days_crossed", "The last day can't come before the first.")

    def put_on(self, conference: Conference) -> None:
        """Write this on a conference, without saving it."""
        conference.title = dict(self.title)
        conference.voters = self.voters
        conference.starts_on, conference.ends_on = self.starts_on, self.ends_on
        conference.venue = dict(self.venue)
        conference.note = dict(self.note)


def draw_join_code() -> str:
    """Return six signs that nobody can guess and nobody mistakes for others."""
    return drawn(JOIN_CODE_SIGNS)


@transaction.atomic
def create_conference(
    *,
    by: Person,
    slug: str,
    settings: Settings,
    organisers: Collection[str],
    inventory: str,
    at: datetime,
    candidates: Collection[str] | None = None,
    draw: Callable[[], str] = draw_join_code,
) -> Conference:
    """Create a conference that is prepared, with a join code of its own.

    Args:
        slug: its name in addresses.
        organisers: slugs of the associations that arrange it, at least one for which the person prepares; the others
            are asked.
        inventory: slug of an inventory of one of them.
        candidates: numbers in the inventory, None for all that may be voted on.
        draw: gives join codes until one is free.

    Raises:
        Http404: the person may not arrange this for these associations, or may not use the inventory.
        RuleBroken: an association or inventory doesn't exist, the name is taken, the days are crossed, or nothing is
            to be voted on.
    """
    arranging = chosen(organisers)
    refuse_unless(may_organise(by, organisers))
    source = inventory_card(inventory)
    refuse_unless(source is not None and may_organise(by, source.owners))
    assert source is not None
    if slug in RESERVED:
        raise RuleBroken("slug_taken", "A conference can't be called “{slug}”; choose another address.", slug=slug)
    if Conference.objects.filter(slug=slug).exists():
        raise RuleBroken("slug_taken", "There is a conference with this address already.")
    settings.check()
    conference = Conference(
        slug=slug,
        kinds={kind: dict(name) for kind, name in source.kinds.items()},
        join_code=_free(draw),
        inventory=inventory,
    )
    settings.put_on(conference)
    conference.save()
    own = [each for each in arranging if may_organise(by, [each.slug])]
    conference.organisers.set(keys(own))
    _freeze(conference, inventory, candidates)
    note(by, conference, marked("Created the conference {conference}."), at, candidates=conference.candidates.count())
    ask(by, conference, [each for each in arranging if each not in own], at)
    return conference


@transaction.atomic
def choose_candidates(*, by: Person, conference: int, candidates: Collection[str] | None, at: datetime) -> None:
    """Freeze other candidates of the inventory, with the wording they have now, instead of those frozen before.

    Args:
        candidates: numbers in the inventory, None for all that may be voted on.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: a vote has been opened, or nothing is to be voted on.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    if found.votes.exclude(state="draft").exists():
        raise RuleBroken("candidates_fixed", "A vote has been opened, so the candidates can't change any more.")
    found.candidates.all().delete()
    _freeze(found, found.inventory, candidates)
    note(by, found, marked("Chose {n} candidates for {conference}."), at, n=found.candidates.count())


def _freeze(conference: Conference, inventory: str, candidates: Collection[str] | None) -> None:
    standing = inventory_candidates(inventory)
    chosen = [each for each in standing if candidates is None or each.number in candidates]
    if not chosen:
        raise RuleBroken("no_candidates_chosen", "A conference needs at least one candidate to vote on.")
    Candidate.objects.bulk_create(_frozen(conference, inventory, chosen))


def _frozen(conference: Conference, inventory: str, chosen: Iterable[InventoryCandidate]) -> Iterable[Candidate]:
    for place, each in enumerate(chosen, start=1):
        yield Candidate(
            conference=conference,
            reference=each.number,
            place=place,
            kind=each.kind,
            title=dict(each.title) if each.title_known else {},
            short_title=dict(each.short_title) if each.title_known else {},
            description=dict(each.description),
            easy_read=dict(each.easy_read),
            perspective=each.perspective,
            theme=dict(each.theme),
            origin={
                "inventory": inventory,
                "number": each.number,
                "wording": each.wording,
                "original": dict(each.original),
                "perspective_inferred": each.perspective_inferred,
                "proposers": list(each.proposers),
                "sources": [asdict(source) for source in each.sources],
                "merged": [
                    {"number": merged.number, "title": dict(merged.title), "original": dict(merged.original)}
                    for merged in each.merged
                ],
            },
        )


def _free(draw: Callable[[], str]) -> str:
    while Conference.objects.filter(join_code=(code := draw())).exists():
        pass
    return code
