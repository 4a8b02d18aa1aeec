from django.db import migrations, models


class Migration(migrations.Migration):
    """Agreement and stability are computed after the result has been told, so they may be missing for a while."""

    dependencies = [("conference", "0011_numbers_of_the_panel")]

    operations = [migrations.AlterField("vote", "secondary", models.JSONField(null=True))]
