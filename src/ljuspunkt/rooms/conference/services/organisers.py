"""Ask associations to arrange a conference together, and answer for one's own.

Nobody arranges anything in another association's name: who is asked arranges when a coordinator there says yes.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_answer, may_prepare, organisers_of
from ljuspunkt.rooms.conference.services.common import check_not_closed, let_prepare, locked_conference, note
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.people.queries import AssociationCard, associations


@transaction.atomic
def ask_associations(*, by: Person, conference: int, asked: Collection[str], at: datetime) -> None:
    """Ask associations to arrange a conference too; those for which the person can say yes arrange it at once.

    Args:
        asked: slugs of associations; those that arrange it or are asked already stay as they are.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: an association doesn't exist any more, or the conference is closed.
    """
    found = locked_conference(conference)
    refuse_unless(may_prepare(by, found))
    let_prepare(by, found)
    ask(by, found, chosen(asked), at)


@transaction.atomic
def answer_for(*, by: Person, conference: int, association: str, arranges: bool, at: datetime) -> bool:
    """Say yes or no for an association that is asked; return whether this answer was the first.

    Raises:
        Http404: the association was never asked, or the person doesn't coordinate it.
        RuleBroken: the conference is closed.
    """
    found = locked_conference(conference)
    refuse_unless(may_answer(by, association))
    if not found.asked.filter(slug=association).exists():
        refuse_unless(association in organisers_of(found))
        return False
    check_not_closed(found)
    (card,) = chosen([association])
    if arranges:
        _join(by, found, card, at)
    else:
        _stop_asking(found, card)
        note(by, found, marked("Said no for {association} to arranging {conference}."), at, association=card.name)
    return True


@transaction.atomic
def take_back(*, by: Person, conference: int, association: str, at: datetime) -> bool:
    """Ask an association no longer; return False where it wasn't asked.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the conference is closed.
    """
    found = locked_conference(conference)
    refuse_unless(may_prepare(by, found))
    let_prepare(by, found)
    if not found.asked.filter(slug=association).exists():
        return False
    (card,) = chosen([association])
    _stop_asking(found, card)
    note(by, found, marked("No longer asks {association} to arrange {conference}."), at, association=card.name)
    return True


def chosen(slugs: Collection[str]) -> list[AssociationCard]:
    """Return the associations with these slugs.

    Raises:
        RuleBroken: none are named, or one doesn't exist or is part of another now.
    """
    found = [each for each in associations() if each.slug in slugs and not each.is_merged]
    if not found or len(found) != len(set(slugs)):
        raise RuleBroken("no_organiser", "A conference needs at least one association that arranges it.")
    return found


def ask(by: Person, conference: Conference, cards: Iterable[AssociationCard], at: datetime) -> None:
    """Let those arrange the conference for which the person says yes, and ask the others."""
    known = organisers_of(conference) | frozenset(conference.asked.values_list("slug", flat=True))
    for card in cards:
        if by.is_national or may_answer(by, card.slug):
            _join(by, conference, card, at)
        elif card.slug not in known:
            conference.asked.add(*keys([card]))
            note(by, conference, marked("Asked {association} to arrange {conference}."), at, association=card.name)


def keys(cards: Iterable[AssociationCard]) -> list[int]:
    """Return the keys of associations."""
    association = Conference._meta.get_field("organisers").related_model
    assert association is not None and not isinstance(association, str)
    slugs = [card.slug for card in cards]
    return list(association._default_manager.filter(slug__in=slugs).values_list("pk", flat=True))


def _join(by: Person, conference: Conference, card: AssociationCard, at: datetime) -> None:
    if card.slug in organisers_of(conference):
        return
    _stop_asking(conference, card)
    conference.organisers.add(*keys([card]))
    note(by, conference, marked("{association} arranges {conference} too."), at, association=card.name)
    announce(conference.pk)


def _stop_asking(conference: Conference, card: AssociationCard) -> None:
    conference.asked.remove(*keys([card]))
