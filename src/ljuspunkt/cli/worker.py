"""`ljuspunkt worker`: sends the mail of an installation and does what is due, where the server doesn't itself."""

import argparse
import os
import signal
from pathlib import Path
from threading import Event, Thread

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
        RuleBroken: there is no installation, or the mail server's address can't be read.
    """
    if arguments.dir:
        os.environ["LJUSPUNKT_DIR"] = str(arguments.dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ljuspunkt.config.settings")
    folder = Path(os.environ.get("LJUSPUNKT_DIR") or "var")
    if not folder.is_dir():
        raise RuleBroken(
            "no_installation",
            "There is no installation in {folder}. Make an example with: ljuspunkt demo --dir {folder}",
            folder=folder,
        )
    import django

    django.setup()
    from ljuspunkt.cli import by_date
    from ljuspunkt.rooms.mail import worker

    check_mail_server()
    stop = Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, lambda _number, _frame: stop.set())
    print(_("Mail is being sent. Stop it with Ctrl-C."), flush=True)
    calendar = Thread(target=by_date.run, args=(stop,), name="by_date")
    calendar.start()
    worker.run(stop)
    calendar.join()
    return DONE


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
