"""Make the outbox, the inbox and receipts."""

import uuid

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from commonground_web.kernel.rooms import Room, this_room


def carried(valve: str, sender: str, receiver: str, *kinds: str) -> models.Q:
    """Return the condition of one way."""
    return models.Q(valve=valve, sender=sender, receiver=receiver, kind__in=list(kinds))


SNAPSHOT_TO_CASEROOM = carried("V0", "commons", "caseroom", "snapshot")
SNAPSHOT_TO_CAREROOM = carried("V0", "commons", "careroom", "snapshot")
LIST = carried(
    "V1",
    "caseroom",
    "commons",
    "anchored",
    "candidate_released",
    "candidate_status",
    "case_count",
    "hold_acknowledged",
)
HOLDS = carried("V2", "commons", "caseroom", "agreement_given", "contest_forwarded", "hold_set")
INTRODUCTIONS = carried("V3", "commons", "careroom", "introduced")
COUNTS = carried("V4", "careroom", "commons", "anchored", "care_count")

# What a box may hold differs from room to room; a later migration says so for each of them again.
OUTBOX = {
    Room.COMMONS: SNAPSHOT_TO_CASEROOM | SNAPSHOT_TO_CAREROOM | HOLDS | INTRODUCTIONS,
    Room.CASEROOM: LIST,
    Room.CAREROOM: COUNTS,
}
INBOX = {
    Room.COMMONS: LIST | COUNTS,
    Room.CASEROOM: SNAPSHOT_TO_CASEROOM | HOLDS,
    Room.CAREROOM: SNAPSHOT_TO_CAREROOM | INTRODUCTIONS,
}


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="InMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valve", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField()),
                ("sender", models.CharField(max_length=8)),
                ("receiver", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("body", models.BinaryField()),
                ("signature", models.BinaryField(max_length=64)),
            ],
            options={
                "db_table": "valve_inbox",
                "indexes": [models.Index(fields=["expires_at"], name="valve_inbox_by_expiry")],
                "constraints": [
                    models.CheckConstraint(condition=INBOX[this_room()], name="valve_inbox_way"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 8000000
                        ),
                        name="valve_inbox_not_too_large",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("signature"), 64
                        ),
                        name="valve_inbox_signature",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="valve_inbox_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valve", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField()),
                ("sender", models.CharField(max_length=8)),
                ("receiver", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("body", models.BinaryField()),
                ("signature", models.BinaryField(max_length=64)),
            ],
            options={
                "db_table": "valve_outbox",
                "indexes": [
                    models.Index(fields=["receiver", "valve", "expires_at"], name="valve_outbox_to")
                ],
                "constraints": [
                    models.CheckConstraint(condition=OUTBOX[this_room()], name="valve_outbox_way"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("body"), 8000000
                        ),
                        name="valve_outbox_not_too_large",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("signature"), 64
                        ),
                        name="valve_outbox_signature",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="valve_outbox_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("message", models.UUIDField()),
                ("kind", models.CharField(max_length=24)),
                ("sender", models.CharField(max_length=8)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("handled", "handled"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "valve_receipt",
                "indexes": [models.Index(fields=["message"], name="valve_receipt_message")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "failed"), _negated=True),
                        fields=("message",),
                        name="valve_receipt_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["handled", "refused", "failed"])),
                        name="valve_receipt_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "refused"),
                                (
                                    "reason__in",
                                    [
                                        "no_way",
                                        "stranger",
                                        "forged",
                                        "expired",
                                        "too_large",
                                        "unreadable",
                                        "malformed",
                                        "state",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(("outcome", "refused"), _negated=True), ("reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="valve_receipt_refused_with_reason",
                    ),
                ],
            },
        ),
    ]
