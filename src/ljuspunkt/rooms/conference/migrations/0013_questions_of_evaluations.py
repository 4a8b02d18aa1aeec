from django.db import migrations, models


class Migration(migrations.Migration):
    """An evaluation carries its questions, which may be others than those of 2014; what is kept stays as it is."""

    dependencies = [
        ("conference", "0012_figures_kept_later"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="document",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="evaluationcomment",
            name="question",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="evaluationcount",
            name="question",
            field=models.CharField(max_length=100),
        ),
        migrations.AlterField(
            model_name="evaluationcount",
            name="step",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
