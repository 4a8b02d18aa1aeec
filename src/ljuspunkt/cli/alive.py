"""Signs of life of an installation: files whose age tells when something last went well.

They lie in the folder and not in the database, where a time that is written each minute would tell when answers and
ballots came that were written by transactions in between.
"""

from pathlib import Path

MAIL, CALENDAR = "mail", "calendar"
_FOLDER = "alive"


def say(place: Path, what: str) -> None:
    """Note that something has just gone well.

    Args:
        place: the folder of the installation.
        what: MAIL or CALENDAR.

    Raises:
        OSError: the folder can't be written.
    """
    folder = place / _FOLDER
    folder.mkdir(mode=0o750, exist_ok=True)
    (folder / what).touch()


def seconds_since(place: Path, what: str, *, now: float) -> float | None:
    """Return how many seconds ago something last went well; None where it never has.

    Args:
        place: the folder of the installation.
        what: MAIL or CALENDAR.
        now: seconds since 1970.
    """
    try:
        return max(0.0, now - (place / _FOLDER / what).stat().st_mtime)
    except FileNotFoundError:
        return None
