"""PostgreSQL keeps no sample of links, addresses, sealed answers, drafts and what was written."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.databases.statistics import keep_no_sample, keep_samples

COLUMNS = {
    "surveys_invitation": ("id", "token_hash", "email"),
    "surveys_sealedanswer": ("id", "sealed"),
    "surveys_arrival": ("id",),
    "surveys_draft": ("id", "locked"),
    "surveys_openanswer": ("id", "text"),
    "surveys_keyholder": ("salt", "public_key"),
}


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_no_sample(schema_editor.connection, table, columns)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_samples(schema_editor.connection, table, columns)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0005_paper")]

    operations = [migrations.RunPython(forwards, backwards)]
