"""PostgreSQL keeps no sample of addresses and texts of letters."""

from django.db import migrations

from ljuspunkt.databases.statistics import no_samples


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_outgoing_mail")]

    operations = [
        no_samples(
            {
                "mail_letter": ("to", "sender", "reply_to", "subject", "body", "said"),
                "mail_enclosure": ("name", "content"),
            }
        )
    ]
