"""Erased letters leave the disk as well."""

import logging

from ljuspunkt.databases import forgetting

TABLES = ("mail_letter", "mail_enclosure")
ALL_TABLES = (*TABLES, "mail_owner", "mail_message")

log = logging.getLogger(__name__)


def scrub() -> bool:
    """Write the tables of letters anew without what was deleted; return whether that is done. Outside transactions."""
    if forgetting.scrub(TABLES, write_off=False) is None:
        log.warning("The database couldn't be made to forget letters yet: somebody is reading it.")
        return False
    return True
