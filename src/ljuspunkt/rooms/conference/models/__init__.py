"""A conference as tables: its candidates, its votes, what each vote gave, and who may vote with what.

One file per owner: `conference.py` and `vote.py` hold what everybody may read, `ballots.py` codes and boxes.
"""

from ljuspunkt.rooms.conference.models.account import Passage
from ljuspunkt.rooms.conference.models.ballots import BallotBox, Code, MailedCode, PaperBallot, Scrutineer
from ljuspunkt.rooms.conference.models.conference import Candidate, Conference
from ljuspunkt.rooms.conference.models.evaluation import (
    Evaluation,
    EvaluationAnswer,
    EvaluationComment,
    EvaluationCount,
    EvaluationMark,
)
from ljuspunkt.rooms.conference.models.groups import Seating
from ljuspunkt.rooms.conference.models.live import Pulse
from ljuspunkt.rooms.conference.models.panel import Expert, Pack, PackPart
from ljuspunkt.rooms.conference.models.preparation import Marking, MaskSeed, Preparation
from ljuspunkt.rooms.conference.models.vote import Result, Ruling, Tie, Vote

__all__ = [
    "BallotBox",
    "Candidate",
    "Code",
    "Conference",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationComment",
    "EvaluationCount",
    "EvaluationMark",
    "Expert",
    "MailedCode",
    "Marking",
    "MaskSeed",
    "Pack",
    "PackPart",
    "PaperBallot",
    "Passage",
    "Preparation",
    "Pulse",
    "Result",
    "Ruling",
    "Scrutineer",
    "Seating",
    "Tie",
    "Vote",
]
