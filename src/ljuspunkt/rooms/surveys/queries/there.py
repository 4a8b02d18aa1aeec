"""What is there already, for whoever makes an example."""

from ljuspunkt.rooms.surveys.models import Version, Wave


def has_waves() -> bool:
    """Return whether a wave has ever been planned."""
    return Wave.objects.exists()


def version_key(instrument: str, name: str) -> int:
    """Return the key of an instrument's version.

    Raises:
        Version.DoesNotExist: there is none.
    """
    return Version.objects.get(instrument__slug=instrument, name=name).pk
