from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.databases.statistics import keep_no_sample, keep_samples

COLUMN = "surveys_invitation", ("taken_off",)


def no_samples(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    keep_no_sample(schema_editor.connection, *COLUMN)


def samples(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    keep_samples(schema_editor.connection, *COLUMN)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_no_samples")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="taken_off",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(no_samples, samples),
    ]
