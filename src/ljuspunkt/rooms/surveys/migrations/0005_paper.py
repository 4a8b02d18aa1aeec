import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Paper questionnaires while they are typed in."""

    dependencies = [
        ("surveys", "0004_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("double", models.BooleanField(default=False)),
                ("key_name", models.CharField(blank=True, max_length=32)),
                ("entered", models.JSONField(default=list)),
                (
                    "collector",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paper", to="surveys.collector"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.PositiveIntegerField()),
                ("locked", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="surveys.paperbatch"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["batch_id", "sheet", "reader_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "sheet", "reader"), name="paper_reading_once")
                ],
            },
        ),
    ]
