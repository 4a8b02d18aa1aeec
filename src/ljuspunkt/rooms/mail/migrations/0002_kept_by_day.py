"""Mail to respondents is kept by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_outgoing_mail")]

    operations = [
        migrations.AddField(model_name="message", name="by_day", field=models.BooleanField(default=False)),
    ]
