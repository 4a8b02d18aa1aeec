"""Codes that entitle to vote, ballot boxes, and paper ballots on their way into one.

Swedish: röstkod, valurna, pappersröst. The ballots themselves lie in tables of their own per vote (`ballot_box.py`).
No row here holds a time, and none is written when somebody votes on a phone.
"""

from django.db import models

from ljuspunkt.rooms.conference.models.conference import Conference
from ljuspunkt.rooms.conference.models.vote import Vote

OPEN, SEALED, CLEAN = "open", "sealed", "clean"


class BallotBox(models.Model):
    """The box of one vote: open, sealed (what the database remembers of it is still to be erased), or clean.

    `key_name` names the file of its key. `checkpointed` says whether the database's role could make it write its
    log off at once; None until tried, or where the question doesn't arise. `sheets` are the numbers of the paper
    ballots that lie in the box.
    """

    vote = models.OneToOneField(Vote, on_delete=models.CASCADE, related_name="box")
    state = models.CharField(max_length=6, default=OPEN)
    key_name = models.CharField(max_length=32)
    checkpointed = models.BooleanField(null=True)
    sheets = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=(OPEN, SEALED, CLEAN)), name="box_state_known"),
        ]

    def __str__(self) -> str:
        return f"box of {self.vote_id}"


class Code(models.Model):
    """A code that entitles to one ballot in each vote of its conference; only its keyed hash is kept.

    `number` is what the slip is called; it says nothing of the code. `group` and `pseudonym` are set only where the
    conference declared so beforehand.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, primary_key=True)
    group = models.CharField(max_length=200, blank=True)
    pseudonym = models.CharField(max_length=20, blank=True)
    mailed = models.BooleanField(default=False)
    struck = models.BooleanField(default=False)

    class Meta:
        ordering = ["conference_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="code_number_once"),
        ]

    def __str__(self) -> str:
        return f"code {self.number} of {self.conference_id}"


class MailedCode(models.Model):
    """Which address a code was mailed to; destroyed when the conference is closed."""

    code = models.OneToOneField(Code, on_delete=models.CASCADE, related_name="mailed_to")
    address = models.EmailField()

    def __str__(self) -> str:
        return f"address of code {self.code.number}"


class PaperBallot(models.Model):
    """A paper ballot as one person read it; both readings are erased when they agree.

    `sheet` is written on the paper when it comes out of the urn, never when it is handed out.
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="paper_ballots")
    sheet = models.PositiveIntegerField()
    reader = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    group = models.CharField(max_length=200, blank=True)
    panellist = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["vote_id", "sheet", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "sheet", "reader"], name="paper_read_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"sheet {self.sheet} of {self.vote_id}"


class Scrutineer(models.Model):
    """Somebody who was named, before the first vote was opened, to see whole ballots (rösträknare)."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="scrutineers")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "account"], name="scrutineer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.conference_id}"
