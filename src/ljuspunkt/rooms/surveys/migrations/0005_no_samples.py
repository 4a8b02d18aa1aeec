"""PostgreSQL keeps no sample of links, addresses, sealed answers, drafts and what was written."""

from django.db import migrations

from ljuspunkt.databases.statistics import no_samples


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_what_is_frozen_never_changes")]

    operations = [
        no_samples(
            {
                "surveys_invitation": ("id", "token_hash", "email", "taken_off"),
                "surveys_sealedanswer": ("id", "sealed"),
                "surveys_arrival": ("id",),
                "surveys_draft": ("id", "locked"),
                "surveys_openanswer": ("id", "text"),
                "surveys_keyholder": ("salt", "public_key"),
            }
        )
    ]
