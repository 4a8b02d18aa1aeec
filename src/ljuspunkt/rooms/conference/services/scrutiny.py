"""Scrutineers (rösträknare): named before the first vote, the only ones who see whole ballots."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.files.ballot_rows import written
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.held import SEALED
from ljuspunkt.rooms.conference.models import Conference, Scrutineer, Vote
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def name_scrutineer(*, by: Person, conference: int, email: str, at: datetime) -> None:
    """Name somebody with an account as a scrutineer.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: a vote has been opened, or nobody has an account with this address.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    _check_before_first(found)
    account = get_user_model().objects.filter(email=email.strip().lower(), is_active=True).first()
    if account is None:
        raise RuleBroken("no_account", "Nobody has an account with the address “{address}”.", address=email.strip())
    Scrutineer.objects.get_or_create(conference=found, account_id=account.pk)
    note(by, found, marked("Named {name} scrutineer of {conference}."), at, name=account.name)


@transaction.atomic
def withdraw_scrutineer(*, by: Person, conference: int, scrutineer: int, at: datetime) -> None:
    """Take back the naming of a scrutineer.

    Raises:
        Http404: there is no such conference or scrutineer, or the person may not prepare it.
        RuleBroken: a vote has been opened.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    _check_before_first(found)
    named = found.scrutineers.select_related("account").filter(pk=scrutineer).first()
    if named is None:
        raise Http404
    note(by, found, marked("Withdrew {name} as scrutineer of {conference}."), at, name=named.account.name)
    named.delete()


def _check_before_first(conference: Conference) -> None:
    if conference.votes.exclude(state="draft").exists():
        raise RuleBroken(
            "scrutineers_fixed", "Scrutineers are named before the first vote is opened; a vote has been opened."
        )


def is_scrutineer(person: Person | None, conference: Conference) -> bool:
    """Return whether a person was named to see whole ballots."""
    return person is not None and conference.scrutineers.filter(account_id=person.id).exists()


@transaction.atomic
def ballots_file(*, by: Person, conference: int, at: datetime) -> bytes:
    """Return all ballots of the votes that are closed or decided as a ballot file, and note who took it.

    Raises:
        Http404: there is no such conference, or the person isn't its scrutineer.
        RuleBroken: a vote is open.
    """
    found = locked_conference(conference)
    refuse_unless(is_scrutineer(by, found))
    if found.votes.filter(state="open").exists():
        raise RuleBroken("vote_open", "A vote is open. Whole ballots are handed out when it has closed.")
    note(by, found, marked("Took the whole ballots of {conference}."), at)
    return ballot_rows(found)


def ballot_rows(conference: Conference) -> bytes:
    """Return the ballots of the votes that are closed or decided as `ljuspunkt tally` reads them.

    A run-off is called by its number, whatever it is called here: one that was held instead of a void one too.
    """
    votes: Iterable[Vote] = conference.votes.filter(state__in=SEALED).select_related("runoff_of")
    return written((_named(vote), row) for vote in votes for row in ballot_box.rows(vote.pk))


def _named(vote: Vote) -> str:
    return f"{vote.runoff_of.reference}/runoff-{vote.runoff_number}" if vote.runoff_of else vote.reference
