"""A questionnaire from a file waits for its yes; a frozen version can't be changed or removed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.rooms.surveys.immutable import FROZEN_VERSIONS


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    FROZEN_VERSIONS.put_on(schema_editor.connection)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    FROZEN_VERSIONS.take_off(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_surveys")]

    operations = [
        migrations.CreateModel(
            name="WaitingImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("document", models.JSONField()),
                ("notices", models.JSONField(default=list)),
                (
                    "instrument",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.instrument",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunPython(forwards, backwards),
    ]
