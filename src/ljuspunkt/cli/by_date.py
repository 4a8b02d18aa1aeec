"""What happens by date, beside the server and the mail: waves open, remind and close, and what is old goes.

What the database couldn't forget when it was deleted is gone on with here, too.
"""

import logging
from collections.abc import Callable
from threading import Event

from django.db import Error, close_old_connections
from django.utils import timezone

from ljuspunkt.databases import forgetting
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.services import evaluation
from ljuspunkt.rooms.surveys.services.by_date import carry_out
from ljuspunkt.rooms.surveys.services.retention import tidy

EVERY = 60.0
"""Seconds between two looks at the calendar."""

log = logging.getLogger(__name__)


def run(stop: Event, *, went_well: Callable[[], None] = lambda: None) -> None:
    """Look at the calendar until `stop` is set; a database that is away for a while is waited for.

    Args:
        stop: ends it.
        went_well: called after each look that met no trouble.
    """
    while True:
        if look():
            went_well()
        close_old_connections()
        if stop.wait(EVERY):
            return


def look() -> bool:
    """Do what is due, and return whether all of it went well; one thing that fails doesn't keep the others waiting."""
    now = timezone.now()
    due: tuple[Callable[[], object], ...] = (
        lambda: carry_out(at=now),
        lambda: tidy(at=now),
        ballot_box.forget,
        evaluation.forget,
        forgetting.go_on,
    )
    failed = [each for each in due if not _is_done(each)]
    return not failed


def _is_done(what: Callable[[], object]) -> bool:
    try:
        what()
    except Error as trouble:
        log.warning("What is due by date can't be looked at: %s", type(trouble).__name__)
        return False
    except Exception as trouble:  # one wave must not stop the rest for good
        log.error("Something that is due by date couldn't be handled: %s", type(trouble).__name__)
        return False
    return True
