from django.db import migrations, models


class Migration(migrations.Migration):
    """Votes keep their figures of agreement and stability."""

    dependencies = [("conference", "0002_names_of_kinds")]

    operations = [migrations.AddField(model_name="vote", name="secondary", field=models.JSONField(default=dict))]
