"""What a caller gives (indata): a value of the method, or the place of the file that holds it."""

from collections.abc import Sequence
from pathlib import Path

from ljuspunkt.chain.count import Counted
from ljuspunkt.domain.disclosure.policy import AssociationYears, Policy
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.files import counts as counts_files
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files import policy as policy_files
from ljuspunkt.files.folder import digest_of
from ljuspunkt.files.notices import Notify, unheard
from ljuspunkt.files.release import Source

Place = Path | str
Associations = Sequence[AssociationYears]


def read_instruments(given: Instruments | Place, *, notify: Notify = unheard) -> Instruments:
    """Return instruments, read where a file or a folder is given.

    Raises:
        BadInput: they can't be understood.
        OSError: they can't be opened.
    """
    return given if isinstance(given, Instruments) else instrument_files.read(Path(given), notify=notify)


def read_counts(given: Counted | Counts | Place) -> Counts:
    """Return counts, read where a file is given.

    Raises:
        BadInput: they can't be understood.
        OSError: they can't be opened.
    """
    if isinstance(given, Counted):
        return given.counts
    return given if isinstance(given, Counts) else counts_files.read(Path(given))


def read_policy(given: Policy | Place) -> tuple[Policy, tuple[AssociationYears, ...]]:
    """Return a policy and the associations that its file names; none for a policy that comes without a file.

    Raises:
        BadInput: it can't be understood, or breaks a rule.
        OSError: it can't be opened.
    """
    return (given, ()) if isinstance(given, Policy) else policy_files.read(Path(given))


def sources_of(**given: object) -> tuple[Source, ...]:
    """Return the files among what was given, by what they are to a release, with their digests."""
    return tuple(
        Source(role, Path(one).name, digest_of(Path(one)), secret=role == "counts")
        for role, one in given.items()
        if isinstance(one, Path | str)
    )
