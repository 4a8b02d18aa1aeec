"""Conferences with candidates, votes and what they gave."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_accounts_and_network"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.JSONField()),
                ("voters", models.PositiveIntegerField()),
                ("note", models.JSONField(default=dict)),
                ("kinds", models.JSONField(default=dict)),
                ("inputs", models.CharField(blank=True, max_length=64)),
                ("software", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(default="prepared", max_length=8)),
                ("join_code", models.CharField(max_length=6, null=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("dates", models.JSONField(default=list)),
                ("venue", models.JSONField(default=dict)),
                ("published", models.BooleanField(default=False)),
                ("inventory", models.CharField(blank=True, max_length=60)),
                ("groups", models.JSONField(default=list)),
                ("pseudonyms", models.BooleanField(default=False)),
                ("protocols", models.JSONField(default=list)),
                ("evaluation_open", models.BooleanField(default=False)),
                ("showing", models.CharField(default="auto", max_length=10)),
                ("showing_as", models.CharField(default="sky", max_length=4)),
                ("closed_at", models.DateTimeField(null=True)),
                ("recorded", models.JSONField(default=dict)),
                ("asked", models.ManyToManyField(related_name="+", to="people.association")),
                ("organisers", models.ManyToManyField(related_name="conferences", to="people.association")),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=60)),
                ("place", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("title", models.JSONField(default=dict)),
                ("short_title", models.JSONField(default=dict)),
                ("description", models.JSONField(default=dict)),
                ("easy_read", models.JSONField(default=dict)),
                ("perspective", models.CharField(blank=True, max_length=40)),
                ("theme", models.JSONField(default=dict)),
                ("origin", models.JSONField(default=dict)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="conference.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["conference_id", "place"],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=60)),
                ("place", models.PositiveIntegerField()),
                ("state", models.CharField(default="draft", max_length=7)),
                ("title", models.JSONField(default=dict)),
                ("entitled", models.PositiveIntegerField()),
                ("own_entitled", models.PositiveIntegerField(null=True)),
                ("ballots", models.PositiveIntegerField(default=0)),
                ("ballot", models.JSONField()),
                ("rule", models.JSONField()),
                ("pool", models.JSONField()),
                ("items", models.JSONField(default=list)),
                ("document", models.TextField(blank=True)),
                ("rule_hash", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.TextField(blank=True)),
                ("runoff_number", models.PositiveIntegerField(null=True)),
                ("secondary", models.JSONField(null=True)),
                (
                    "again_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="held_again",
                        to="conference.vote",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="conference.conference"
                    ),
                ),
                (
                    "runoff_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runoffs",
                        to="conference.vote",
                    ),
                ),
            ],
            options={
                "ordering": ["conference_id", "place"],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("places", models.PositiveIntegerField()),
                ("settled_by", models.CharField(blank=True, max_length=20)),
                ("waits_for", models.CharField(blank=True, max_length=10)),
                ("left", models.PositiveIntegerField(default=0)),
                ("still", models.JSONField(default=list)),
                ("candidates", models.ManyToManyField(related_name="ties", to="conference.candidate")),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="conference.vote"
                    ),
                ),
            ],
            options={
                "ordering": ["vote_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("chosen", models.JSONField()),
                ("reason", models.TextField()),
                ("ruled_by", models.CharField(max_length=200)),
                ("ruled_at", models.DateTimeField()),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rulings", to="conference.vote"
                    ),
                ),
            ],
            options={
                "ordering": ["vote_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.FloatField(null=True)),
                ("of", models.PositiveIntegerField()),
                ("rank", models.PositiveIntegerField(null=True)),
                ("outcome", models.CharField(max_length=9)),
                ("tied", models.BooleanField(default=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="results", to="conference.candidate"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="conference.vote"
                    ),
                ),
            ],
            options={
                "ordering": ["vote_id", "rank", "candidate__place"],
            },
        ),
        migrations.AddField(
            model_name="conference",
            name="showing_vote",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="conference.vote"
            ),
        ),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pulse",
                        serialize=False,
                        to="conference.conference",
                    ),
                ),
                ("n", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("n__gte", 0)), name="pulse_counts_up")],
            },
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("conference", "reference"), name="candidate_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("conference", "place"), name="candidate_place_once"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("conference", "reference"), name="vote_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("conference", "place"), name="vote_place_once"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("runoff_of", "runoff_number"),
                name="vote_runoff_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("conference",), name="vote_one_open_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("ballots__lte", models.F("entitled"))), name="vote_ballots_at_most_entitled"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "open", "closed", "decided", "void"))),
                name="vote_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("runoff_number", None), ("runoff_of", None)), ("runoff_number__gte", 1), _connector="OR"
                ),
                name="vote_runoff_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "void"), _negated=True),
                    models.Q(("void_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="vote_void_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.UniqueConstraint(fields=("vote", "kind"), name="ruling_once_per_tie"),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="ruling_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(fields=("vote", "candidate"), name="result_once_per_candidate"),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ("through", "onward", "out", "undecided"))),
                name="result_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(condition=models.Q(("rank__gte", 1)), name="result_rank_from_one"),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.UniqueConstraint(fields=("slug",), name="conference_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.UniqueConstraint(fields=("join_code",), name="conference_join_code_once"),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("prepared", "live", "held"))), name="conference_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("showing__in", ("auto", "waiting", "groups", "candidates", "vote", "result"))),
                name="conference_showing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("showing_as__in", ("sky", "list"))), name="conference_view_known"
            ),
        ),
    ]
