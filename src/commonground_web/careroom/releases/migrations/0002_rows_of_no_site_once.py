"""A count of all sites together is kept once on SQLite, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="releasecell",
            name="release_cell_once",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_once",
        ),
        migrations.AddConstraint(
            model_name="releasecell",
            constraint=models.UniqueConstraint(
                fields=("release", "measure", "site"), name="release_cell_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasecell",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site__isnull", True)),
                fields=("release", "measure"),
                name="release_cell_once_of_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("month", "measure", "site"), name="tally_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site__isnull", True)),
                fields=("month", "measure"),
                name="tally_once_of_all",
            ),
        ),
    ]
