import django.db.models.deletion
from django.db import migrations, models

CONFERENCE_STATES = ("prepared", "live", "held")
SHOWN = ("auto", "waiting", "groups", "candidates", "vote", "result")
VOTE_STATES = ("draft", "open", "closed", "decided", "void")


class Migration(migrations.Migration):
    """Conferences can be held here; those kept so far are held, published and decided."""

    dependencies = [("conference", "0003_secondary_figures")]

    operations = [
        migrations.AddField("conference", "state", models.CharField(max_length=8, default="held")),
        migrations.AlterField("conference", "state", models.CharField(max_length=8, default="prepared")),
        migrations.AddField("conference", "published", models.BooleanField(default=True)),
        migrations.AlterField("conference", "published", models.BooleanField(default=False)),
        migrations.AlterField("conference", "inputs", models.CharField(max_length=64, blank=True)),
        migrations.AlterField("conference", "software", models.CharField(max_length=40, blank=True)),
        migrations.AddField("conference", "join_code", models.CharField(max_length=6, null=True)),
        migrations.AddField("conference", "starts_on", models.DateField(null=True)),
        migrations.AddField("conference", "ends_on", models.DateField(null=True)),
        migrations.AddField("conference", "venue", models.JSONField(default=dict)),
        migrations.AddField("conference", "inventory", models.CharField(max_length=60, blank=True)),
        migrations.AddField("conference", "groups", models.JSONField(default=list)),
        migrations.AddField("conference", "protocols", models.JSONField(default=list)),
        migrations.AddField("conference", "evaluation_open", models.BooleanField(default=False)),
        migrations.AddField("conference", "showing", models.CharField(max_length=10, default="auto")),
        migrations.AddField(
            "conference",
            "showing_vote",
            models.ForeignKey(
                on_delete=django.db.models.deletion.SET_NULL, null=True, related_name="+", to="conference.vote"
            ),
        ),
        migrations.AddField("conference", "showing_as", models.CharField(max_length=4, default="sky")),
        migrations.AddField("conference", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("candidate", "short_title", models.JSONField(default=dict)),
        migrations.AddField("candidate", "description", models.JSONField(default=dict)),
        migrations.AddField("candidate", "easy_read", models.JSONField(default=dict)),
        migrations.AddField("candidate", "perspective", models.CharField(max_length=40, blank=True)),
        migrations.AddField("candidate", "theme", models.JSONField(default=dict)),
        migrations.AddField("candidate", "origin", models.JSONField(default=dict)),
        migrations.AddField("vote", "state", models.CharField(max_length=7, default="decided")),
        migrations.AlterField("vote", "state", models.CharField(max_length=7, default="draft")),
        migrations.AddField("vote", "title", models.JSONField(default=dict)),
        migrations.AddField("vote", "own_entitled", models.PositiveIntegerField(null=True)),
        migrations.AlterField("vote", "ballots", models.PositiveIntegerField(default=0)),
        migrations.AddField("vote", "items", models.JSONField(default=list)),
        migrations.AddField("vote", "document", models.TextField(blank=True)),
        migrations.AddField("vote", "rule_hash", models.CharField(max_length=64, blank=True)),
        migrations.AddField("vote", "opened_at", models.DateTimeField(null=True)),
        migrations.AddField("vote", "closes_at", models.DateTimeField(null=True)),
        migrations.AddField("vote", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("vote", "decided_at", models.DateTimeField(null=True)),
        migrations.AddField("vote", "voided_at", models.DateTimeField(null=True)),
        migrations.AddField("vote", "void_reason", models.TextField(blank=True)),
        migrations.AddField(
            "vote",
            "runoff_of",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, null=True, related_name="runoffs", to="conference.vote"
            ),
        ),
        migrations.AddField("vote", "runoff_number", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "vote",
            "again_of",
            models.ForeignKey(
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                related_name="held_again",
                to="conference.vote",
            ),
        ),
        migrations.AlterField("tie", "settled_by", models.CharField(max_length=20, blank=True)),
        migrations.AddField("tie", "waits_for", models.CharField(max_length=10, blank=True)),
        migrations.AddField("tie", "left", models.PositiveIntegerField(default=0)),
        migrations.AddField("tie", "still", models.JSONField(default=list)),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, blank=True)),
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
                "constraints": [
                    models.UniqueConstraint(fields=["vote", "kind"], name="ruling_once_per_tie"),
                    models.CheckConstraint(condition=~models.Q(reason=""), name="ruling_has_reason"),
                ],
            },
        ),
        migrations.AddConstraint(
            "conference", models.UniqueConstraint(fields=["join_code"], name="conference_join_code_once")
        ),
        migrations.AddConstraint(
            "conference",
            models.CheckConstraint(condition=models.Q(state__in=CONFERENCE_STATES), name="conference_state_known"),
        ),
        migrations.AddConstraint(
            "conference", models.CheckConstraint(condition=models.Q(showing__in=SHOWN), name="conference_showing_known")
        ),
        migrations.AddConstraint(
            "conference",
            models.CheckConstraint(condition=models.Q(showing_as__in=("sky", "list")), name="conference_view_known"),
        ),
        migrations.AddConstraint(
            "vote",
            models.UniqueConstraint(
                fields=["runoff_of", "runoff_number"], condition=~models.Q(state="void"), name="vote_runoff_once"
            ),
        ),
        migrations.AddConstraint(
            "vote",
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(state="open"), name="vote_one_open_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            "vote", models.CheckConstraint(condition=models.Q(state__in=VOTE_STATES), name="vote_state_known")
        ),
        migrations.AddConstraint(
            "vote",
            models.CheckConstraint(
                condition=models.Q(runoff_of=None, runoff_number=None) | models.Q(runoff_number__gte=1),
                name="vote_runoff_numbered",
            ),
        ),
        migrations.AddConstraint(
            "vote",
            models.CheckConstraint(
                condition=~models.Q(state="void") | ~models.Q(void_reason=""), name="vote_void_with_reason"
            ),
        ),
    ]
