"""The tables of the room, a file per topic."""

from ljuspunkt.rooms.people.models.account import Account, Assignment, Invitation
from ljuspunkt.rooms.people.models.network import Agreement, Association, JointCost, LocalGroup, Party

__all__ = [
    "Account",
    "Agreement",
    "Assignment",
    "Association",
    "Invitation",
    "JointCost",
    "LocalGroup",
    "Party",
]
