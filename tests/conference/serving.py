"""A server of an installation as a process of its own, and voters who reach it over the network."""

import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tests.real_database import RealDatabase
from tests.servers import Started, started

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote

SMALL = Path(__file__).with_name("small_server.py")


class Server:
    """A running server."""

    def __init__(self, address: str, said: IO[str]) -> None:
        self.address = address
        self._said = said

    def death(self) -> str:
        """Return when the process that answered has killed itself, and by which signal."""
        return self._said.readline().strip()


@contextmanager
def serving(installation: RealDatabase, *dies: str) -> Iterator[Server]:
    """Give a server of an installation that is stopped at the end.

    Args:
        dies: for each process but the last, whether it kills itself `before` or `after` its first ballot is
            committed; then the next begins.
    """
    # Styles and scripts come straight from the source: nobody collects them for this server.
    settings = installation.environment(LJUSPUNKT_DEBUG="yes")
    with started([sys.executable, SMALL, *dies, "never"], settings, killed=True) as server:
        assert server.process.stdout is not None
        yield Server(server.address, server.process.stdout)


class Voter:
    """A voter's browser, which keeps its cookies whatever server answers."""

    def __init__(self, conference: "Conference", code: str) -> None:
        self.path = f"/en/room/{conference.join_code}/ballot/"
        self.code = code
        self.cookies = CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def post(self, server: Server | Started, **fields: str) -> tuple[int, str]:
        """Return status and page of the answer; redirects are followed."""
        body = urllib.parse.urlencode(fields).encode()
        try:
            with self.browser.open(server.address + self.path, body, timeout=300) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def join(self, server: Server | Started) -> None:
        status, page = self.post(server, do="join", code=self.code)
        assert status == 200, page

    def cast(self, server: Server | Started, vote: "Vote", **values: str) -> tuple[int, str]:
        return self.post(
            server, do="cast", vote=str(vote.pk), **{f"item-{item}": value for item, value in values.items()}
        )
