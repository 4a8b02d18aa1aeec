"""Conferences whose open ballot box or evaluation nobody can open, as things stand: the key's file is missing."""

from ljuspunkt.rooms.conference import ballot_keys
from ljuspunkt.rooms.conference.models import BallotBox, Evaluation
from ljuspunkt.rooms.conference.models.ballots import OPEN
from ljuspunkt.rooms.conference.models.evaluation import OPEN as EVALUATION_OPEN


def lost_keys() -> tuple[str, ...]:
    """Return the slugs of conferences in which a vote or the evaluation is open and its key isn't in this folder."""
    there = ballot_keys.names()
    boxes = BallotBox.objects.filter(state=OPEN).exclude(key_name__in=there)
    evaluations = Evaluation.objects.filter(state=EVALUATION_OPEN).exclude(key_name__in=there)
    return tuple(
        sorted(
            {*boxes.values_list("vote__conference__slug", flat=True)}
            | {*evaluations.values_list("conference__slug", flat=True)}
        )
    )
