"""A count of all sites together is kept once on SQLite, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("counts", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="releasedcount",
            name="released_count_once",
        ),
        migrations.AddConstraint(
            model_name="releasedcount",
            constraint=models.UniqueConstraint(
                fields=("room", "month", "measure", "site"), name="released_count_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedcount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site__isnull", True)),
                fields=("room", "month", "measure"),
                name="released_count_once_of_all",
            ),
        ),
    ]
