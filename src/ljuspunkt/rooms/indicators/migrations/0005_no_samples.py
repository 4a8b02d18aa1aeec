"""PostgreSQL keeps no sample of who proposed measures."""

from django.db import migrations

from ljuspunkt.databases.statistics import no_samples


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_what_is_published_never_changes")]

    operations = [
        no_samples(
            {
                "indicators_answer": ("key", "name", "organisation"),
            }
        )
    ]
