"""The tables of cases."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import commonground_web.kernel.fields.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entries", "0002_basis_sources_and_dissemination"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.UUIDField(verbose_name="agency")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("building", "being built"),
                            ("ready", "ready"),
                            ("banked", "banked"),
                            ("activated", "activated"),
                            ("expired", "expired"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("completed", "completed"),
                        ],
                        default="building",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="local case number")),
                ("offences", models.JSONField(verbose_name="offences")),
                ("statute", models.CharField(max_length=200, verbose_name="statute")),
                ("first_on", models.DateField(verbose_name="first offence")),
                ("last_on", models.DateField(verbose_name="last offence")),
                (
                    "drug",
                    models.CharField(
                        choices=[
                            ("A", "A crack cocaine"),
                            ("B", "B cocaine"),
                            ("D", "D heroin"),
                            ("H", "H other narcotics (also fentanyl)"),
                            ("L", "L methamphetamine"),
                            ("P", "P other drugs"),
                            ("U", "U unknown"),
                            ("X", "X more than three kinds"),
                        ],
                        max_length=1,
                        verbose_name="drug",
                    ),
                ),
                (
                    "fentanyl",
                    models.CharField(
                        choices=[
                            ("no", "not suspected"),
                            ("suspected", "suspected"),
                            ("confirmed", "confirmed by the laboratory"),
                        ],
                        max_length=9,
                        verbose_name="fentanyl",
                    ),
                ),
                ("limitation_on", models.DateField(verbose_name="barred by limitation on")),
                (
                    "holder",
                    models.CharField(
                        choices=[("police", "police"), ("prosecutor", "prosecutor")],
                        max_length=10,
                        verbose_name="held by",
                    ),
                ),
                (
                    "why",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=1000,
                        null=True,
                        verbose_name="why it was returned, declined or withdrawn",
                    ),
                ),
                ("created_by", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("reviewed_by", models.UUIDField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("program_ends_on", models.DateField(null=True, verbose_name="programme ends on")),
                ("bank_until", models.DateField(null=True, verbose_name="banked until")),
                ("banked_by", models.UUIDField(null=True)),
                ("banked_at", models.DateTimeField(null=True)),
                ("expired_on", models.DateField(null=True)),
                (
                    "clause",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="clause of the policy"
                    ),
                ),
                ("activated_by", models.UUIDField(null=True)),
                ("activated_on", models.DateField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="entries.entry",
                    ),
                ),
            ],
            options={
                "db_table": "case_file",
            },
        ),
        migrations.CreateModel(
            name="Buy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("bought_on", models.DateField(verbose_name="bought on")),
                ("number", models.CharField(max_length=40, verbose_name="number of the evidence")),
                ("is_on_video", models.BooleanField(default=False, verbose_name="on video")),
                (
                    "laboratory",
                    models.CharField(
                        choices=[
                            ("waiting", "not back yet"),
                            ("positive", "a controlled substance"),
                            ("negative", "no controlled substance"),
                        ],
                        max_length=8,
                        verbose_name="laboratory",
                    ),
                ),
                (
                    "has_custody",
                    models.BooleanField(default=False, verbose_name="chain of custody whole"),
                ),
                (
                    "has_statement",
                    models.BooleanField(
                        default=False, verbose_name="statement of a witness or officer"
                    ),
                ),
                (
                    "has_warrant",
                    models.BooleanField(default=False, verbose_name="warrant drafted, unsigned"),
                ),
                ("added_by", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buys",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "controlled_buy",
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "bank_until"], name="case_to_expire"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("drug__in", ["A", "B", "D", "H", "L", "P", "U", "X"]),
                    ("fentanyl__in", ["no", "suspected", "confirmed"]),
                    ("holder__in", ["police", "prosecutor"]),
                    (
                        "state__in",
                        [
                            "building",
                            "ready",
                            "banked",
                            "activated",
                            "expired",
                            "declined",
                            "withdrawn",
                            "completed",
                        ],
                    ),
                ),
                name="case_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_on__lte", models.F("last_on"))),
                name="case_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by__isnull", True),
                    models.Q(("reviewed_by", models.F("created_by")), _negated=True),
                    _connector="OR",
                ),
                name="case_reviewed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["ready", "banked", "activated", "expired", "completed"]),
                        _negated=True,
                    ),
                    models.Q(("program_ends_on__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="case_ready_once_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("banked", "activated", "expired", "completed")),
                        _negated=True,
                    ),
                    models.Q(
                        ("bank_until__isnull", False),
                        ("bank_until__lt", models.F("limitation_on")),
                        ("bank_until__lte", models.F("program_ends_on")),
                        ("banked_at__isnull", False),
                        ("banked_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="case_banked_until_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("expired_on__gt", models.F("bank_until")),
                        ("expired_on__isnull", False),
                        ("state", "expired"),
                    ),
                    models.Q(
                        models.Q(("state", "expired"), _negated=True), ("expired_on__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="case_expired_stays_expired",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "activated"), _negated=True),
                    models.Q(
                        ("activated_by__isnull", False),
                        ("activated_on__isnull", False),
                        ("activated_on__lte", models.F("bank_until")),
                        models.Q(("clause", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_activated_in_time_by_a_clause",
            ),
        ),
        migrations.AddConstraint(
            model_name="buy",
            constraint=models.CheckConstraint(
                condition=models.Q(("laboratory__in", ["waiting", "positive", "negative"])),
                name="buy_laboratory_known",
            ),
        ),
    ]
