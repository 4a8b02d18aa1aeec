"""Erased letters leave the disk as well."""

import logging
from collections.abc import Iterable

from ljuspunkt.databases import forgetting

TABLES = ("mail_letter", "mail_enclosure")
ALL_TABLES = (*TABLES, "mail_owner", "mail_message")

log = logging.getLogger(__name__)


def scrub() -> bool:
    """Write the tables of letters anew without what was deleted; return whether that is done. Outside transactions."""
    return _scrubbed(TABLES)


def scrub_all() -> bool:
    """Write all tables of mail anew, those of messages too; return whether that is done. Outside transactions."""
    return _scrubbed(ALL_TABLES)


def _scrubbed(tables: Iterable[str]) -> bool:
    if forgetting.scrub(tables, write_off=False) is None:
        log.warning("The database couldn't be made to forget letters yet: somebody is reading it.")
        return False
    return True
