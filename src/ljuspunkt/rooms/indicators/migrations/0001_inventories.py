"""Inventories: candidates, their wordings, themes and merges."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_accounts_and_network"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inventory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.JSONField()),
                ("kinds", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("owners", models.ManyToManyField(related_name="inventories", to="people.association")),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20)),
                ("listed", models.PositiveIntegerField()),
                ("status", models.CharField(default="proposed", max_length=10)),
                ("status_reason", models.TextField(blank=True)),
                ("theme_place", models.PositiveIntegerField(default=0)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="indicators.candidate",
                    ),
                ),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="indicators.inventory",
                    ),
                ),
            ],
            options={
                "ordering": ["inventory_id", "listed", "id"],
            },
        ),
        migrations.CreateModel(
            name="NotSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.candidate"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.candidate"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("before", models.CharField(max_length=10)),
                ("after", models.CharField(max_length=10)),
                ("reason", models.TextField(blank=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_changes",
                        to="indicators.candidate",
                    ),
                ),
            ],
            options={
                "ordering": ["candidate_id", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.JSONField()),
                ("place", models.PositiveIntegerField()),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="indicators.inventory"
                    ),
                ),
            ],
            options={
                "ordering": ["inventory_id", "place", "id"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="candidates",
                to="indicators.theme",
            ),
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("rows", models.JSONField()),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to="indicators.inventory"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.JSONField()),
                ("short_title", models.JSONField(default=dict)),
                ("description", models.JSONField(default=dict)),
                ("easy_read", models.JSONField(default=dict)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("perspective", models.CharField(blank=True, max_length=20)),
                ("perspective_inferred", models.BooleanField(default=False)),
                ("title_known", models.BooleanField(default=True)),
                ("sources", models.JSONField(default=list)),
                ("proposed_by", models.CharField(blank=True, max_length=200)),
                ("notes", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="indicators.candidate"
                    ),
                ),
            ],
            options={
                "ordering": ["candidate_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
                ("undone_who", models.CharField(blank=True, max_length=200)),
                ("undone_reason", models.TextField(blank=True)),
                ("status_before", models.CharField(max_length=10)),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges_gone",
                        to="indicators.candidate",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges_kept",
                        to="indicators.candidate",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.wording",
                    ),
                ),
                (
                    "wording_before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.wording",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="wording",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.wording"
            ),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.UniqueConstraint(fields=("slug",), name="inventory_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="not_same_once_per_pair"),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="not_same_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(condition=models.Q(("place__gte", 1)), name="theme_place_from_one"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(fields=("inventory", "by"), name="upload_once_per_person"),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(
                fields=("candidate", "number"), name="wording_number_once_per_candidate"
            ),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="wording_number_from_one"),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="wording_changed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.CheckConstraint(
                condition=models.Q(("perspective__in", ["", "participant", "staff", "organisation", "society"])),
                name="wording_perspective_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("gone",), name="merge_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                fields=("inventory", "number"), name="candidate_number_once_per_inventory"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="inventory_candidate_has_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["proposed", "accepted", "merged", "withdrawn"])),
                name="inventory_candidate_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                    models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="inventory_candidate_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="inventory_candidate_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "withdrawn"), _negated=True),
                    models.Q(("status_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="inventory_candidate_withdrawn_with_reason",
            ),
        ),
    ]
