"""The evaluation of a conference by those who voted: answers while it is open, and what is left when it has closed.

Swedish: deltagarnas utvärdering. While it is open an answer lies encrypted under a random number, without code, time
or order. When it closes the answers become counts and comments, and they are deleted with the marks of the codes.
"""

from django.db import models

from ljuspunkt.rooms.conference.models.conference import Conference

OPEN, SEALED, CLEAN = "open", "sealed", "clean"


class Evaluation(models.Model):
    """The evaluation of one conference: open, sealed (what the database remembers is still to be erased), or clean.

    `document` is the questionnaire as it was when it opened; None for the questions of 2014 that came before it.
    `answered` and `entitled` are known when it has closed; `comments` are those given, kept or not. `key_name` names
    the file of its key.
    """

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="evaluation")
    state = models.CharField(max_length=6, default=OPEN)
    key_name = models.CharField(max_length=32, blank=True)
    document = models.JSONField(null=True)
    answered = models.PositiveIntegerField(default=0)
    entitled = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=(OPEN, SEALED, CLEAN)), name="evaluation_state_known"),
        ]

    def __str__(self) -> str:
        return f"evaluation of {self.conference_id}"


class EvaluationAnswer(models.Model):
    """An answer while the evaluation is open; its key is drawn at random, so that rows stand in no order."""

    id = models.BigAutoField(primary_key=True)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="answers")
    locked = models.BinaryField()

    def __str__(self) -> str:
        return f"answer to {self.evaluation_id}"


class EvaluationMark(models.Model):
    """A code that has answered, as a hash of its own; deleted when the evaluation closes."""

    mark = models.CharField(max_length=64, primary_key=True)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="marks")

    def __str__(self) -> str:
        return f"mark of {self.evaluation_id}"


class EvaluationCount(models.Model):
    """How many chose a step of a question; the empty step is that of those who skipped it."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="counts")
    question = models.CharField(max_length=100)
    step = models.CharField(max_length=100, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "question", "step"], name="evaluation_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.question} {self.step}"


class EvaluationComment(models.Model):
    """What somebody wrote, apart from all else the person answered; its key is drawn at random and they stand by key.

    `question` is the one that it answers, empty for comments from before that was kept. `withheld` says that the
    organiser keeps it out of the report.
    """

    id = models.BigAutoField(primary_key=True)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="comments_kept")
    question = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    withheld = models.BooleanField(default=False)

    class Meta:
        ordering = ["evaluation_id", "id"]

    def __str__(self) -> str:
        return f"comment on {self.evaluation_id}"
