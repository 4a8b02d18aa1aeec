"""How many answers have come, for the board: from the sealed answers' arrivals, and later from the frozen data set."""

from collections.abc import Mapping

from django.db.models import Count

from ljuspunkt.rooms.surveys.models import Arrival, DataSet

Cell = tuple[str, str, str]
"""An association's slug, a respondent group, and an initiative's name or ""."""


def received(wave_pk: int) -> Mapping[Cell, int]:
    """Return how many answers a wave has got from each group of each association, and each initiative where told.

    Groups without answers are left out. What is shown of fewer than five is the caller's to hide.
    """
    frozen = DataSet.objects.filter(wave_id=wave_pk, association=None).values_list("counts", flat=True).first()
    if frozen is not None:
        return {(association, group, initiative): n for association, group, initiative, n in frozen}
    rows = (
        Arrival.objects.filter(wave_id=wave_pk)
        .values_list("participation__association__slug", "respondent_group", "initiative__name")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {(association, group, initiative or ""): n for association, group, initiative, n in rows}
