"""Inventories as tables: candidates, every wording they ever had, merges, themes and what isn't the same.

Swedish: inventeringar, kandidater, formuleringar, sammanslagningar, teman. Texts are {language: text}. Whoever did
something is kept by number and by name at the time, without a foreign key, so that the history outlives the account.
"""

from django.db import models
from django.db.models import F, Q

from ljuspunkt.domain.indicator.candidate import (
    LONGEST_NUMBER,
    LONGEST_PROPOSER,
    PERSPECTIVES,
    STATUSES,
)
from ljuspunkt.rooms.indicators.models.done import Done, Undoable


class Inventory(models.Model):
    """A list of candidates that associations gather; `kinds` is [[kind, {language: name}], …] in order."""

    slug = models.SlugField(max_length=60)
    title = models.JSONField()
    kinds = models.JSONField(default=list)
    owners = models.ManyToManyField("people.Association", related_name="inventories")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="inventory_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Theme(models.Model):
    """Candidates that are alike and are shown together before a vote."""

    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="themes")
    title = models.JSONField()
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["inventory_id", "place", "id"]
        constraints = [models.CheckConstraint(condition=Q(place__gte=1), name="theme_place_from_one")]

    def __str__(self) -> str:
        return f"{self.inventory_id}: theme {self.place}"


class Candidate(models.Model):
    """A candidate; what it says stands in its wordings, of which `wording` is the one that holds now.

    `listed` is its place in the order in which candidates were gathered. `merged_into` stands exactly where the status
    is merged, and then `status_before` says what undoing the merge gives back.
    """

    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="candidates")
    number = models.CharField(max_length=LONGEST_NUMBER)
    listed = models.PositiveIntegerField()
    status = models.CharField(max_length=10, default="proposed")
    status_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    wording = models.OneToOneField("Wording", on_delete=models.PROTECT, null=True, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="candidates")
    theme_place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["inventory_id", "listed", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inventory", "number"], name="candidate_number_once_per_inventory"),
            models.CheckConstraint(condition=~Q(number=""), name="inventory_candidate_has_number"),
            models.CheckConstraint(condition=Q(status__in=list(STATUSES)), name="inventory_candidate_status_known"),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="inventory_candidate_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="inventory_candidate_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(status_reason=""),
                name="inventory_candidate_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id}: {self.number}"


class Wording(models.Model):
    """Everything a candidate said from `at` on, and why it was changed to that; the first is how it was gathered."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.JSONField()
    short_title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    easy_read = models.JSONField(default=dict)
    kind = models.CharField(max_length=60, blank=True)
    perspective = models.CharField(max_length=20, blank=True)
    perspective_inferred = models.BooleanField(default=False)
    title_known = models.BooleanField(default=True)
    sources = models.JSONField(default=list)
    proposed_by = models.CharField(max_length=LONGEST_PROPOSER, blank=True)
    notes = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["candidate_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "number"], name="wording_number_once_per_candidate"),
            models.CheckConstraint(condition=Q(number__gte=1), name="wording_number_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="wording_changed_with_reason"),
            models.CheckConstraint(condition=Q(perspective__in=["", *PERSPECTIVES]), name="wording_perspective_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: wording {self.number}"


class StatusChange(Done):
    """One change of a candidate's status, with its reason."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="status_changes")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["candidate_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.before} to {self.after}"


class Merge(Undoable):
    """One merge and, where it was undone, by whom and when.

    `status_before` is what the merged one was; `wording` is the wording that the merge gave the kept one, if any, and
    `wording_before` the one that undoing gives back.
    """

    kept = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="merges_kept")
    gone = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="merges_gone")
    status_before = models.CharField(max_length=10)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wording_before = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merge_once_at_a_time"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"


class NotSame(Done):
    """Two candidates that somebody looked at and found not to be the same; `first` is the one with the lower key."""

    first = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_same_once_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class Upload(models.Model):
    """A list somebody sent, between the preview and the yes; removed by either, and by the person's next one."""

    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="uploads")
    by = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    rows = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["inventory", "by"], name="upload_once_per_person")]

    def __str__(self) -> str:
        return self.name
