"""The log can only be added to."""

from django.db import migrations

from ljuspunkt.rooms.audit.append_only import LOG


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]

    operations = [LOG.step()]
