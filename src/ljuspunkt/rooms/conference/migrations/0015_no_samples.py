"""PostgreSQL keeps no sample of codes, addresses, experts, and what they mark, vote on paper and say."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.databases.statistics import keep_no_sample, keep_samples

COLUMNS = {
    "conference_code": ("digest",),
    "conference_mailedcode": ("code_id", "address"),
    "conference_paperballot": ("values",),
    "conference_expert": ("name", "organisation", "email"),
    "conference_marking": ("identifier", "sealed"),
    "conference_maskseed": ("id", "sealed"),
    "conference_preparation": ("masked", "sealed_key"),
    "conference_evaluationanswer": ("id", "locked"),
    "conference_evaluationmark": ("mark",),
    "conference_evaluationcomment": ("id", "text"),
}


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_no_sample(schema_editor.connection, table, columns)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_samples(schema_editor.connection, table, columns)


class Migration(migrations.Migration):
    dependencies = [("conference", "0014_asked_associations")]

    operations = [migrations.RunPython(forwards, backwards)]
