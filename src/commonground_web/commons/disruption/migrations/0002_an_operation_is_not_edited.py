"""An operation is planned once and only moves on from there: it needs no version."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("disruption", "0001_operations"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="operation",
            name="row_version",
        ),
    ]
