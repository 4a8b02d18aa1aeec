"""A frozen version of an instrument is never changed, on both databases; a draft may be."""

from ljuspunkt.databases.unchanging import Unchanging

FROZEN_VERSIONS = Unchanging(
    "surveys_version", "A frozen version of an instrument is never changed.", when="OLD.state = 'frozen'"
)
