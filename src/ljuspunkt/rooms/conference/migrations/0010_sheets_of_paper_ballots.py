from django.db import migrations, models


class Migration(migrations.Migration):
    """A box knows which sheets of paper lie in it."""

    dependencies = [("conference", "0009_account_and_evaluation")]

    operations = [migrations.AddField("ballotbox", "sheets", models.JSONField(default=list))]
