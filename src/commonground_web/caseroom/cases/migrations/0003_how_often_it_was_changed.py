"""A case says how often it was changed, so that two who act at once are told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_who_changed_a_case"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="row_version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
