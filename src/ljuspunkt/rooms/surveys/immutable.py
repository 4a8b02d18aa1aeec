"""A frozen version of an instrument and a frozen data set are never changed, on both databases; a draft may be."""

from ljuspunkt.databases.unchanging import Unchanging

FROZEN_VERSIONS = Unchanging(
    "surveys_version", "A frozen version of an instrument is never changed.", when="OLD.state = 'frozen'"
)

DATA_SETS = Unchanging("surveys_dataset", "A frozen data set is never changed.")
