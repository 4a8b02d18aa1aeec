"""A conference as tables: its candidates, its votes, and what each vote gave.

One file per owner: `conference.py` and `vote.py` hold what everybody may read.
"""

from ljuspunkt.rooms.conference.models.conference import Candidate, Conference
from ljuspunkt.rooms.conference.models.vote import Result, Ruling, Tie, Vote

__all__ = ["Candidate", "Conference", "Result", "Ruling", "Tie", "Vote"]
