"""A published version of a measure protocol can't be changed or removed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.rooms.indicators.immutable import MEASURES


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    MEASURES.put_on(schema_editor.connection)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    MEASURES.take_off(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_measures")]

    operations = [migrations.RunPython(forwards, backwards)]
