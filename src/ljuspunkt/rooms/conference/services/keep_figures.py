"""Keep the figures of agreement and stability of votes that were counted, beside the server's own work.

They decide nothing and take as long as the counting itself, so nobody waits for them when a vote closes. A page that
shows them earlier computes them from the ballots.
"""

from datetime import datetime, timedelta

from ljuspunkt.rooms.conference.held import SEALED, secondary_of
from ljuspunkt.rooms.conference.models import Vote

AFTER = timedelta(seconds=5)
"""How long after the closing nothing else shall keep the machine from telling the result."""


def keep_figures_due(*, at: datetime) -> int:
    """Keep what is missing, and return of how many votes it was."""
    counted = Vote.objects.filter(state__in=SEALED, runoff_of=None, secondary=None, closed_at__lte=at - AFTER)
    n = 0
    for vote in counted.exclude(results=None).select_related("conference"):
        kept_since = Vote.objects.filter(pk=vote.pk, secondary=None, decided_at=vote.decided_at)
        n += kept_since.update(secondary=secondary_of(vote))
    return n
