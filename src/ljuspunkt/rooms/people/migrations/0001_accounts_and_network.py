"""Accounts and roles; associations with their years, parties, groups, agreements and joint costs."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(default="sv", max_length=2)),
                ("is_active", models.BooleanField(default=True)),
                ("invented", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["name", "email"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="account_email_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("sv", "en"))), name="account_language_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="account_has_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Association",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("organisation_number", models.CharField(blank=True, max_length=11)),
                ("since_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("until_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("merged_on", models.DateField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="people.association",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=30)),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="people.association",
                    ),
                ),
            ],
            options={
                "ordering": ["account__name", "role", "association__name"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="JointCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                ("amount_ore", models.PositiveBigIntegerField()),
            ],
            options={
                "ordering": ["-year", "title"],
                "constraints": [
                    models.UniqueConstraint(fields=("title", "year"), name="joint_cost_title_once_per_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("registration_number", models.CharField(blank=True, max_length=60)),
                ("signed_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("parts", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="people.association"
                    ),
                ),
                (
                    "cost",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="people.jointcost",
                    ),
                ),
            ],
            options={
                "ordering": ["-signed_on", "association__name"],
            },
        ),
        migrations.CreateModel(
            name="LocalGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("since_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("until_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="local_groups",
                        to="people.association",
                    ),
                ),
            ],
            options={
                "ordering": ["association_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, max_length=4)),
                ("name", models.CharField(max_length=120)),
                ("since_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("until_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="people.association"
                    ),
                ),
            ],
            options={
                "ordering": ["association_id", "kind", "name", "since_year"],
            },
        ),
        migrations.AddConstraint(
            model_name="association",
            constraint=models.UniqueConstraint(fields=("slug",), name="association_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="association",
            constraint=models.UniqueConstraint(fields=("name",), name="association_name_once"),
        ),
        migrations.AddConstraint(
            model_name="association",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_year__isnull", True),
                    ("since_year__isnull", True),
                    ("until_year__gte", models.F("since_year")),
                    _connector="OR",
                ),
                name="association_years_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="association",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", True), ("merged_on__isnull", True)),
                    models.Q(("merged_into__isnull", False), ("merged_on__isnull", False)),
                    _connector="OR",
                ),
                name="association_merger_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="association",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="association_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("account", "role", "association"),
                name="assignment_once_per_association",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("association__isnull", True), ("ended_at__isnull", True)),
                fields=("account", "role"),
                name="assignment_once_in_network",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "national_coordinator",
                            "analyst",
                            "association_coordinator",
                            "data_collector",
                            "conference_chair",
                            "evaluator",
                            "reader",
                        ],
                    )
                ),
                name="assignment_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("association__isnull", True), ("role__in", ["national_coordinator", "analyst"])),
                    models.Q(
                        ("role__in", ["association_coordinator", "data_collector", "conference_chair"]),
                        ("association__isnull", False),
                    ),
                    ("role__in", ["evaluator", "reader"]),
                    _connector="OR",
                ),
                name="assignment_role_fits_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("key_hash",), name="invitation_key_once"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True), ("until_on__gte", models.F("signed_on")), _connector="OR"
                ),
                name="agreement_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cost__isnull", True), ("parts__isnull", True)),
                    models.Q(("cost__isnull", False), ("parts__gte", 1)),
                    _connector="OR",
                ),
                name="agreement_parts_of_a_cost",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cost__isnull", False)),
                fields=("association", "cost"),
                name="agreement_once_per_cost",
            ),
        ),
        migrations.AddConstraint(
            model_name="localgroup",
            constraint=models.UniqueConstraint(fields=("association", "name"), name="local_group_name_once"),
        ),
        migrations.AddConstraint(
            model_name="localgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_year__isnull", True),
                    ("since_year__isnull", True),
                    ("until_year__gte", models.F("since_year")),
                    _connector="OR",
                ),
                name="local_group_years_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["employment_service", "insurance_agency", "region", "municipality"])),
                name="party_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="party_has_name"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_year__isnull", True),
                    ("since_year__isnull", True),
                    ("until_year__gte", models.F("since_year")),
                    _connector="OR",
                ),
                name="party_years_in_order",
            ),
        ),
    ]
