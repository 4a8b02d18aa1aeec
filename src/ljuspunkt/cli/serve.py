"""`ljuspunkt serve`: the server of an installation.

Granian runs `config/asgi.py` in a process of its own, or in several where the database is PostgreSQL. Beside it, here,
mail goes out, countdowns end, and waves open and close. Nothing is logged about who asks for what.
"""

import argparse
import multiprocessing
import os
import resource
import socket
import sys
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from time import sleep

from ljuspunkt.cli import versions
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.cli.worker import check_mail_server
from ljuspunkt.domain.errors import RuleBroken

HOST = "127.0.0.1"
PORT = 8000
EVERYWHERE = ("0.0.0.0", "::")
POLL = 0.05
OPEN_FILES = 65_536
WAITING = 8192
AT_ONCE = 8000
"""Requests that one process takes at a time; a stream is one for as long as it lasts."""
STOPS_WITHIN = 30
"""Seconds that a process gets to finish what it is answering."""


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("--dir", type=Path, help=_("folder of the installation (default: var)"))
    parser.add_argument("--host", default=HOST, help=_("address to listen on (default: {host})").format(host=HOST))
    parser.add_argument(
        "--port", type=int, default=PORT, help=_("port to listen on, 0 for any free one (default: 8000)")
    )
    parser.add_argument(
        "--workers", type=int, default=1, help=_("processes that answer; more than one needs PostgreSQL (default: 1)")
    )
    parser.epilog = _("Example: ljuspunkt serve --port 8080")


def run(arguments: argparse.Namespace) -> int:
    """Serve until the user stops it.

    Raises:
        RuleBroken: there is no installation, its database is of another version or doesn't answer, the address can't be
            listened on, or the database can't serve so many.
    """
    versions.named(arguments.dir)
    host, port = arguments.host, _free_port(arguments.host, arguments.port)
    if host not in EVERYWHERE:
        os.environ["LJUSPUNKT_HOSTS"] = ",".join(filter(None, [os.environ.get("LJUSPUNKT_HOSTS"), host]))
    folder = versions.find(arguments.dir)
    with versions.in_use(folder):
        _prepare(folder)
        check_mail_server()
        _check_workers(arguments.workers)
        _serve(host, port, arguments.workers)
    return DONE


def _prepare(folder: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from ljuspunkt.rooms.conference.ballot_box import forget as forget_sealed_votes

    versions.refuse_another(folder)
    forget_sealed_votes()
    connection.close()  # no process may inherit it
    with (folder / "static.lock").open("a+") as lock:
        flock(lock, LOCK_EX)
        lock.seek(0)
        digest = _static_digest()
        if lock.read() != digest or not Path(settings.STATIC_ROOT).is_dir():
            call_command("collectstatic", interactive=False, verbosity=0)
            lock.truncate(0)
            lock.write(digest)


def _static_digest() -> str:
    """Return a hash of all static files as they lie in the program, by which a server sees that they are collected.

    Servers that start at the same time would otherwise take the files away from under each other.
    """
    from django.contrib.staticfiles.finders import get_finders

    whole = sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(name) as file:
                whole.update(f"{name}\0{sha256(file.read()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _free_port(host: str, port: int) -> int:
    """Return the port, chosen by the machine where it is 0."""
    if not 0 <= port <= 65535:
        raise RuleBroken("port_out_of_range", "A port is a number from 0 to 65535, not {port}.", port=port)
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return int(trial.getsockname()[1])
    except socket.gaierror:
        raise RuleBroken("no_such_host", "There is no address called {host}.", host=host) from None
    except PermissionError:
        raise RuleBroken(
            "port_not_allowed", "Port {port} needs rights that you don't have. Choose another with --port.", port=port
        ) from None
    except OSError:
        raise RuleBroken(
            "port_taken",
            "Port {port} on {host} is taken by another program. Stop that one, or choose another with --port.",
            port=port,
            host=host,
        ) from None


def _check_workers(workers: int) -> None:
    from django.db import connection

    if workers < 1:
        raise RuleBroken("workers_out_of_range", "At least one process must answer, not {n}.", n=workers)
    if workers > 1 and connection.vendor != "postgresql":
        raise RuleBroken(
            "workers_need_postgresql",
            "SQLite is served by one process. For {n}, name a PostgreSQL database in LJUSPUNKT_DATABASE.",
            n=workers,
        )


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    from ljuspunkt.cli.beside import threads

    _allow_open_files()
    os.environ["LJUSPUNKT_SERVER"] = str(os.getpid())
    # A process that is forked would share locks with the threads that work here.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "ljuspunkt.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        loop=Loops.asyncio,
        workers=workers,
        backlog=WAITING,
        backpressure=AT_ONCE,
        websockets=False,
        workers_kill_timeout=STOPS_WITHIN,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,
    )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    stop = Event()
    beside = threads(stop)

    def say_when_it_answers() -> None:
        _wait_for(HOST if host in EVERYWHERE else host, port)
        print(_("Ljuspunkt answers at:"))
        print(f"  {address}sv/  (svenska)")
        print(f"  {address}en/  (English)")
        if host in EVERYWHERE:
            print(_("It listens on every address of this machine; name those it may be called by in LJUSPUNKT_HOSTS."))
        print(_("Stop it with Ctrl-C."))
        sys.stdout.flush()

    server.on_startup(Thread(target=say_when_it_answers, daemon=True).start)
    for thread in beside:
        thread.start()
    try:
        server.serve()
    finally:
        stop.set()
        for thread in beside:
            thread.join(STOPS_WITHIN)


def _allow_open_files() -> None:
    """Let this process and those it starts hold as many lines as the system allows them."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _wait_for(host: str, port: int) -> None:
    """Return when somebody listens; the server reads the release before it does."""
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            sleep(POLL)
        else:
            return
