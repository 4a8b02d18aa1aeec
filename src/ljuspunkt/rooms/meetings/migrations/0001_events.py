"""Events with their terms and documents, and who is invited."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_accounts_and_network"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("purpose", models.TextField()),
                ("audience", models.TextField(blank=True)),
                ("leaders", models.TextField(blank=True)),
                ("partners", models.TextField(blank=True)),
                ("language", models.CharField(default="sv", max_length=2)),
                ("contact", models.EmailField(max_length=254)),
                ("capacity", models.PositiveIntegerField(null=True)),
                ("answer_by", models.DateTimeField()),
                ("uid", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField(default=0)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("reminders", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_because", models.TextField(blank=True)),
                ("people_erased_at", models.DateTimeField(null=True)),
                ("totals", models.JSONField(default=dict)),
                ("organisers", models.ManyToManyField(related_name="+", to="people.association")),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150)),
                ("content_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="meetings.event"
                    ),
                ),
            ],
            options={
                "ordering": ["event_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("nonce", models.CharField(max_length=32)),
                ("added_at", models.DateTimeField()),
                ("invited_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("told", models.PositiveIntegerField(null=True)),
                ("telling", models.PositiveIntegerField(null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[("none", "None"), ("yes", "Yes"), ("maybe", "Maybe"), ("no", "No")],
                        default="none",
                        max_length=5,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.CharField(
                        choices=[("none", "None"), ("seat", "Seat"), ("waiting", "Waiting")],
                        default="none",
                        max_length=7,
                    ),
                ),
                ("line", models.PositiveIntegerField(null=True)),
                ("turns", models.PositiveIntegerField(default=0)),
                ("attended", models.BooleanField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="meetings.event"
                    ),
                ),
            ],
            options={
                "ordering": ["event_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("time_zone", models.CharField(default="Europe/Stockholm", max_length=60)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("link", models.URLField(blank=True, max_length=500)),
                ("set_at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="meetings.event"
                    ),
                ),
            ],
            options={
                "ordering": ["event_id", "version"],
            },
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("uid",), name="event_uid_once"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="event_has_title"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__isnull", True), ("capacity__gte", 1), _connector="OR"),
                name="event_has_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("event", "name"), name="document_name_once_per_event"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                models.F("event"), django.db.models.functions.text.Lower("email"), name="invited_once_per_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["none", "yes", "maybe", "no"])), name="invitation_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "yes"), ("place__in", ["seat", "waiting"])),
                    models.Q(models.Q(("answer", "yes"), _negated=True), ("place", "none")),
                    _connector="OR",
                ),
                name="invitation_yes_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("line__isnull", False), ("place", "waiting")),
                    models.Q(models.Q(("place", "waiting"), _negated=True), ("line__isnull", True)),
                    _connector="OR",
                ),
                name="invitation_waits_in_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.UniqueConstraint(fields=("event", "version"), name="terms_version_once_per_event"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="terms_end_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("link", ""), ("place", ""), _negated=True), name="terms_are_somewhere"
            ),
        ),
    ]
