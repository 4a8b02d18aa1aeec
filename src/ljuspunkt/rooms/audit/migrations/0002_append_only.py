"""The log can only be added to."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.rooms.audit.append_only import LOG


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    LOG.put_on(schema_editor.connection)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    LOG.take_off(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]

    operations = [migrations.RunPython(forwards, backwards)]
