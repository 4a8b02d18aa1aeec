from django.db import migrations, models


class Migration(migrations.Migration):
    """Associations can be asked to arrange a conference, and arrange it when one of their coordinators says yes."""

    dependencies = [
        ("conference", "0013_questions_of_evaluations"),
        ("people", "0002_invented_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="conference",
            name="asked",
            field=models.ManyToManyField(related_name="+", to="people.association"),
        ),
    ]
