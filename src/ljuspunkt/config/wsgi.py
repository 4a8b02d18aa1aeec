"""The server's entry. The release is read before the first reader comes, for that takes some seconds."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ljuspunkt.config.settings")
application = get_wsgi_application()


def _read_release() -> None:
    from ljuspunkt.domain.errors import RuleBroken
    from ljuspunkt.rooms.analysis.queries import composition

    try:
        composition()
    except RuleBroken as refusal:  # the pages that need no release still answer
        logging.getLogger(__name__).error("%s", refusal)


_read_release()
