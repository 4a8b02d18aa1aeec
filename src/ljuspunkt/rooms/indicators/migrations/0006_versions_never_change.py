"""A published version can't be changed or removed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.rooms.indicators.immutable import VERSIONS


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    VERSIONS.put_on(schema_editor.connection)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    VERSIONS.take_off(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_indicators_stand_in_versions")]

    operations = [migrations.RunPython(forwards, backwards)]
