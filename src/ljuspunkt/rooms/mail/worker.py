"""The worker: takes one message after the other, hands it over and writes down what came of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from ljuspunkt.rooms.mail import delivery, erasure, leases
from ljuspunkt.rooms.mail.delivery import Delivery, NotHandedOver, Refused, Unknown

IDLE = 1.0
"""Seconds between two looks into an empty queue."""

TIDY = 30.0
"""Seconds between two looks at the clock for what time has settled."""

AGAIN = 5.0
"""Seconds between two times that what was erased is taken off the disk."""

MARGIN = timedelta(minutes=1)
"""A text isn't sent in the last part of a lease: its answer could come too late."""

log = logging.getLogger(__name__)


def run(stop: Event, *, went_well: Callable[[], None] = lambda: None) -> None:
    """Work until `stop` is set; a database that is away for a while is waited for.

    Args:
        stop: ends it.
        went_well: called after each look into the queue that met no trouble.
    """
    out = delivery.chosen(settings.MAIL, settings.MAIL_FOLDER)
    tidied, scrub_at = -TIDY, 0.0
    erased = True  # a worker before this one may have been killed between erasing and scrubbing
    try:
        while not stop.is_set():
            try:
                if monotonic() - tidied >= TIDY:
                    erased |= bool(leases.tidy(at=timezone.now()))
                    tidied = monotonic()
                if work(out, stop):
                    erased = True
                    went_well()
                    continue
                if erased and monotonic() >= scrub_at:
                    erased = not erasure.scrub()
                    scrub_at = monotonic() + AGAIN
                went_well()
            except Error as trouble:
                log.warning("The queue of mail can't be reached: %s", type(trouble).__name__)
            except Exception as trouble:  # one message must not stop the rest; its lease runs out, and it is shown
                log.error("A message couldn't be handled: %s", type(trouble).__name__)
            out.close()
            close_old_connections()
            stop.wait(IDLE)
    finally:
        out.close()


def work(out: Delivery, stop: Event) -> bool:
    """Hand over one message, if one is due, and return whether there was one."""
    lease = leases.take(at=timezone.now())
    if lease is None:
        return False
    try:
        out.hand_over(lease.outgoing, may_send=lambda: timezone.now() < lease.until - MARGIN)
    except Refused as answer:
        said = answer.said
        _write_down(lambda at: leases.failed(lease, said=said, at=at), lease.until, stop)
    except Unknown as answer:
        said = answer.said
        _write_down(lambda at: leases.unknown(lease, said=said, at=at), lease.until, stop)
    except NotHandedOver as answer:
        said = answer.said
        _write_down(lambda at: leases.put_off(lease, said=said, at=at), lease.until, stop)
    else:
        _write_down(lambda at: leases.sent(lease, at=at), lease.until, stop)
    return True


def _write_down(what: Callable[[datetime], None], until: datetime, stop: Event) -> None:
    """Write the outcome down, and again as long as the lease lasts where the database is away."""
    while True:
        try:
            what(timezone.now())
            return
        except Error:
            close_old_connections()
            if timezone.now() >= until or stop.wait(IDLE):
                raise
