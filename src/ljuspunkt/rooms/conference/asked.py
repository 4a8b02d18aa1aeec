"""The conference and the vote that an address names, for whoever asks.

What isn't there and what somebody may not see are answered alike: there is nothing.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, QueryDict

from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.permissions import may_lead, may_prepare, may_see
from ljuspunkt.rooms.people.permissions import Person, person, refuse_unless

SECTION = "conferences"
"""Where the working pages stand in the navigation."""


def seen(request: HttpRequest, slug: str) -> Conference:
    """Return a conference held here whose working pages the person may see.

    Raises:
        Http404: there is none, or the person may not.
    """
    return held_here(request, slug, may_see)


def led(request: HttpRequest, slug: str) -> Conference:
    """Return a conference held here that the person leads.

    Raises:
        Http404: there is none, or the person doesn't.
    """
    return held_here(request, slug, may_lead)


def with_result_seen(request: HttpRequest, slug: str) -> Conference:
    """Return a conference, held here or tallied from files, whose working pages the person may see.

    Raises:
        Http404: there is none, or the person may not.
    """
    return _allowed(request, Conference.objects.filter(slug=slug).first(), may_see)


def with_result_prepared(request: HttpRequest, slug: str) -> Conference:
    """Return a conference, held here or tallied from files, that the person prepares.

    Raises:
        Http404: there is none, or the person doesn't.
    """
    return _allowed(request, Conference.objects.filter(slug=slug).first(), may_prepare)


def of_room(code: str) -> Conference:
    """Return the conference whose room has this join code; everybody in the room may ask.

    Raises:
        Http404: there is none.
    """
    found = Conference.objects.filter(join_code=code).first()
    if found is None:
        raise Http404
    return found


def vote_of(conference: Conference, key: int) -> Vote:
    """Return a vote of just this conference.

    Raises:
        Http404: there is none.
    """
    found = conference.votes.select_related("runoff_of", "again_of", "conference").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a press, also where that is nothing; None where a page is only asked for."""
    return request.POST if request.method == "POST" else None


def held_here(request: HttpRequest, slug: str, may: Callable[[Person | None, Conference], bool]) -> Conference:
    """Return a conference held here with which the person may do what `may` asks.

    Raises:
        Http404: there is none, or the person may not.
    """
    return _allowed(request, Conference.objects.filter(slug=slug, inputs="").first(), may)


def _allowed(
    request: HttpRequest, found: Conference | None, may: Callable[[Person | None, Conference], bool]
) -> Conference:
    refuse_unless(found is not None and may(person(request), found))
    assert found is not None
    return found
