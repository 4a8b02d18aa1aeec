"""Sealed answers and drafts, keys, paper questionnaires, and frozen data sets."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0002_waves"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("double", models.BooleanField(default=False)),
                ("key_name", models.CharField(blank=True, max_length=32)),
                ("entered", models.JSONField(default=list)),
                (
                    "collector",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paper", to="surveys.collector"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "wave",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpenAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("respondent_group", models.SlugField(max_length=40)),
                ("question", models.CharField(max_length=100)),
                ("text", models.TextField()),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.association"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="open_answers", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("locked", models.BinaryField()),
                ("kept_on", models.DateField()),
                (
                    "wave",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("respondent_group", models.SlugField(db_index=False, max_length=40)),
                (
                    "participation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.participation",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.wave",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.waveinitiative",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.PositiveIntegerField()),
                ("locked", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="surveys.paperbatch"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["batch_id", "sheet", "reader_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "sheet", "reader"), name="paper_reading_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=11)),
                ("salt", models.BinaryField()),
                ("public_key", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key_holders", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave_id", "part"],
                "constraints": [
                    models.UniqueConstraint(fields=("wave", "account"), name="key_holder_once"),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ("coordinator", "analyst"))), name="key_holder_part_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=120)),
                ("folder", models.CharField(max_length=200)),
                ("n_answers", models.PositiveIntegerField()),
                ("counts", models.JSONField()),
                ("answers_hash", models.CharField(max_length=64)),
                ("manifest_hash", models.CharField(max_length=64)),
                ("frozen_on", models.DateField()),
                (
                    "association",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.association",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="data_sets", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave_id", "name"],
                "constraints": [models.UniqueConstraint(fields=("name",), name="data_set_name_once")],
            },
        ),
        migrations.CreateModel(
            name="WaveKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=32)),
                ("state", models.CharField(default="in_use", max_length=6)),
                ("checkpointed", models.BooleanField(null=True)),
                (
                    "wave",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("in_use", "spent", "erased"))), name="wave_key_state_known"
                    )
                ],
            },
        ),
    ]
