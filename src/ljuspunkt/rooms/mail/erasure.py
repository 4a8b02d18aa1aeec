"""Erased letters leave the disk as well."""

import logging

from ljuspunkt.databases import forgetting

TABLES = ("mail_letter", "mail_enclosure")
ALL_TABLES = (*TABLES, "mail_owner", "mail_message")

log = logging.getLogger(__name__)


def scrub() -> None:
    """Write the tables of letters anew without what was deleted. Must stand outside a transaction."""
    if forgetting.scrub(TABLES, write_off=False) is None:
        log.warning("SQLite's log couldn't be emptied: somebody has read for long. The next erasing tries again.")


def scrub_all() -> None:
    """Write all tables of mail anew, those of messages too. Must stand outside a transaction."""
    if forgetting.scrub(ALL_TABLES, write_off=False) is None:
        log.warning("SQLite's log couldn't be emptied: somebody has read for long. The next erasing tries again.")
