"""A published version of a protocol or of its measures can't be changed or removed."""

from django.db import migrations

from ljuspunkt.rooms.indicators.immutable import MEASURES, VERSIONS


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_measures")]

    operations = [VERSIONS.step(), MEASURES.step()]
