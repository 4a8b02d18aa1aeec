"""PostgreSQL keeps no sample of addresses and texts of letters."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from ljuspunkt.databases.statistics import keep_no_sample, keep_samples

COLUMNS = {
    "mail_letter": ("to", "sender", "reply_to", "subject", "body", "said"),
    "mail_enclosure": ("name", "content"),
}


def forwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_no_sample(schema_editor.connection, table, columns)


def backwards(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, columns in COLUMNS.items():
        keep_samples(schema_editor.connection, table, columns)


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_kept_by_day")]

    operations = [migrations.RunPython(forwards, backwards)]
