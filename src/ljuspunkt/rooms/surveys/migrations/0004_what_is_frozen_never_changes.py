"""A frozen version of a questionnaire and a frozen data set can't be changed or removed."""

from django.db import migrations

from ljuspunkt.rooms.surveys.immutable import DATA_SETS, FROZEN_VERSIONS


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_answers")]

    operations = [FROZEN_VERSIONS.step(), DATA_SETS.step()]
