from django.db import migrations, models


class Migration(migrations.Migration):
    """A conference is arranged by associations, several together where they wish."""

    dependencies = [("conference", "0004_live_conferences"), ("people", "0001_accounts_and_network")]

    operations = [
        migrations.AddField(
            "conference", "organisers", models.ManyToManyField(related_name="conferences", to="people.association")
        ),
    ]
