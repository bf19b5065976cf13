"""Make what is published."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("room", models.CharField(max_length=8)),
                ("taken_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "publication",
                "indexes": [models.Index(fields=["room", "taken_at"], name="publication_newest")],
            },
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("table", models.CharField(max_length=24)),
                ("row", models.UUIDField()),
                ("fields", models.JSONField()),
            ],
            options={
                "db_table": "published",
                "constraints": [
                    models.UniqueConstraint(fields=("table", "row"), name="published_once")
                ],
            },
        ),
    ]
