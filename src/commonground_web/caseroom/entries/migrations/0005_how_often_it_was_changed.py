"""An entry says how often it was changed, so that two who act at once are told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("entries", "0004_rounds_are_the_kernels"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="row_version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
