"""What a conference shows just now, as HTML for each audience and language."""

from collections.abc import Collection, Mapping

from ljuspunkt.rooms.conference.live.hub import Channel


def states_of(conference: int, version: int, channels: Collection[Channel]) -> Mapping[Channel, str]:
    """Return the state for each channel."""
    return {channel: f"<p>{conference} {version}</p>" for channel in channels}
