"""A small server of an installation's pages, whose processes may kill themselves at their first ballot.

The words it is started with say when, for one process after the other: `before` or `after` the ballot is committed, or
`never`. The next begins when the one before it is dead.
"""

import os
import signal
import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver


def arm(moment: str) -> None:
    """Let death come at the chosen moment."""
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.views import ballots

    put, cast = ballot_box.put, ballots.cast_ballot

    def put_and_die(*given: Any, **named: Any) -> None:
        put(*given, **named)
        die()

    def cast_and_die(**named: Any) -> None:
        cast(**named)
        die()

    if moment == "before":
        ballot_box.put = put_and_die
    elif moment == "after":
        ballots.cast_ballot = cast_and_die  # type: ignore[assignment]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Threads(ThreadingMixIn, WSGIServer):
    """A server that answers each request in a thread of its own."""

    daemon_threads = True
    request_queue_size = 128


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


application = get_wsgi_application()
pages = get_resolver().url_patterns  # loaded once here, and not by every process for itself
with make_server("127.0.0.1", 0, application, server_class=Threads, handler_class=Quiet) as server:
    print(f"http://127.0.0.1:{server.server_port}/sv/", flush=True)
    for moment in sys.argv[1:]:
        child = os.fork()
        if not child:
            arm(moment)
            server.serve_forever()
        _child, status = os.waitpid(child, 0)
        print(moment, os.waitstatus_to_exitcode(status), flush=True)
