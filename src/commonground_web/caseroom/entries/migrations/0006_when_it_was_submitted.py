"""An entry keeps when it was submitted, since when it waits to be accepted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("entries", "0005_how_often_it_was_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="submitted_at",
            field=models.DateTimeField(null=True),
        ),
    ]
