"""Waves: when which questionnaires are answered where, how many are asked, and the ways in which answers come.

Swedish: mätomgång, deltagande förbund, insats, antal tillfrågade, insamling, engångslänk. A wave is planned, open,
closed (nothing more comes in) and frozen (its answers are a data set, and all that could be joined with them is gone).
"""

from django.db import models

PLANNED, OPEN, CLOSED, FROZEN = "planned", "open", "closed", "frozen"
STATES = (PLANNED, OPEN, CLOSED, FROZEN)

MEASUREMENT, EXIT, PILOT = "measurement", "exit", "pilot"
KINDS = (MEASUREMENT, EXIT, PILOT)

LINK, POSTER, MAIL, KIOSK, PAPER = "link", "poster", "mail", "kiosk", "paper"
WAYS = (LINK, POSTER, MAIL, KIOSK, PAPER)
ON_POSTERS = (LINK, POSTER)
"""Ways whose address may hang on a wall; a shared tablet's is for the tablet alone, since its pages clear it."""


class Wave(models.Model):
    """One round of asking; `name` is what the column `wave` says ("2026", or a half-year "2026-1" for exits).

    `public_key` is what answers are sealed to, empty until the wave's keys are made. `follows` is the wave from which
    it was started. `opens_by_itself` says that somebody has confirmed that it opens on its first day without a press;
    on each of `reminders_on` (days as text) those who haven't used their personal link are reminded. `site` is where
    the links in their letters lead, as it was called when the wave was opened.
    """

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=40)
    title = models.JSONField()
    kind = models.CharField(max_length=12, default=MEASUREMENT)
    state = models.CharField(max_length=8, default=PLANNED)
    opens_on = models.DateField()
    closes_on = models.DateField()
    public_key = models.BinaryField(default=b"")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    opens_by_itself = models.BooleanField(default=False)
    reminders_on = models.JSONField(default=list)
    site = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-opens_on", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="wave_slug_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="wave_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="wave_state_known"),
            models.CheckConstraint(condition=models.Q(closes_on__gte=models.F("opens_on")), name="wave_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.slug


class WaveInstrument(models.Model):
    """Which version a respondent group answers in a wave; one per group. `languages` are set when the wave opens."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="instruments")
    version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT, related_name="+")
    respondent_group = models.SlugField(max_length=40)
    languages = models.JSONField(default=list)

    class Meta:
        ordering = ["wave_id", "id"]
        constraints = [models.UniqueConstraint(fields=["wave", "respondent_group"], name="wave_group_once")]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.respondent_group}"


class Participation(models.Model):
    """An association that takes part in a wave."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="participations")
    association = models.ForeignKey("people.Association", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["wave_id", "association__name"]
        constraints = [models.UniqueConstraint(fields=["wave", "association"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.association_id} in {self.wave_id}"


class WaveInitiative(models.Model):
    """An initiative whose participants or staff are asked in a wave; `name` is what the column `initiative` says."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="initiatives")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["participation_id", "name"]
        constraints = [models.UniqueConstraint(fields=["participation", "name"], name="wave_initiative_once")]

    def __str__(self) -> str:
        return self.name


class Asked(models.Model):
    """How many were asked in a group of an association, and of an initiative where it has one; unknown where empty."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="asked")
    respondent_group = models.SlugField(max_length=40)
    initiative = models.ForeignKey(WaveInitiative, on_delete=models.CASCADE, null=True, related_name="asked")
    n = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["participation_id", "respondent_group", "initiative_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "respondent_group", "initiative"], name="asked_of_initiative_once"
            ),
            models.UniqueConstraint(
                fields=["participation", "respondent_group"],
                condition=models.Q(initiative__isnull=True),
                name="asked_of_group_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.respondent_group}: {self.n}"


class Collector(models.Model):
    """One way in which answers come: an association's group, perhaps of one initiative, and how.

    `code` stands in the address that respondents open; it says nothing of the wave or the association. When the wave of
    `continues` is over, that one's code leads here, so that posters stay up from one half-year to the next.
    `reminded_on` is the day on which those on its list of addresses were reminded last.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="collectors")
    respondent_group = models.SlugField(max_length=40)
    initiative = models.ForeignKey(WaveInitiative, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=6)
    code = models.CharField(max_length=12)
    paused = models.BooleanField(default=False)
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="continued")
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["participation_id", "respondent_group", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="collector_code_once"),
            models.CheckConstraint(condition=models.Q(way__in=WAYS), name="collector_way_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """A personal one-time link under a random number: whether it has been used, and until the wave closes an address.

    `token_hash` is a keyed hash of what stands in the link; `language` is that of the mail. Days only, no times. Where
    an address is taken off the list after an answer has come, `taken_off` knows it again: it gets no second link.
    """

    id = models.BigAutoField(primary_key=True)
    collector = models.ForeignKey(Collector, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64)
    used = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    taken_off = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, default="sv")
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["collector_id", "id"]
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="invitation_token_once")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
