"""`ljuspunkt status`: how an installation is, for its operator and for the program that watches it.

Swedish: driftläge. It says what stands still and ends with an exit code of its own then.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import time

from ljuspunkt.cli import alive, versions
from ljuspunkt.cli.exit_codes import DONE, STANDS_STILL
from ljuspunkt.cli.language import _

LONGEST = {alive.MAIL: 5 * 60, alive.CALENDAR: 10 * 60}
"""Seconds after which something that goes on all the time stands still."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; `well` says whether somebody must do something."""

    well: bool
    said: str


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("--dir", type=Path, help=_("folder of the installation (default: var)"))
    parser.epilog = _("Example: ljuspunkt status --dir var || echo “look at it”")


def run(arguments: argparse.Namespace) -> int:
    """Print how the installation is, and return 0 where nothing stands still.

    Raises:
        RuleBroken: there is no installation, or its database is of another version or doesn't answer.
    """
    place = versions.find(arguments.dir)
    versions.refuse_another(place)
    found = [*_database(), *_signs(place), *_queue(), *_keys()]
    for each in found:
        print(f"{_('well') if each.well else _('look')}: {each.said}")
    return DONE if all(each.well for each in found) else STANDS_STILL


def _database() -> Iterator[Finding]:
    from ljuspunkt.databases import forgetting

    yield Finding(True, _("The database answers and belongs to this version."))
    if forgetting.waits():
        yield Finding(
            True,
            _("Something that was deleted isn't forgotten yet: somebody reads the database. It is tried each minute."),
        )


def _signs(place: Path) -> Iterator[Finding]:
    names = {
        alive.MAIL: _("The queue of mail"),
        alive.CALENDAR: _("The calendar, with what is to be deleted by date,"),
    }
    for what, name in names.items():
        seconds = alive.seconds_since(place, what, now=time())
        if seconds is None:
            said = _("{what} has never been looked after here: start a server or a worker.")
        elif seconds > LONGEST[what]:
            said = _(
                "{what} hasn't been looked after for {n} minutes: no server or worker runs, or its log says what fails."
            )
        else:
            said = _("{what} was looked after {n} minutes ago.")
        well = seconds is not None and seconds <= LONGEST[what]
        yield Finding(well, said.format(what=name, n=int((seconds or 0) // 60)))


def _queue() -> Iterator[Finding]:
    from django.utils import timezone

    from ljuspunkt.rooms.mail import queries

    queue = queries.queue(timezone.now())
    yield Finding(True, _("Messages on their way: {n}.").format(n=queue.waiting))
    if queue.overdue:
        yield Finding(False, _("Messages that should have gone long ago: {n}.").format(n=queue.overdue))
    if queue.refused:
        yield Finding(
            False, _("Messages that the mail server hasn't taken three times or more: {n}.").format(n=queue.refused)
        )
    if queue.undecided:
        yield Finding(
            True, _("Messages that those who organise must decide about, under Mail: {n}.").format(n=queue.undecided)
        )


def _keys() -> Iterator[Finding]:
    from ljuspunkt.rooms.conference.queries.lost_keys import lost_keys as of_conferences
    from ljuspunkt.rooms.surveys.queries.lost_keys import lost_keys as of_waves

    for slug in of_waves():
        yield Finding(
            False,
            _(
                "The key of the wave {wave} isn't in wave-keys: nobody can open its answers, those that come in now "
                "neither. Put the key back from its copy, or close the wave."
            ).format(wave=slug),
        )
    for slug in of_conferences():
        yield Finding(
            False,
            _(
                "A key of the conference {conference} isn't in ballot-keys: what lies in the open box is lost. "
                "Make the vote void and hold it again."
            ).format(conference=slug),
        )
