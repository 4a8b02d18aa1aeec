"""What may be done with the log: write a line in it."""

from collections.abc import Mapping
from datetime import datetime

from ljuspunkt.rooms.audit.models import Entry


def record(
    *,
    by: int | None,
    who: str,
    action: str,
    about: str,
    association: str = "",
    at: datetime,
    words: Mapping[str, object] | None = None,
) -> None:
    """Write what was done, in the transaction of the use case that did it.

    Args:
        by: the account's number, None for the command line and for what happens by itself.
        who: the name at the time.
        action: an English sentence with named places, marked for translation: `marked("Opened the vote {vote}.")`.
        about: what was acted on, as an address or a name that finds it again: `conference/2014/votes/1`.
        association: slug of the association concerned, empty for the network as a whole.
        at: when.
        words: what fills the places of the sentence. Nothing that must be erased later: the log only grows.
    """
    Entry.objects.create(
        by=by,
        who=who[:200],
        action=str(action),
        about=about[:300],
        association=association,
        at=at,
        words={name: str(value) for name, value in (words or {}).items()},
    )
