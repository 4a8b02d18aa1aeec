"""Protocols in versions, and what associations add to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_inventories"),
    ]

    operations = [
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(max_length=60)),
                ("conference", models.SlugField(blank=True, max_length=60)),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols",
                        to="people.association",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("document", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="indicators.protocol"
                    ),
                ),
            ],
            options={
                "ordering": ["protocol_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="Addition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("taken", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("perspective", models.CharField(blank=True, max_length=20)),
                ("title", models.JSONField(default=dict)),
                ("description", models.JSONField(default=dict)),
                ("easy_read", models.JSONField(default=dict)),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="additions", to="people.association"
                    ),
                ),
            ],
            options={
                "ordering": ["association_id", "place", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("taken", ""), _negated=True), ("number", "")),
                            models.Q(("taken", ""), models.Q(("number", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="addition_taken_or_own",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken", ""), _negated=True),
                        fields=("association", "taken"),
                        name="addition_taken_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("association", "number"),
                        name="addition_number_once",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(
                condition=models.Q(("association__isnull", True)),
                fields=("conference", "name"),
                name="protocol_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(
                condition=models.Q(("association__isnull", False)),
                fields=("association", "name"),
                name="protocol_name_once_per_association",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(("association__isnull", True), ("conference", ""), _connector="OR"),
                name="protocol_has_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.UniqueConstraint(fields=("protocol", "number"), name="protocol_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="protocolversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="protocol_version_from_one"),
        ),
    ]
