from django.db import migrations, models


class Migration(migrations.Migration):
    """A published conference keeps the numbers of its panel, since names are erased afterwards."""

    dependencies = [("conference", "0010_sheets_of_paper_ballots")]

    operations = [migrations.AddField("conference", "recorded", models.JSONField(default=dict))]
