"""A conference and its candidates.

Swedish: konsensuskonferens, kandidat. A conference is prepared, then live, then held; one that was tallied from files
is held from the first.
"""

from django.db import models

PREPARED, LIVE, HELD = "prepared", "live", "held"
STATES = (PREPARED, LIVE, HELD)

SHOWN = ("auto", "waiting", "groups", "candidates", "vote", "result")
"""What the chair may put on the screen; `auto` follows the votes."""

VIEWS = ("sky", "list")
"""How the screen draws a result."""


class Conference(models.Model):
    """A conference; `note` stands wherever it is shown, `kinds` says in languages what each kind is called.

    `inputs` is the hash of the files it was tallied from, "" where it is held here; only such a one has a
    `join_code`. `voters` are those who are entitled unless a vote says otherwise. `groups` holds declared
    stakeholder groups as pairs of name and entitled voters, `pseudonyms` says that each panellist has one pseudonym
    through all votes, decided beforehand, `protocols` the plans of protocols, each with `name`, `title`, `from` and
    `outcome`. `asked` are associations whose yes to arranging it is waited for. `dates` are the dates as they were
    written where no days are known. `showing`, `showing_vote` and `showing_as` are what the chair put on the
    screen. `recorded` are the numbers of the panel and what it was given, kept when the result is published, since
    names are erased afterwards.
    """

    slug = models.SlugField(max_length=60)
    title = models.JSONField()
    voters = models.PositiveIntegerField()
    note = models.JSONField(default=dict)
    kinds = models.JSONField(default=dict)
    inputs = models.CharField(max_length=64, blank=True)
    software = models.CharField(max_length=40, blank=True)
    organisers = models.ManyToManyField("people.Association", related_name="conferences")
    asked = models.ManyToManyField("people.Association", related_name="+")
    state = models.CharField(max_length=8, default=PREPARED)
    join_code = models.CharField(max_length=6, null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    dates = models.JSONField(default=list)
    venue = models.JSONField(default=dict)
    published = models.BooleanField(default=False)
    inventory = models.CharField(max_length=60, blank=True)
    groups = models.JSONField(default=list)
    pseudonyms = models.BooleanField(default=False)
    protocols = models.JSONField(default=list)
    evaluation_open = models.BooleanField(default=False)
    showing = models.CharField(max_length=10, default="auto")
    showing_vote = models.ForeignKey("conference.Vote", on_delete=models.SET_NULL, null=True, related_name="+")
    showing_as = models.CharField(max_length=4, default="sky")
    closed_at = models.DateTimeField(null=True)
    recorded = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="conference_slug_once"),
            models.UniqueConstraint(fields=["join_code"], name="conference_join_code_once"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="conference_state_known"),
            models.CheckConstraint(condition=models.Q(showing__in=SHOWN), name="conference_showing_known"),
            models.CheckConstraint(condition=models.Q(showing_as__in=VIEWS), name="conference_view_known"),
        ]

    def __str__(self) -> str:
        return self.slug


class Candidate(models.Model):
    """Something voted on; `title` is empty where only its number and kind are known.

    The texts are frozen when the conference is made. `origin` says where in the inventory they come from.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="candidates")
    reference = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    title = models.JSONField(default=dict)
    short_title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    easy_read = models.JSONField(default=dict)
    perspective = models.CharField(max_length=40, blank=True)
    theme = models.JSONField(default=dict)
    origin = models.JSONField(default=dict)

    class Meta:
        ordering = ["conference_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "reference"], name="candidate_reference_once"),
            models.UniqueConstraint(fields=["conference", "place"], name="candidate_place_once"),
        ]

    def __str__(self) -> str:
        return self.reference
