"""Waves follow each other, with their collectors; a group's questionnaire says in which languages it is open."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_imports_wait_and_versions_freeze")]

    operations = [
        migrations.AddField(
            model_name="wave",
            name="follows",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="surveys.wave"
            ),
        ),
        migrations.AddField(model_name="wave", name="opens_by_itself", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="wave", name="reminders_on", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="wave",
            name="site",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(model_name="waveinstrument", name="languages", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="collector",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="continued",
                to="surveys.collector",
            ),
        ),
        migrations.AddField(model_name="collector", name="reminded_on", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="invitation", name="language", field=models.CharField(default="sv", max_length=12)
        ),
    ]
