"""Whoever writes down how a candidate is invited does not also release them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("entries", "0006_when_it_was_submitted"),
        ("lists", "0003_how_often_it_was_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="completed_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("released_by", models.F("completed_by")), _negated=True),
                name="candidate_released_by_no_writer",
            ),
        ),
    ]
