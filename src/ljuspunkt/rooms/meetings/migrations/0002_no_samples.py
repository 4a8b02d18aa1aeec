"""PostgreSQL keeps no sample of who is invited."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.databases.statistics import keep_no_sample, keep_samples

COLUMNS = {
    "meetings_invitation": ("name", "email", "nonce"),
}


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_no_sample(schema_editor.connection, table, columns)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_samples(schema_editor.connection, table, columns)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_events")]

    operations = [migrations.RunPython(forwards, backwards)]
