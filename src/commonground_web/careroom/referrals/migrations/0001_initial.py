"""Referrals, shared by two providers as far as a consent goes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import commonground_web.kernel.fields.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0002_note_origin_and_who_goes_on"),
        ("consents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.UUIDField()),
                ("receiver", models.UUIDField(null=True, verbose_name="receiving provider")),
                ("service", models.UUIDField(verbose_name="service")),
                (
                    "service_name",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=200, verbose_name="service"
                    ),
                ),
                (
                    "organization_name",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=200, verbose_name="offered by"
                    ),
                ),
                (
                    "shared_name",
                    commonground_web.kernel.fields.sealed.SealedText(blank=True, max_length=120),
                ),
                (
                    "shared_contact",
                    commonground_web.kernel.fields.sealed.SealedText(blank=True, max_length=500),
                ),
                (
                    "shared_language",
                    commonground_web.kernel.fields.sealed.SealedText(blank=True, max_length=11),
                ),
                (
                    "request",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=2000, verbose_name="what is asked"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent, and waits for an answer"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("waitlisted", "on the waiting list"),
                            ("scheduled", "has an appointment"),
                            ("started", "help has started"),
                            ("completed", "completed"),
                            ("ended", "ended before it was complete"),
                            ("cancelled", "cancelled by the sender"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_room", "there is no room"),
                            ("not_eligible", "they do not meet the conditions"),
                            ("outside_area", "they live outside the area"),
                            ("wrong_service", "it is not the right service"),
                            ("not_reached", "they could not be reached"),
                            ("did_not_want", "they did not want it after all"),
                            ("other_help", "they found help elsewhere"),
                            ("moved", "they moved away"),
                            ("consent_over", "the consent is over or was taken back"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("scheduled_for", models.DateTimeField(null=True, verbose_name="appointment")),
                ("slot_held_until", models.DateField(null=True, verbose_name="slot held until")),
                (
                    "shown_until",
                    models.DateField(null=True, verbose_name="shown to the receiver until"),
                ),
                ("created_by", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("answer_due_at", models.DateTimeField(null=True, verbose_name="answer due")),
                ("started_at", models.DateTimeField(null=True, verbose_name="help started")),
                ("closed_at", models.DateTimeField(null=True)),
                ("purge_on", models.DateField(verbose_name="to be purged on")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="clients.client",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="consents.consent",
                    ),
                ),
            ],
            options={
                "db_table": "referral",
                "indexes": [
                    models.Index(fields=["provider", "state"], name="referral_sent"),
                    models.Index(fields=["receiver", "state"], name="referral_received"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "sent",
                                    "accepted",
                                    "rejected",
                                    "waitlisted",
                                    "scheduled",
                                    "started",
                                    "completed",
                                    "ended",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="referral_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(
                                ("receiver", models.F("provider")), ("receiver__isnull", False)
                            ),
                            ("consent__isnull", False),
                            _connector="OR",
                        ),
                        name="referral_across_by_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(("answer_due_at__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="referral_sent_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["cancelled", "ended", "rejected"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["cancelled", "ended", "rejected"]), _negated=True
                                ),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="referral_ends_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "scheduled"), _negated=True),
                            ("scheduled_for__isnull", False),
                            _connector="OR",
                        ),
                        name="referral_scheduled_for_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["cancelled", "completed", "ended", "rejected"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["cancelled", "completed", "ended", "rejected"]),
                                    _negated=True,
                                ),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="referral_over_at_a_moment",
                    ),
                ],
            },
        ),
    ]
