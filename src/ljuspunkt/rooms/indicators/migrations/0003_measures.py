"""Calls for measures, what is proposed, and the measure protocols that come of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_protocols"),
    ]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.JSONField()),
                ("code", models.CharField(max_length=20)),
                ("place", models.PositiveIntegerField()),
                ("open", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["call_id", "place", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeasureWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField()),
                ("at", models.DateTimeField(null=True)),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["proposal_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=43)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("on", models.DateField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="indicators.audience"
                    ),
                ),
            ],
            options={
                "ordering": ["audience_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.JSONField()),
                ("about", models.JSONField(default=dict)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("owners", models.ManyToManyField(related_name="calls", to="people.association")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="indicators.protocolversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="audience",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="audiences", to="indicators.call"
            ),
        ),
        migrations.CreateModel(
            name="MeasureGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=20)),
                ("title", models.JSONField()),
                ("place", models.PositiveIntegerField()),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="indicators.call"
                    ),
                ),
            ],
            options={
                "ordering": ["call_id", "indicator", "place", "id"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=100)),
                ("indicator", models.CharField(max_length=20)),
                ("sent", models.CharField(max_length=64)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("state_reason", models.TextField(blank=True)),
                ("decision", models.CharField(blank=True, max_length=10)),
                ("decision_reason", models.TextField(blank=True)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="indicators.answer",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="indicators.call"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="indicators.measuregroup",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="indicators.proposal",
                    ),
                ),
                (
                    "wording",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.measurewording",
                    ),
                ),
            ],
            options={
                "ordering": ["call_id", "number"],
            },
        ),
        migrations.AddField(
            model_name="measurewording",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="indicators.proposal"
            ),
        ),
        migrations.CreateModel(
            name="MeasureNotSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.proposal"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="MeasureMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
                ("undone_who", models.CharField(blank=True, max_length=200)),
                ("undone_reason", models.TextField(blank=True)),
                ("decision_before", models.CharField(blank=True, max_length=10)),
                ("reason_before", models.TextField(blank=True)),
                (
                    "wording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.measurewording",
                    ),
                ),
                (
                    "wording_before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.measurewording",
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges_gone",
                        to="indicators.proposal",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges_kept",
                        to="indicators.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="indicators.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["proposal_id", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeasureVersion",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_versions",
                        to="indicators.protocol",
                    ),
                ),
            ],
            options={
                "ordering": ["protocol_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=10)),
                ("before", models.CharField(blank=True, max_length=60)),
                ("after", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="indicators.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["proposal_id", "at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("audience", "key"), name="answer_key_once"),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(fields=("code",), name="audience_code_once"),
        ),
        migrations.AddConstraint(
            model_name="measuregroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__gte", 1)), name="measure_group_place_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("call", "number"), name="proposal_number_once_per_call"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("call", "key"), name="proposal_key_once_per_call"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("call", "sent"), name="proposal_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="proposal_number_from_one"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "shown", "refused", "merged"])),
                name="proposal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["", "in", "out", "later"])), name="proposal_decision_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="proposal_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="proposal_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("state_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposal_refused_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", ""),
                    models.Q(("state", "shown"), models.Q(("decision_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="proposal_decided_where_shown_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurewording",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="measure_wording_number_once"),
        ),
        migrations.AddConstraint(
            model_name="measurewording",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="measure_wording_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="measurewording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1),
                    models.Q(models.Q(("reason", ""), _negated=True), ("at__isnull", False)),
                    _connector="OR",
                ),
                name="measure_wording_changed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurenotsame",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="measure_not_same_once_per_pair"),
        ),
        migrations.AddConstraint(
            model_name="measurenotsame",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="measure_not_same_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="measuremerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("gone",), name="measure_merge_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="measuremerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("gone")), _negated=True), name="measure_merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="measureversion",
            constraint=models.UniqueConstraint(fields=("protocol", "number"), name="measure_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="measureversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="measure_version_from_one"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(fields=("slug",), name="call_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="call_closes_after_it_opens"
            ),
        ),
    ]
