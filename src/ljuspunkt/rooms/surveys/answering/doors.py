"""What every answer to a respondent carries: what all pages do, but that no browser says where it comes from."""

from dataclasses import replace
from functools import lru_cache

from ljuspunkt.web import doors
from ljuspunkt.web.doors import Door

REFERRER = "referrer-policy"


@lru_cache(maxsize=256)
def door(host: str, secure: bool) -> Door:
    """Return what holds for a host as the browser called it, and for a line that is secure or not."""
    found = doors.door(host, secure)
    if found.refused or found.instead:
        return found
    kept = tuple(header for header in found.headers if header[0] != REFERRER)
    return replace(found, headers=(*kept, (REFERRER, "no-referrer")))
