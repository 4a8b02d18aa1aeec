"""Waves whose answers nobody will be able to open, as things stand: the file of their key is missing."""

from ljuspunkt.rooms.surveys import key_file
from ljuspunkt.rooms.surveys.models import WaveKey
from ljuspunkt.rooms.surveys.models.answers import IN_USE


def lost_keys() -> tuple[str, ...]:
    """Return the slugs of waves that aren't frozen and whose key isn't in the folder of this installation."""
    kept = WaveKey.objects.filter(state=IN_USE).exclude(file_name__in=key_file.names())
    return tuple(kept.order_by("wave__slug").values_list("wave__slug", flat=True))
