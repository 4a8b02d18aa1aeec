"""A conference as files to take home: its plan, candidates and totals. Ballots are handed to scrutineers alone."""

import io
import zipfile

from ljuspunkt.files.conference_plan import totals, written
from ljuspunkt.rooms.conference.held import result_of
from ljuspunkt.rooms.conference.kept import kept_result
from ljuspunkt.rooms.conference.models import Conference

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same files give the same bytes."""


def export_of(conference: Conference) -> bytes:
    """Return a zip with CONFERENCE.yaml, candidates.csv, any scores, and totals.csv.

    With the scrutineers' BALLOTS.csv beside them `ljuspunkt tally CONFERENCE.yaml BALLOTS.csv` gives the totals.

    Raises:
        ValueError: no vote has been closed.
    """
    result = kept_result(conference) if conference.inputs else result_of(conference)
    void = conference.votes.filter(state="void").exclude(opened_at=None)
    heading = [
        f"The conference {conference.slug}, written by Ljuspunkt.",
        "",
        "ljuspunkt tally CONFERENCE.yaml BALLOTS.csv gives the numbers in totals.csv.",
        "BALLOTS.csv is handed to the scrutineers.",
        *(f"Vote {vote.reference} was declared void: {' '.join(vote.void_reason.split())}" for vote in void),
    ]
    files = {**written(result.conference, heading=heading), "totals.csv": totals(result)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{conference.slug}/{name}", LONG_AGO)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
