"""Waves with their questionnaires, associations, initiatives and ways of answering."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_questionnaires"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=40)),
                ("title", models.JSONField()),
                ("kind", models.CharField(default="measurement", max_length=12)),
                ("state", models.CharField(default="planned", max_length=8)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("public_key", models.BinaryField(default=b"")),
                ("opens_by_itself", models.BooleanField(default=False)),
                ("reminders_on", models.JSONField(default=list)),
                ("site", models.CharField(blank=True, max_length=200)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.association"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="participations", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave_id", "association__name"],
            },
        ),
        migrations.CreateModel(
            name="WaveInitiative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="initiatives",
                        to="surveys.participation",
                    ),
                ),
            ],
            options={
                "ordering": ["participation_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="Collector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("respondent_group", models.SlugField(max_length=40)),
                ("way", models.CharField(max_length=6)),
                ("code", models.CharField(max_length=12)),
                ("paused", models.BooleanField(default=False)),
                ("reminded_on", models.DateField(null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="continued",
                        to="surveys.collector",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collectors",
                        to="surveys.participation",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.waveinitiative",
                    ),
                ),
            ],
            options={
                "ordering": ["participation_id", "respondent_group", "id"],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("respondent_group", models.SlugField(max_length=40)),
                ("n", models.PositiveIntegerField(null=True)),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="surveys.participation"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="surveys.waveinitiative",
                    ),
                ),
            ],
            options={
                "ordering": ["participation_id", "respondent_group", "initiative_id"],
            },
        ),
        migrations.CreateModel(
            name="WaveInstrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("respondent_group", models.SlugField(max_length=40)),
                ("languages", models.JSONField(default=list)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.version"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="instruments", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64)),
                ("used", models.BooleanField(default=False)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("taken_off", models.CharField(blank=True, max_length=64)),
                ("language", models.CharField(default="sv", max_length=12)),
                ("asked_on", models.DateField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                (
                    "collector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="surveys.collector"
                    ),
                ),
            ],
            options={
                "ordering": ["collector_id", "id"],
                "constraints": [models.UniqueConstraint(fields=("token_hash",), name="invitation_token_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.UniqueConstraint(fields=("slug",), name="wave_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("measurement", "exit", "pilot"))), name="wave_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("planned", "open", "closed", "frozen"))), name="wave_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="wave_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(fields=("wave", "association"), name="participation_once"),
        ),
        migrations.AddConstraint(
            model_name="waveinitiative",
            constraint=models.UniqueConstraint(fields=("participation", "name"), name="wave_initiative_once"),
        ),
        migrations.AddConstraint(
            model_name="collector",
            constraint=models.UniqueConstraint(fields=("code",), name="collector_code_once"),
        ),
        migrations.AddConstraint(
            model_name="collector",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ("link", "poster", "mail", "kiosk", "paper"))),
                name="collector_way_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                fields=("participation", "respondent_group", "initiative"), name="asked_of_initiative_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("initiative__isnull", True)),
                fields=("participation", "respondent_group"),
                name="asked_of_group_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="waveinstrument",
            constraint=models.UniqueConstraint(fields=("wave", "respondent_group"), name="wave_group_once"),
        ),
    ]
