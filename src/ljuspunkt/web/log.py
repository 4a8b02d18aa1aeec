"""What is logged of a request that failed: its page, never the address, which may hold a code or a token."""

import logging

NO_PAGE = "(no page)"


class WithoutAddress(logging.Filter):
    """Puts a page's pattern, such as `sv/room/<str:code>/`, in the place of the path in Django's own lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True, for every line is written."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = match.route if match is not None else NO_PAGE
            path = request.path.encode("unicode_escape").decode("ascii")
            record.args = tuple(page if each in (request.path, path) else each for each in record.args)
        return True
