"""The tables of lists: their checks, signatures and locks, and their candidates."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import commonground_web.kernel.fields.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("criteria", "0001_initial"),
        ("entries", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("site", models.UUIDField(verbose_name="site")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("checked", "checked for disparity"),
                            ("locked", "locked"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("opened_by", models.UUIDField()),
                ("opened_at", models.DateTimeField()),
                (
                    "criteria",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.criteriaset",
                    ),
                ),
            ],
            options={
                "db_table": "candidate_list",
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("chosen", "chosen, and not complete"),
                            ("proposed", "waits for the second person"),
                            ("released", "released to the Commons"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="chosen",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "display_name",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=120, verbose_name="name on the invitation"
                    ),
                ),
                (
                    "contact",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=200, verbose_name="how to reach them"
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=16, verbose_name="language")),
                ("needs", models.JSONField(default=list, verbose_name="needs in order to come")),
                ("is_minor", models.BooleanField(null=True, verbose_name="is a minor")),
                (
                    "guardian",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=500, verbose_name="how a parent or guardian was told"
                    ),
                ),
                (
                    "guardian_told_on",
                    models.DateField(null=True, verbose_name="parent or guardian told on"),
                ),
                ("proposed_by", models.UUIDField(null=True)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("released_by", models.UUIDField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "expires_on",
                    models.DateField(null=True, verbose_name="kept by the Commons until"),
                ),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "why_withdrawn",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=500, verbose_name="why withdrawn"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="entries.entry",
                    ),
                ),
                (
                    "candidate_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="lists.candidatelist",
                    ),
                ),
            ],
            options={
                "db_table": "candidate",
            },
        ),
        migrations.CreateModel(
            name="CandidateRelease",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("message", models.UUIDField()),
                (
                    "display_name",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=120, verbose_name="name on the invitation"
                    ),
                ),
                (
                    "contact",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=200, verbose_name="how to reach them"
                    ),
                ),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                ("needs", models.JSONField(default=list, verbose_name="needs in order to come")),
                ("is_minor", models.BooleanField(verbose_name="is a minor")),
                ("expires_on", models.DateField(verbose_name="kept by the Commons until")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("purge_on", models.DateField(verbose_name="to be purged on")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="releases",
                        to="lists.candidate",
                    ),
                ),
            ],
            options={
                "db_table": "candidate_release",
            },
        ),
        migrations.CreateModel(
            name="DisparityCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("groups", models.JSONField(verbose_name="counts by group")),
                ("benchmark", models.CharField(max_length=500, verbose_name="compared with")),
                ("notes", models.TextField(max_length=4000, verbose_name="what was made of it")),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "candidate_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="lists.candidatelist",
                    ),
                ),
            ],
            options={
                "db_table": "disparity_check",
            },
        ),
        migrations.CreateModel(
            name="DisparitySignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.UUIDField()),
                ("signed_by", models.UUIDField()),
                ("signed_at", models.DateTimeField()),
                (
                    "disparity_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="lists.disparitycheck",
                    ),
                ),
            ],
            options={
                "db_table": "disparity_signature",
            },
        ),
        migrations.CreateModel(
            name="ListLock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="hash of the list")),
                ("entries", models.PositiveIntegerField(verbose_name="entries")),
                ("prosecute", models.PositiveIntegerField()),
                ("bank", models.PositiveIntegerField()),
                ("drop", models.PositiveIntegerField()),
                ("refer_out", models.PositiveIntegerField()),
                ("first_by", models.UUIDField()),
                ("first_at", models.DateTimeField()),
                ("second_by", models.UUIDField()),
                ("second_at", models.DateTimeField()),
                (
                    "candidate_list",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lock",
                        to="lists.candidatelist",
                    ),
                ),
            ],
            options={
                "db_table": "candidate_list_lock",
            },
        ),
        migrations.CreateModel(
            name="LockSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "side",
                    models.CharField(
                        choices=[("police", "police"), ("prosecution", "prosecution")],
                        max_length=12,
                    ),
                ),
                ("agency", models.UUIDField()),
                ("signed_by", models.UUIDField()),
                ("signed_at", models.DateTimeField()),
                (
                    "candidate_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lock_signatures",
                        to="lists.candidatelist",
                    ),
                ),
            ],
            options={
                "db_table": "candidate_list_signature",
            },
        ),
        migrations.AddConstraint(
            model_name="candidatelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "checked", "locked"])),
                name="candidate_list_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidatelist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "locked"), _negated=True),
                fields=("site",),
                name="candidate_list_one_open_per_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                fields=("candidate_list", "entry"), name="candidate_once_on_a_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["chosen", "proposed", "released", "withdrawn"])),
                name="candidate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(
                        ("proposed_by__isnull", False),
                        models.Q(("released_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="candidate_released_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "released"), _negated=True),
                    models.Q(
                        ("expires_on__isnull", False),
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="candidate_released_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(
                        ("is_minor__isnull", False),
                        models.Q(
                            ("is_minor", False),
                            ("guardian_told_on__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="candidate_minor_with_guardian",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="candidate_withdrawn_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="disparitycheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("candidate_list",),
                name="disparity_check_one_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="disparitycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("benchmark", ""), _negated=True),
                    models.Q(("notes", ""), _negated=True),
                ),
                name="disparity_check_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="disparitysignature",
            constraint=models.UniqueConstraint(
                fields=("disparity_check", "agency"), name="disparity_signed_by_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="disparitysignature",
            constraint=models.UniqueConstraint(
                fields=("disparity_check", "signed_by"), name="disparity_signed_by_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="listlock",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_by", models.F("second_by")), _negated=True),
                name="candidate_list_locked_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="locksignature",
            constraint=models.UniqueConstraint(
                fields=("candidate_list", "digest", "side"), name="lock_signed_by_a_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="locksignature",
            constraint=models.UniqueConstraint(
                fields=("candidate_list", "digest", "agency"), name="lock_signed_by_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="locksignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["police", "prosecution"])),
                name="lock_signature_side_known",
            ),
        ),
    ]
