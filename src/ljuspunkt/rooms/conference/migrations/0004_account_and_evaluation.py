"""What the organiser tells of a conference, and what those who voted think of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0003_panel_preparation_and_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="open", max_length=6)),
                ("key_name", models.CharField(blank=True, max_length=32)),
                ("document", models.JSONField(null=True)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("entitled", models.PositiveIntegerField(default=0)),
                ("comments", models.PositiveIntegerField(default=0)),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluation",
                        to="conference.conference",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EvaluationAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("locked", models.BinaryField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="conference.evaluation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EvaluationComment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("question", models.CharField(blank=True, max_length=100)),
                ("text", models.TextField()),
                ("withheld", models.BooleanField(default=False)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments_kept",
                        to="conference.evaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=100)),
                ("step", models.CharField(blank=True, max_length=100)),
                ("n", models.PositiveIntegerField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="conference.evaluation"
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationMark",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="conference.evaluation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=3)),
                ("text", models.JSONField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="account", to="conference.conference"
                    ),
                ),
            ],
            options={
                "ordering": ["conference_id", "item"],
            },
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("open", "sealed", "clean"))), name="evaluation_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationcount",
            constraint=models.UniqueConstraint(fields=("evaluation", "question", "step"), name="evaluation_step_once"),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(fields=("conference", "item"), name="passage_once_per_item"),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "item__in",
                        [
                            "D1",
                            "D2",
                            "I1",
                            "I2",
                            "I3",
                            "M1",
                            "M10",
                            "M11",
                            "M12",
                            "M13",
                            "M14",
                            "M15",
                            "M16",
                            "M17",
                            "M18",
                            "M19",
                            "M2",
                            "M20",
                            "M21",
                            "M3",
                            "M4",
                            "M5",
                            "M6",
                            "M7",
                            "M8",
                            "M9",
                            "O1",
                            "O2",
                            "O3",
                            "R1",
                            "R2",
                            "R3",
                            "R4",
                            "R5",
                            "T1",
                        ],
                    )
                ),
                name="passage_item_known",
            ),
        ),
    ]
