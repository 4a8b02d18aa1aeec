"""What works beside the server, each in a thread of its own: mail goes out, countdowns end, and waves open and close.

It is imported where Django is set up and no thread has begun: threads that import the same packages at the same time
may wait for each other for good, and Python then ends one of them.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from ljuspunkt.cli import alive, by_date
from ljuspunkt.rooms.conference.services.close_vote import close_due
from ljuspunkt.rooms.conference.services.keep_figures import keep_figures_due
from ljuspunkt.rooms.mail import worker


def threads(stop: Event) -> list[Thread]:
    """Return them all, to be started; they end when `stop` is set, and leave signs of life in the installation."""
    place = Path(settings.INSTALLATION)
    works: dict[str, Callable[[Event], None]] = {
        "mail": partial(worker.run, went_well=partial(alive.say, place, alive.MAIL)),
        "countdowns": _countdowns,
        "calendar": partial(by_date.run, went_well=partial(alive.say, place, alive.CALENDAR)),
    }
    return [Thread(target=work, args=(stop,), name=name) for name, work in works.items()]


def _countdowns(stop: Event) -> None:
    """Close the votes whose countdown has ended, as often as a second passes, and keep the figures of closed ones."""
    while not stop.wait(1):
        try:
            close_due(at=timezone.now())
            keep_figures_due(at=timezone.now())
        except Error as trouble:
            logging.getLogger(__name__).warning("Countdowns can't be looked at: %s", type(trouble).__name__)
        close_old_connections()
