"""Experts and their pack, what they mark beforehand, and who sits where."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0002_ballots_and_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pack",
                        serialize=False,
                        to="conference.conference",
                    ),
                ),
                ("key", models.CharField(max_length=32)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preparation",
                        serialize=False,
                        to="conference.conference",
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("open", models.BooleanField(default=False)),
                ("gathering", models.CharField(default="none", max_length=9)),
                ("gathering_ends_at", models.DateTimeField(null=True)),
                ("items", models.JSONField(default=list)),
                ("masked", models.JSONField(default=list)),
                ("contributions", models.PositiveIntegerField(default=0)),
                ("public_key", models.TextField(blank=True)),
                ("sealed_key", models.TextField(blank=True)),
                ("totals", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("group", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("came", models.BooleanField(null=True)),
                ("pack_asked_at", models.DateTimeField(null=True)),
                ("code_asked_at", models.DateTimeField(null=True)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="experts", to="conference.conference"
                    ),
                ),
            ],
            options={
                "ordering": ["conference_id", "place"],
            },
        ),
        migrations.CreateModel(
            name="Marking",
            fields=[
                ("identifier", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("sealed", models.TextField(blank=True)),
                ("version", models.CharField(max_length=22)),
                ("gave", models.BooleanField(default=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="markings", to="conference.conference"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MaskSeed",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed", models.TextField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mask_seeds",
                        to="conference.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Seating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("tables", models.PositiveIntegerField()),
                ("divisions", models.JSONField(default=list)),
                ("occasions", models.JSONField(default=list)),
                ("by_hand", models.PositiveIntegerField(default=0)),
                ("chance", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seatings", to="conference.conference"
                    ),
                ),
            ],
            options={
                "ordering": ["conference_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="PackPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=4)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("content", models.BinaryField(null=True)),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="conference.pack"
                    ),
                ),
            ],
            options={
                "ordering": ["pack_id", "place", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(fields=("key",), name="pack_key_once"),
        ),
        migrations.AddConstraint(
            model_name="preparation",
            constraint=models.CheckConstraint(
                condition=models.Q(("gathering__in", ("none", "open", "published"))), name="gathering_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.UniqueConstraint(fields=("conference", "place"), name="expert_place_once"),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.UniqueConstraint(fields=("conference", "name", "organisation"), name="expert_once"),
        ),
        migrations.AddConstraint(
            model_name="seating",
            constraint=models.UniqueConstraint(fields=("conference", "number"), name="seating_number_once"),
        ),
        migrations.AddConstraint(
            model_name="packpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("text", "file"))), name="pack_part_kind_known"
            ),
        ),
    ]
