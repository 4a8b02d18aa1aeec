"""Questionnaires in versions, their symbols and own questions, and files that wait for a yes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_accounts_and_network"),
    ]

    operations = [
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.JSONField()),
                ("respondent_group", models.SlugField(max_length=40)),
                (
                    "association",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.association",
                    ),
                ),
            ],
            options={
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=60)),
                ("content", models.BinaryField()),
                ("media_type", models.CharField(max_length=40)),
                ("alt", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="surveys.instrument"
                    ),
                ),
            ],
            options={
                "ordering": ["instrument_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("state", models.CharField(default="draft", max_length=6)),
                ("document", models.JSONField()),
                ("document_hash", models.CharField(blank=True, max_length=64)),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.version"
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="surveys.instrument"
                    ),
                ),
            ],
            options={
                "ordering": ["instrument_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="OwnQuestions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.JSONField()),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.association"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own", to="surveys.version"
                    ),
                ),
            ],
            options={
                "ordering": ["version_id", "association_id"],
            },
        ),
        migrations.CreateModel(
            name="WaitingImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("document", models.JSONField()),
                ("notices", models.JSONField(default=list)),
                (
                    "instrument",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="instrument",
            constraint=models.UniqueConstraint(fields=("slug",), name="instrument_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(fields=("instrument", "name"), name="picture_name_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("instrument", "name"), name="version_name_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "frozen"))), name="version_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_hash", ""), ("state", "draft")),
                    models.Q(("state", "frozen"), models.Q(("document_hash", ""), _negated=True)),
                    _connector="OR",
                ),
                name="version_frozen_with_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownquestions",
            constraint=models.UniqueConstraint(fields=("version", "association"), name="own_questions_once"),
        ),
    ]
