"""PostgreSQL keeps no sample of codes, ballots, markings and addresses."""

from django.db import migrations

from ljuspunkt.databases.statistics import no_samples


class Migration(migrations.Migration):
    dependencies = [("conference", "0004_account_and_evaluation")]

    operations = [
        no_samples(
            {
                "conference_code": ("digest",),
                "conference_mailedcode": ("code_id", "address"),
                "conference_paperballot": ("values",),
                "conference_expert": ("name", "organisation", "email"),
                "conference_marking": ("identifier", "sealed"),
                "conference_maskseed": ("id", "sealed"),
                "conference_preparation": ("masked", "sealed_key"),
                "conference_evaluationanswer": ("id", "locked"),
                "conference_evaluationmark": ("mark",),
                "conference_evaluationcomment": ("id", "text"),
            }
        )
    ]
