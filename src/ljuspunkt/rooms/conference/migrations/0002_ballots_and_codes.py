"""Codes, boxes, paper ballots and who may take whole ballots."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0001_conferences_and_votes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Code",
            fields=[
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("group", models.CharField(blank=True, max_length=200)),
                ("pseudonym", models.CharField(blank=True, max_length=20)),
                ("mailed", models.BooleanField(default=False)),
                ("struck", models.BooleanField(default=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="conference.conference"
                    ),
                ),
            ],
            options={
                "ordering": ["conference_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="MailedCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                (
                    "code",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mailed_to", to="conference.code"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scrutineer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scrutineers",
                        to="conference.conference",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperBallot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("group", models.CharField(blank=True, max_length=200)),
                ("panellist", models.CharField(blank=True, max_length=20)),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paper_ballots", to="conference.vote"
                    ),
                ),
            ],
            options={
                "ordering": ["vote_id", "sheet", "id"],
            },
        ),
        migrations.CreateModel(
            name="BallotBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="open", max_length=6)),
                ("key_name", models.CharField(max_length=32)),
                ("checkpointed", models.BooleanField(null=True)),
                ("sheets", models.JSONField(default=list)),
                (
                    "vote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="box", to="conference.vote"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("conference", "number"), name="code_number_once"),
        ),
        migrations.AddConstraint(
            model_name="scrutineer",
            constraint=models.UniqueConstraint(fields=("conference", "account"), name="scrutineer_once"),
        ),
        migrations.AddConstraint(
            model_name="paperballot",
            constraint=models.UniqueConstraint(fields=("vote", "sheet", "reader"), name="paper_read_once_by_each"),
        ),
        migrations.AddConstraint(
            model_name="ballotbox",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("open", "sealed", "clean"))), name="box_state_known"
            ),
        ),
    ]
