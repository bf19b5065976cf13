"""Counts that the other rooms released."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ReleasedCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "room",
                    models.CharField(
                        choices=[("caseroom", "case room"), ("careroom", "care room")],
                        max_length=8,
                        verbose_name="room",
                    ),
                ),
                ("release", models.UUIDField()),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("entries_accepted", "names accepted on a documented basis"),
                            ("entries_purged", "names purged"),
                            ("decisions_locked", "decisions locked"),
                            ("cases_banked", "cases banked"),
                            ("cases_activated", "cases activated"),
                            ("cases_expired", "cases expired"),
                            ("violations_reviewed", "violations reviewed"),
                            ("contests_answered", "contests answered"),
                            ("people_helped", "people helped"),
                            ("encounters", "anonymous encounters"),
                            ("needs_assessed", "people asked what they need"),
                            ("referrals_sent", "people referred"),
                            ("referrals_started", "people whose help began by a referral"),
                            (
                                "referrals_completed",
                                "people who completed what they were referred to",
                            ),
                            ("waiting", "people on a waiting list"),
                            ("naloxone_kits", "naloxone kits handed out"),
                        ],
                        max_length=24,
                        verbose_name="measure",
                    ),
                ),
                ("month", models.CharField(max_length=7, verbose_name="month")),
                ("site", models.UUIDField(null=True, verbose_name="site")),
                ("n", models.PositiveIntegerField(null=True, verbose_name="how many")),
                ("is_small", models.BooleanField()),
                ("received_at", models.DateTimeField(verbose_name="received")),
            ],
            options={
                "db_table": "released_count",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("room", "month", "measure", "site"),
                        name="released_count_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_small", True), ("n__isnull", True)),
                            models.Q(("is_small", False), ("n__gte", 11), ("n__isnull", False)),
                            _connector="OR",
                        ),
                        name="released_count_never_small",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("room__in", ["caseroom", "careroom"])),
                        name="released_count_room_known",
                    ),
                ],
            },
        ),
    ]
