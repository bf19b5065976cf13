"""The rules that both sides of the case room signed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sites", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "on",
                    models.CharField(
                        choices=[
                            ("criteria", "criteria: who is prosecuted, and who is invited"),
                            ("policy", "policy: what is a violation, and what may follow"),
                        ],
                        max_length=8,
                        verbose_name="what they are on",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("effective_on", models.DateField(verbose_name="takes effect on")),
                ("signed_on", models.DateField(verbose_name="signed by both sides on")),
                ("digest", models.CharField(max_length=64)),
                ("told_at", models.DateTimeField()),
                ("text", models.JSONField(null=True)),
                ("brought_by", models.UUIDField(null=True)),
                ("brought_at", models.DateTimeField(null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="sites.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "db_table": "signed_rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "on", "number"), name="signed_rules_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on__in", ["criteria", "policy"])),
                        name="signed_rules_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("brought_at__isnull", True),
                                ("brought_by__isnull", True),
                                ("text__isnull", True),
                            ),
                            models.Q(
                                ("brought_at__isnull", False),
                                ("brought_by__isnull", False),
                                ("text__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="signed_rules_brought_by_somebody",
                    ),
                ],
            },
        ),
    ]
