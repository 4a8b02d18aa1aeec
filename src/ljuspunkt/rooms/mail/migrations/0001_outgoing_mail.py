"""Messages, their letters and files, and who may see what became of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=254)),
                ("sender", models.CharField(blank=True, max_length=320)),
                ("reply_to", models.CharField(blank=True, max_length=320)),
                ("subject", models.CharField(max_length=500)),
                ("body", models.TextField()),
                ("said", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200)),
                ("content_type", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("alternative", models.BooleanField(default=False)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="mail.letter"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("message_id", models.CharField(max_length=250)),
                ("about", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("leased", "Leased"),
                            ("sent", "Sent"),
                            ("perhaps", "Perhaps"),
                            ("failed", "Failed"),
                            ("dropped", "Dropped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("by_day", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due_at"], name="message_by_state_and_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="message_key_once"),
                    models.UniqueConstraint(fields=("message_id",), name="message_id_once"),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="message_has_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "leased", "sent", "perhaps", "failed", "dropped"])
                        ),
                        name="message_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "leased"), _negated=True),
                            models.Q(models.Q(("lease", ""), _negated=True), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_leased_until_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="letter", to="mail.message"
            ),
        ),
        migrations.CreateModel(
            name="Owner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("association", models.SlugField(max_length=100)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="owners", to="mail.message"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("message", "association"), name="message_owner_once")],
            },
        ),
    ]
