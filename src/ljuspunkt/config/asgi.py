"""The server's entry: streams on the loop, respondents' pages by themselves, everything else by Django in threads.

The release is read and pages are loaded before the first reader comes, for that takes some seconds.
"""

import asyncio
import gc
import logging
import os
import signal
from pathlib import Path
from threading import Thread, current_thread, main_thread
from time import sleep
from types import FrameType

from django.core.wsgi import get_wsgi_application

from ljuspunkt.config.bridge import Ahead, Bridge, Receive, Scope, Send

PARENT = "LJUSPUNKT_SERVER"
"""Names the process that started this one, without which it must not go on."""
LOOK_EVERY = 1.0
THREADS = 2 * (os.cpu_count() or 1)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ljuspunkt.config.settings")
_pages = get_wsgi_application()


class Site:
    """Pages and streams of one process."""

    def __init__(self) -> None:
        from ljuspunkt.rooms.conference import live
        from ljuspunkt.rooms.conference.at_once import answer_all, is_asked
        from ljuspunkt.rooms.conference.live.hub import Hub
        from ljuspunkt.rooms.conference.live.news import news
        from ljuspunkt.rooms.conference.live.source import Tables
        from ljuspunkt.rooms.conference.live.stream import Streams
        from ljuspunkt.rooms.surveys.answering.asgi import FOLDERS, AnsweringPages

        self.hub = Hub(Tables(), news())
        live.listen(self.hub.tell)
        self.streams = Streams(self.hub)
        ballots = Ahead(lambda scope: is_asked(scope["method"], scope["path"]), answer_all)
        self.pages = Bridge(_pages, threads=THREADS, ahead=ballots)
        self.respondents, self._of_respondents = AnsweringPages(), FOLDERS
        self._started = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if not self._started:
            self._start()
        path = scope["path"]
        if path.startswith("/live/"):
            await self.streams(scope, receive, send)
        elif path.startswith(self._of_respondents):
            await self.respondents(scope, receive, send)
        else:
            await self.pages(scope, receive, send)

    def _start(self) -> None:
        self._started = True
        self.hub.start()
        if current_thread() is main_thread():
            loop = asyncio.get_running_loop()

            def end_streams(_number: int, _frame: FrameType | None) -> None:
                loop.call_soon_threadsafe(self.hub.close)

            # Beside the server's own handlers, which stay: asyncio hears of a signal by another way. A server waits for
            # open connections when it is asked to stop, and streams would never end by themselves.
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, end_streams)


def _read_release() -> None:
    from ljuspunkt.domain.errors import RuleBroken
    from ljuspunkt.rooms.analysis.queries import composition

    try:
        composition()
    except RuleBroken as refusal:  # the pages that need no release still answer
        logging.getLogger(__name__).error("%s", refusal)


def _make_ready() -> None:
    """Load what the first in a room would otherwise wait for: addresses, and the pages of ballots, phones and screens.

    All that is loaded then is left out when memory is tidied, which would stop the loop for a tenth of a second.
    """
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils import translation

    from ljuspunkt.rooms import conference

    templates = Path(conference.__file__).with_name("templates")
    for folder in ("live", "ballot"):
        for file in (templates / "conference" / folder).rglob("*.html"):
            get_template(str(file.relative_to(templates)))
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("room", kwargs={"code": "AAAAAA"})
    gc.collect()
    gc.freeze()


def _end_with(parent: int) -> None:
    """Stop this process when the one that started it is gone, killed perhaps, so that nothing is left running."""
    while os.getppid() == parent:
        sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(10 * LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGKILL)


_read_release()
_make_ready()
if _parent := os.environ.get(PARENT):
    Thread(target=_end_with, args=(int(_parent),), daemon=True).start()
application = Site()
