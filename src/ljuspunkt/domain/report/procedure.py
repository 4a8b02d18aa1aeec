"""How a conference went (konferensens gång), as far as it is recorded, and the organiser's own account of the rest.

Held against ACCORD item by item: what the records tell, what the organiser has written, and what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from ljuspunkt.domain.report.accord import AccordItem
from ljuspunkt.domain.vocabulary import Text

Standing = Literal["told", "partly", "missing"]
"""Told in full, told by the one of two who should, or not told at all."""

Change = Literal["merged", "reworded", "left_out"]


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """What is recorded of one balloting beside its result. Times are local, None where they weren't recorded.

    `runoff_of` is the vote that a run-off settles, `again_of` the void vote that this one was held instead of;
    `paper` are the ballots on paper among those cast.
    """

    id: str
    state: str
    entitled: int
    ballots: int
    title: Text = field(default_factory=dict)
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    decided_at: datetime | None = None
    voided_at: datetime | None = None
    void_reason: str = ""
    rule_hash: str = ""
    runoff_of: str = ""
    again_of: str = ""
    paper: int | None = None
    receipts: int | None = None

    @property
    def counts(self) -> bool:
        """Whether its result stands."""
        return self.state != "void"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A candidate that was changed before it was voted on, or left out: its earlier texts, and why."""

    candidate: str
    title: Text
    what: Change
    before: tuple[Text, ...]
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the evaluation: how many answered with each step, how many otherwise, and how many skipped it.

    `other` is None where the question has no own alternative; `several` says that one person may choose many steps.
    """

    about: Text
    steps: tuple[tuple[Text, int], ...]
    other: int | None = None
    skipped: int = 0
    several: bool = False

    @property
    def answered(self) -> int:
        return sum(n for _, n in self.steps)


@dataclass(frozen=True, slots=True)
class Texts:
    """What was written in answer to one question, in no order; `alternative` says that it stands instead of a step."""

    about: Text
    said: tuple[str, ...]
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What those who voted thought of the conference, as counts; `texts` are their own words, apart from those."""

    answered: int
    of: int
    questions: tuple[Question, ...]
    texts: tuple[Texts, ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Procedure:
    """All that is told of how a conference went.

    Attributes:
        organisers: names of the associations that held it.
        held_here: whether the votes were held with this software, so that what it does is known.
        begins, ends: the days.
        groups: declared stakeholder groups with their entitled voters.
        panellists: experts of the panel, None where no panel was written down.
        stakeholders: experts by stakeholder group.
        evidence: titles of what the experts were given to read.
        prepared: experts who prepared alone with the system's help, None where that isn't known.
        discussions: rounds of discussion in groups.
        mailed_codes: whether codes for voting were sent by e-mail.
        easy_read: candidates with an easy-read text.
        gathered: candidates that were gathered before any were merged or left out.
        votes: every balloting, void ones and run-offs too.
        changes: what was changed or left out before the votes.
        account: what the organiser wrote, by the number of the ACCORD item.
        evaluation: None where there was none, or too few answered.
    """

    organisers: tuple[str, ...] = ()
    held_here: bool = False
    begins: date | None = None
    ends: date | None = None
    groups: tuple[tuple[str, int], ...] = ()
    panellists: int | None = None
    stakeholders: tuple[tuple[str, int], ...] = ()
    evidence: tuple[str, ...] = ()
    prepared: int | None = None
    discussions: int = 0
    mailed_codes: bool = False
    easy_read: int = 0
    gathered: int | None = None
    votes: tuple[VoteFacts, ...] = ()
    changes: tuple[ItemChange, ...] = ()
    account: Mapping[str, Text] = field(default_factory=dict)
    evaluation: Evaluation | None = None

    def facts(self, id: str) -> VoteFacts | None:
        """Return what is recorded of a vote."""
        return next((vote for vote in self.votes if vote.id == id), None)

    @property
    def void(self) -> tuple[VoteFacts, ...]:
        return tuple(vote for vote in self.votes if not vote.counts)


def standing(item: AccordItem, *, recorded: bool, written: bool) -> Standing:
    """Return how far an item is told.

    Args:
        item: of the checklist.
        recorded: whether the records tell something about it.
        written: whether the organiser has.
    """
    if item.teller == "both":
        return "told" if recorded and written else "partly" if recorded or written else "missing"
    return "told" if recorded or written else "missing"
