"""The network's associations: their years, parties, mergers, agreements and local groups.

Swedish: samordningsförbund, parter, sammanslagningar, överenskommelser, lokala samverkansgrupper. An association is
never removed: one that is merged points at the one that carries its history on.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """Which authority a party is."""

    EMPLOYMENT_SERVICE = "employment_service", _("Employment service")
    INSURANCE_AGENCY = "insurance_agency", _("Social insurance agency")
    REGION = "region", _("Region")
    MUNICIPALITY = "municipality", _("Municipality")


class Association(models.Model):
    """An association in the network, from its first year to its last; open-ended while `until_year` is empty."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    organisation_number = models.CharField(max_length=11, blank=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from")
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="association_slug_once"),
            models.UniqueConstraint(fields=["name"], name="association_name_once"),
            models.CheckConstraint(
                condition=models.Q(until_year__isnull=True)
                | models.Q(since_year__isnull=True)
                | models.Q(until_year__gte=models.F("since_year")),
                name="association_years_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True, merged_on__isnull=True)
                | models.Q(merged_into__isnull=False, merged_on__isnull=False),
                name="association_merger_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="association_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """A member authority of an association in some years; regions and municipalities carry their official code."""

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=120)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["association_id", "kind", "name", "since_year"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PartyKind.values), name="party_kind_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="party_has_name"),
            models.CheckConstraint(
                condition=models.Q(until_year__isnull=True)
                | models.Q(since_year__isnull=True)
                | models.Q(until_year__gte=models.F("since_year")),
                name="party_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id}: {self.name}"


class JointCost(models.Model):
    """A cost that associations bear together, in whole öre, split by the parts that their agreements name."""

    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    amount_ore = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-year", "title"]
        constraints = [models.UniqueConstraint(fields=["title", "year"], name="joint_cost_title_once_per_year")]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"


class Agreement(models.Model):
    """What an association agreed to with the network; `parts` of a joint cost is its share, in whole parts."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    registration_number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    cost = models.ForeignKey(JointCost, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements")
    parts = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-signed_on", "association__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("signed_on")),
                name="agreement_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True, parts__isnull=True) | models.Q(cost__isnull=False, parts__gte=1),
                name="agreement_parts_of_a_cost",
            ),
            models.UniqueConstraint(
                fields=["association", "cost"],
                condition=models.Q(cost__isnull=False),
                name="agreement_once_per_cost",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id}: {self.title}"


class LocalGroup(models.Model):
    """A local cooperation group that works under an association."""

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="local_groups")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["association_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["association", "name"], name="local_group_name_once"),
            models.CheckConstraint(
                condition=models.Q(until_year__isnull=True)
                | models.Q(since_year__isnull=True)
                | models.Q(until_year__gte=models.F("since_year")),
                name="local_group_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id}: {self.name}"
