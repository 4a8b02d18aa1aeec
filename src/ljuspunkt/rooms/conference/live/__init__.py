"""What happens in a conference, told to every screen, phone and chair that listens.

Swedish: direktsändning. Use cases call `announce` and `announce_turnout`, within their transaction or after it; both do
nothing more than count where nobody listens.
"""

from collections.abc import Callable
from threading import Lock

from django.db import transaction
from django.db.models import F

from ljuspunkt.rooms.conference.live.wire import notify
from ljuspunkt.rooms.conference.models import Pulse

Tell = Callable[[str, int, int], None]
"""Takes what happened, `state` or `turnout`, the key of the conference or of the vote, and how many have voted."""

_tellers: list[Tell] = []
_lock = Lock()


def announce(conference_pk: int) -> None:
    """Tell that what a conference shows has changed, once the transaction around the call is committed."""
    with transaction.atomic():
        Pulse.objects.bulk_create([Pulse(conference_id=conference_pk)], ignore_conflicts=True)
        Pulse.objects.filter(conference_id=conference_pk).update(n=F("n") + 1)
        notify("state", conference_pk)
    _after_commit("state", conference_pk)


def announce_turnout(vote_pk: int, voted: int = 0) -> None:
    """Tell that more have voted, once the transaction around the call is committed; nothing is written down.

    Args:
        voted: how many ballots lie in the box then, so that nobody has to count them; 0 where that isn't known.
    """
    _after_commit("turnout", vote_pk, voted)


def listen(tell: Tell) -> None:
    """Call `tell` from now on, in the thread that announces; it must return at once and raise nothing."""
    with _lock:
        _tellers.append(tell)


def _after_commit(what: str, key: int, voted: int = 0) -> None:
    def tell_all() -> None:
        for tell in tuple(_tellers):
            tell(what, key, voted)

    transaction.on_commit(tell_all, robust=True)
