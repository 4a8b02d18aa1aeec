"""Answers, drafts, keys and frozen data sets; a data set can't be changed or removed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.rooms.surveys.immutable import DATA_SETS


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    DATA_SETS.put_on(schema_editor.connection)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    DATA_SETS.take_off(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_invented_people"),
        ("surveys", "0003_waves_follow_each_other"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("respondent_group", models.SlugField(db_index=False, max_length=40)),
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
            ],
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
        migrations.RunPython(forwards, backwards),
    ]
