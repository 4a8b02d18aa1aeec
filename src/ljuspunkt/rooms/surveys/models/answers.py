"""Answers while they come, what is left of them afterwards, and the keys they are sealed to.

Swedish: förseglade svar, utkast, nyckelinnehavare, fryst datamängd, fritextsvar. No row here holds a time; those of
drafts hold the day. What respondents write to stands under random numbers, which on SQLite are the rows' own, and
names its wave without the database checking it: on PostgreSQL every check would write a lock into the wave's row.
"""

from django.db import models

from ljuspunkt.rooms.surveys.models.waves import Participation, Wave, WaveInitiative

COORDINATOR, ANALYST = "coordinator", "analyst"
PARTS = (COORDINATOR, ANALYST)

IN_USE, SPENT, ERASED = "in_use", "spent", "erased"


class SealedAnswer(models.Model):
    """One answer, sealed to its wave's key; which token, collector or association it came with isn't in clear here."""

    id = models.BigAutoField(primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"answer in {self.wave_id}"


class Arrival(models.Model):
    """That an answer came from a group of an association, so that the board can count; only added to.

    A number that is counted up would be a row for which all respondents wait.
    """

    id = models.BigAutoField(primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    respondent_group = models.SlugField(max_length=40, db_index=False)
    initiative = models.ForeignKey(
        WaveInitiative, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )

    def __str__(self) -> str:
        return f"arrival in {self.wave_id}"


class Draft(models.Model):
    """An answer that isn't finished, encrypted under the respondent's code; the number follows from the code."""

    id = models.BigAutoField(primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    locked = models.BinaryField()
    kept_on = models.DateField()

    def __str__(self) -> str:
        return f"draft in {self.wave_id}"


class KeyHolder(models.Model):
    """Somebody whose passphrase is to open a wave's answers; `public_key` follows from the passphrase and `salt`.

    Whether it does is told by the file of the wave's key, which holds the key wrapped for each of them.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="key_holders")
    part = models.CharField(max_length=11)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    salt = models.BinaryField()
    public_key = models.BinaryField()

    class Meta:
        ordering = ["wave_id", "part"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "account"], name="key_holder_once"),
            models.CheckConstraint(condition=models.Q(part__in=PARTS), name="key_holder_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.wave_id}"


class WaveKey(models.Model):
    """Where a wave's private key lies, wrapped: a file outside the database, so that no backup of it holds the key.

    In use; spent (the answers are frozen, and what the database remembers is still to be erased); erased.
    `checkpointed` says whether the database's role could make it write its log off; None until tried.
    """

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="key")
    file_name = models.CharField(max_length=32)
    state = models.CharField(max_length=6, default=IN_USE)
    checkpointed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=(IN_USE, SPENT, ERASED)), name="wave_key_state_known"),
        ]

    def __str__(self) -> str:
        return f"key of {self.wave_id}"


class DataSet(models.Model):
    """A frozen data set: where its folder lies, its hashes, and how many answers of which group it holds.

    The database refuses to change or remove a row. `association` is empty for the network's questions, and whose own
    questions it holds otherwise. `counts` lists association, group, initiative and number.
    """

    name = models.SlugField(max_length=120)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="data_sets")
    association = models.ForeignKey("people.Association", on_delete=models.PROTECT, null=True, related_name="+")
    folder = models.CharField(max_length=200)
    n_answers = models.PositiveIntegerField()
    counts = models.JSONField()
    answers_hash = models.CharField(max_length=64)
    manifest_hash = models.CharField(max_length=64)
    frozen_on = models.DateField()

    class Meta:
        ordering = ["wave_id", "name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="data_set_name_once")]

    def __str__(self) -> str:
        return self.name


class OpenAnswer(models.Model):
    """What somebody wrote in own words, or a date, apart from all else the person answered; the number is random."""

    id = models.BigAutoField(primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="open_answers")
    association = models.ForeignKey("people.Association", on_delete=models.CASCADE, related_name="+")
    respondent_group = models.SlugField(max_length=40)
    question = models.CharField(max_length=100)
    text = models.TextField()

    class Meta:
        ordering = ["wave_id", "id"]

    def __str__(self) -> str:
        return f"{self.question} in {self.wave_id}"
