"""Calls for measures as tables: audiences, proposals, every wording of them, groups, merges, decisions, comments.

Swedish: måttinsamlingar, målgrupper, måttförslag, formuleringar, grupper, sammanslagningar, beslut, kommentarer. Texts
are {language: text}; what a measure says is {part: {language: text}} (`domain.indicator.measure`). Whoever did
something is kept by number and by name at the time, without a foreign key. Of who proposes, only what was freely given
is kept.
"""

from django.db import models
from django.db.models import F, Q

from ljuspunkt.domain.indicator.candidate import LONGEST_NUMBER
from ljuspunkt.domain.indicator.measure import DECISIONS, LONGEST_NAME, STATES
from ljuspunkt.rooms.indicators.models.done import Done, Published, Undoable
from ljuspunkt.rooms.indicators.models.protocol import Protocol, ProtocolVersion


class Call(models.Model):
    """A call for measures of the indicators of one version of a protocol; without owners it is the network's.

    `last_number` is the last proposal's, so that no number is given twice, whatever is erased.
    """

    slug = models.SlugField(max_length=60)
    title = models.JSONField()
    about = models.JSONField(default=dict)
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="calls")
    owners = models.ManyToManyField("people.Association", related_name="calls")
    opens_on = models.DateField()
    closes_on = models.DateField()
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="call_slug_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.slug


class Audience(models.Model):
    """Those who are asked together and answer at an address of their own; `open` where the address still takes any."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="audiences")
    name = models.JSONField()
    code = models.CharField(max_length=20)
    place = models.PositiveIntegerField()
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ["call_id", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["code"], name="audience_code_once")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.place}"


class Answer(models.Model):
    """All that somebody proposed in one go; `key` is random and lies in the addresses of just that somebody."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=43)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    organisation = models.CharField(max_length=LONGEST_NAME, blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["audience_id", "id"]
        constraints = [models.UniqueConstraint(fields=["audience", "key"], name="answer_key_once")]

    def __str__(self) -> str:
        return f"{self.audience_id}: answer {self.pk}"


class MeasureGroup(models.Model):
    """Proposals of one indicator that belong together."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="groups")
    indicator = models.CharField(max_length=LONGEST_NUMBER)
    title = models.JSONField()
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["call_id", "indicator", "place", "id"]
        constraints = [models.CheckConstraint(condition=Q(place__gte=1), name="measure_group_place_from_one")]

    def __str__(self) -> str:
        return f"{self.call_id}: group {self.place} of {self.indicator}"


class Proposal(models.Model):
    """A proposed measure; what it says stands in its wordings, of which `wording` is the one that holds now.

    `indicator` is the indicator's number in the call's version. `answer` is empty where it was taken over from an
    earlier measure protocol, and `key` is by what it is known there. `sent` is a hash of the page it was sent from and
    of what it says, so that sending twice proposes once. `merged_into` stands exactly where the state is merged.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=100)
    indicator = models.CharField(max_length=LONGEST_NUMBER)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="proposals")
    sent = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="waiting")
    state_reason = models.TextField(blank=True)
    decision = models.CharField(max_length=10, blank=True)
    decision_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    wording = models.OneToOneField("MeasureWording", on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(MeasureGroup, on_delete=models.SET_NULL, null=True, related_name="proposals")

    class Meta:
        ordering = ["call_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="proposal_number_once_per_call"),
            models.UniqueConstraint(fields=["call", "key"], name="proposal_key_once_per_call"),
            models.UniqueConstraint(fields=["call", "sent"], name="proposal_sent_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="proposal_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="proposal_state_known"),
            models.CheckConstraint(condition=Q(decision__in=list(DECISIONS)), name="proposal_decision_known"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="proposal_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="proposal_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(state_reason=""), name="proposal_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(state="shown") & ~Q(decision_reason="")),
                name="proposal_decided_where_shown_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.number}"


class MeasureWording(models.Model):
    """Everything a proposal said from `at` on, and why it was changed to that; the first is how it was given."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    at = models.DateTimeField(null=True)
    by = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["proposal_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="measure_wording_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="measure_wording_number_from_one"),
            models.CheckConstraint(
                condition=Q(number=1) | (~Q(reason="") & Q(at__isnull=False)),
                name="measure_wording_changed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: wording {self.number}"


class Turn(Done):
    """One change of a proposal's state or decision, with its reason; `what` is state, decision or indicator."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="turns")
    what = models.CharField(max_length=10)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["proposal_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.before} to {self.after}"


class MeasureMerge(Undoable):
    """One merge of two proposals and, where it was undone, by whom and when.

    `decision_before` and `reason_before` are what was decided about the merged one; `wording` is the wording that the
    merge gave the kept one, if any, and `wording_before` the one that undoing gives back.
    """

    kept = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="merges_kept")
    gone = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="merges_gone")
    decision_before = models.CharField(max_length=10, blank=True)
    reason_before = models.TextField(blank=True)
    wording = models.ForeignKey(MeasureWording, on_delete=models.PROTECT, null=True, related_name="+")
    wording_before = models.ForeignKey(MeasureWording, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="measure_merge_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="measure_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"


class MeasureNotSame(Done):
    """Two proposals that somebody found not to be the same; `first` is the one with the lower key."""

    first = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="measure_not_same_once_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="measure_not_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class Comment(Done):
    """What somebody who compiles wrote about a proposal; seen by those who compile."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()

    class Meta:
        ordering = ["proposal_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.who}"


class MeasureVersion(Published):
    """A measure protocol as it was published; `document` is what the hash is of."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="measure_versions")

    class Meta:
        ordering = ["protocol_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="measure_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="measure_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_id}: measures, version {self.number}"
