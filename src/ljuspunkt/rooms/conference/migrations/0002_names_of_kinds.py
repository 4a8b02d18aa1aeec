from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conference", "0001_held_conferences")]

    operations = [
        migrations.AddField(model_name="conference", name="kinds", field=models.JSONField(default=dict)),
    ]
