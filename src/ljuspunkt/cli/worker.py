"""`ljuspunkt worker`: sends the mail of an installation and does what is due, where the server doesn't itself."""

import argparse
import signal
from functools import partial
from pathlib import Path
from threading import Event, Thread

from ljuspunkt.cli import alive, versions
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import RuleBroken


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("--dir", type=Path, help=_("folder of the installation (default: var)"))
    parser.epilog = _("Example: ljuspunkt worker --dir var")


def run(arguments: argparse.Namespace) -> int:
    """Send mail until the user stops it.

    Raises:
        RuleBroken: there is no installation, its database is of another version or doesn't answer, or the mail server's
            address can't be read.
    """
    folder = versions.find(arguments.dir)
    with versions.in_use(folder):
        versions.refuse_another(folder)
        check_mail_server()
        _work(folder)
    return DONE


def _work(folder: Path) -> None:
    from ljuspunkt.cli import by_date
    from ljuspunkt.rooms.mail import worker

    stop = Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, lambda _number, _frame: stop.set())
    print(_("Mail is being sent. Stop it with Ctrl-C."), flush=True)
    look = partial(by_date.run, went_well=partial(alive.say, folder, alive.CALENDAR))
    calendar = Thread(target=look, args=(stop,), name="by_date")
    calendar.start()
    worker.run(stop, went_well=partial(alive.say, folder, alive.MAIL))
    calendar.join()


def check_mail_server() -> None:
    """Check that the address of the mail server can be read.

    Raises:
        RuleBroken: it can't.
    """
    from django.conf import settings

    from ljuspunkt.rooms.mail import delivery

    try:
        delivery.chosen(settings.MAIL, settings.MAIL_FOLDER)
    except ValueError as trouble:
        raise RuleBroken("mail_server", "The mail server can't be used: {why}", why=trouble) from None
