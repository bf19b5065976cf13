"""A candidate says how often it was changed, so that two who act at once are told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0002_a_candidate_whose_case_has_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="row_version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
