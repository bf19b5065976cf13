"""The tables of holds."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lists", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("given_on", models.DateField(verbose_name="given on")),
                ("ends_on", models.DateField(verbose_name="term ends on")),
                ("received_at", models.DateTimeField()),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreement",
                        to="lists.candidate",
                    ),
                ),
            ],
            options={
                "db_table": "agreement_date",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("given_on"))),
                        name="agreement_date_lasts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hold", models.UUIDField(unique=True)),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("is_lifted", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_revision", models.PositiveIntegerField(null=True)),
                ("purge_on", models.DateField(verbose_name="to be purged on")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="lists.candidate",
                    ),
                ),
            ],
            options={
                "db_table": "hold",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="hold_lasts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", True),
                                ("acknowledged_by__isnull", True),
                                ("acknowledged_revision__isnull", True),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                                ("acknowledged_revision__isnull", False),
                                ("acknowledged_revision__lte", models.F("revision")),
                            ),
                            _connector="OR",
                        ),
                        name="hold_acknowledged_whole",
                    ),
                ],
            },
        ),
    ]
