"""A published version of a protocol is never changed, on both databases."""

from ljuspunkt.databases.unchanging import Unchanging

VERSIONS = Unchanging("indicators_protocolversion", "A published version of a protocol is never changed.")
MEASURES = Unchanging("indicators_measureversion", "A published version of a measure protocol is never changed.")
