"""What may be done with inventories and protocols: a use case per file."""

from ljuspunkt.domain.indicator.published import Agreed, MergedText, Passed
from ljuspunkt.rooms.indicators.services.publish_protocol import adopt_protocols, publish_protocol

__all__ = ["Agreed", "MergedText", "Passed", "adopt_protocols", "publish_protocol"]
