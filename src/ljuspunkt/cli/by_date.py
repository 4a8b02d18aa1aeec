"""What happens by date, beside the server and the mail: waves open, remind and close, and what is old goes."""

import logging
from threading import Event

EVERY = 60.0
"""Seconds between two looks at the calendar."""


def run(stop: Event) -> None:
    """Look at the calendar until `stop` is set; a database that is away for a while is waited for."""
    from django.db import Error, close_old_connections
    from django.utils import timezone

    from ljuspunkt.rooms.surveys.services.by_date import carry_out
    from ljuspunkt.rooms.surveys.services.retention import tidy

    while True:
        try:
            carry_out(at=timezone.now())
            tidy(at=timezone.now())
        except Error as trouble:
            logging.getLogger(__name__).warning("Waves can't be looked at: %s", type(trouble).__name__)
        except Exception as trouble:  # one wave must not stop the rest for good
            logging.getLogger(__name__).error("A wave couldn't be handled: %s", type(trouble).__name__)
        close_old_connections()
        if stop.wait(EVERY):
            return
