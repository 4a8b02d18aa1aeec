from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_first_versions")]

    operations = [
        migrations.DeleteModel(name="Entry"),
        migrations.DeleteModel(name="Indicator"),
    ]
