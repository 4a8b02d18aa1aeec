import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A conference counts how often what it shows has changed."""

    dependencies = [("conference", "0006_ballot_boxes_and_codes")]

    operations = [
        migrations.CreateModel(
            "Pulse",
            [
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
                "constraints": [models.CheckConstraint(condition=models.Q(("n__gte", 0)), name="pulse_counts_up")]
            },
        ),
    ]
