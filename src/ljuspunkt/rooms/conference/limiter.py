"""Slows down and then locks out whoever tries wrong codes, and nobody else.

Swedish: spärr mot gissning. A source is a device, or all that come from one address without keeping a cookie: a
conference's phones share one address, so that an address that is known to be wrong says nothing about its neighbours.
What holds although each server process counts for itself stands in docs/decisions/0095.
"""

from ljuspunkt.web.limiter import Limiter

CODES = Limiter()
"""The limiter of this process."""
