"""A conference as tables: its candidates, its votes, what each vote gave, and who may vote with what.

One file per owner: `conference.py` and `vote.py` hold what everybody may read, `ballots.py` codes and boxes.
"""

from ljuspunkt.rooms.conference.models.ballots import BallotBox, Code, MailedCode, PaperBallot, Scrutineer
from ljuspunkt.rooms.conference.models.conference import Candidate, Conference
from ljuspunkt.rooms.conference.models.live import Pulse
from ljuspunkt.rooms.conference.models.vote import Result, Ruling, Tie, Vote

__all__ = [
    "BallotBox",
    "Candidate",
    "Code",
    "Conference",
    "MailedCode",
    "PaperBallot",
    "Pulse",
    "Result",
    "Ruling",
    "Scrutineer",
    "Tie",
    "Vote",
]
