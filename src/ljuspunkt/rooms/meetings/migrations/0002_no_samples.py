"""PostgreSQL keeps no sample of who is invited."""

from django.db import migrations

from ljuspunkt.databases.statistics import no_samples


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_events")]

    operations = [
        no_samples(
            {
                "meetings_invitation": ("name", "email", "nonce"),
            }
        )
    ]
