"""The tables of triage: decisions, their findings, votes and steps."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import commonground_web.kernel.fields.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("criteria", "0001_initial"),
        ("entries", "0001_initial"),
        ("lists", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TriageDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for findings"),
                            ("findings_complete", "findings are complete"),
                            ("independent_review", "under review by two"),
                            ("consolidating", "both reviews are in"),
                            ("agreed_prosecute", "agreed: prosecute"),
                            ("agreed_bank", "agreed: bank and invite"),
                            ("agreed_drop", "agreed: drop"),
                            ("agreed_refer_out", "agreed: refer out"),
                            ("conflict", "the reviews differ"),
                            ("panel", "before the panel"),
                            ("decided", "decided by the panel"),
                            ("locked", "locked"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("prosecute", "prosecute"),
                            ("bank", "bank the case, and invite"),
                            ("drop", "drop"),
                            ("refer_out", "refer out"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="verdict",
                    ),
                ),
                ("opened_by", models.UUIDField()),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "candidate_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="lists.candidatelist",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="entries.entry",
                    ),
                ),
            ],
            options={
                "db_table": "triage_decision",
            },
        ),
        migrations.CreateModel(
            name="ReviewerVote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("police", "police"), ("prosecution", "prosecution")],
                        max_length=12,
                    ),
                ),
                ("agency", models.UUIDField()),
                ("reviewer", models.UUIDField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("prosecute", "prosecute"),
                            ("bank", "bank the case, and invite"),
                            ("drop", "drop"),
                            ("refer_out", "refer out"),
                            ("need_info", "more information is needed"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "reason",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=2000, verbose_name="reason"
                    ),
                ),
                ("voted_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="triage.triagedecision",
                    ),
                ),
            ],
            options={
                "db_table": "reviewer_vote",
            },
        ),
        migrations.CreateModel(
            name="PanelVote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("agency", models.UUIDField()),
                ("member", models.UUIDField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("prosecute", "prosecute"),
                            ("bank", "bank the case, and invite"),
                            ("drop", "drop"),
                            ("refer_out", "refer out"),
                            ("need_info", "more information is needed"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "reason",
                    commonground_web.kernel.fields.sealed.SealedText(
                        max_length=2000, verbose_name="reason"
                    ),
                ),
                ("voted_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="panel_votes",
                        to="triage.triagedecision",
                    ),
                ),
            ],
            options={
                "db_table": "panel_vote",
            },
        ),
        migrations.CreateModel(
            name="CriterionFinding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("is_known", models.BooleanField()),
                ("value", models.CharField(blank=True, max_length=120, verbose_name="answer")),
                (
                    "evidence",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=300, verbose_name="evidence"
                    ),
                ),
                (
                    "note",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=1000, verbose_name="note"
                    ),
                ),
                ("found_by", models.UUIDField()),
                ("found_at", models.DateTimeField()),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.criterion",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="triage.triagedecision",
                    ),
                ),
            ],
            options={
                "db_table": "criterion_finding",
            },
        ),
        migrations.CreateModel(
            name="TriageMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("open", "waits for findings"),
                            ("findings_complete", "findings are complete"),
                            ("independent_review", "under review by two"),
                            ("consolidating", "both reviews are in"),
                            ("agreed_prosecute", "agreed: prosecute"),
                            ("agreed_bank", "agreed: bank and invite"),
                            ("agreed_drop", "agreed: drop"),
                            ("agreed_refer_out", "agreed: refer out"),
                            ("conflict", "the reviews differ"),
                            ("panel", "before the panel"),
                            ("decided", "decided by the panel"),
                            ("locked", "locked"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("open", "waits for findings"),
                            ("findings_complete", "findings are complete"),
                            ("independent_review", "under review by two"),
                            ("consolidating", "both reviews are in"),
                            ("agreed_prosecute", "agreed: prosecute"),
                            ("agreed_bank", "agreed: bank and invite"),
                            ("agreed_drop", "agreed: drop"),
                            ("agreed_refer_out", "agreed: refer out"),
                            ("conflict", "the reviews differ"),
                            ("panel", "before the panel"),
                            ("decided", "decided by the panel"),
                            ("locked", "locked"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "why",
                    commonground_web.kernel.fields.sealed.SealedText(
                        blank=True, max_length=1000, verbose_name="why"
                    ),
                ),
                ("moved_by", models.UUIDField()),
                ("moved_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="triage.triagedecision",
                    ),
                ),
            ],
            options={
                "db_table": "triage_move",
            },
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.UniqueConstraint(
                fields=("candidate_list", "entry"), name="triage_once_on_a_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "open",
                            "findings_complete",
                            "independent_review",
                            "consolidating",
                            "agreed_prosecute",
                            "agreed_bank",
                            "agreed_drop",
                            "agreed_refer_out",
                            "conflict",
                            "panel",
                            "decided",
                            "locked",
                        ],
                    )
                ),
                name="triage_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            (
                                "agreed_prosecute",
                                "agreed_bank",
                                "agreed_drop",
                                "agreed_refer_out",
                                "decided",
                                "locked",
                            ),
                        ),
                        ("verdict__in", ["prosecute", "bank", "drop", "refer_out"]),
                        ("verdict__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    "agreed_prosecute",
                                    "agreed_bank",
                                    "agreed_drop",
                                    "agreed_refer_out",
                                    "decided",
                                    "locked",
                                ),
                            ),
                            _negated=True,
                        ),
                        ("verdict__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="triage_verdict_once_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed_prosecute"), _negated=True),
                    ("verdict", "prosecute"),
                    _connector="OR",
                ),
                name="triage_agreed_prosecute",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed_bank"), _negated=True),
                    ("verdict", "bank"),
                    _connector="OR",
                ),
                name="triage_agreed_bank",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed_drop"), _negated=True),
                    ("verdict", "drop"),
                    _connector="OR",
                ),
                name="triage_agreed_drop",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed_refer_out"), _negated=True),
                    ("verdict", "refer_out"),
                    _connector="OR",
                ),
                name="triage_agreed_refer_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewervote",
            constraint=models.UniqueConstraint(
                fields=("decision", "round", "side"), name="reviewer_vote_one_per_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewervote",
            constraint=models.UniqueConstraint(
                fields=("decision", "round", "agency"), name="reviewer_vote_two_agencies"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewervote",
            constraint=models.UniqueConstraint(
                fields=("decision", "round", "reviewer"), name="reviewer_vote_two_persons"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewervote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("side__in", ["police", "prosecution"]),
                    ("verdict__in", ["prosecute", "bank", "drop", "refer_out", "need_info"]),
                ),
                name="reviewer_vote_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelvote",
            constraint=models.UniqueConstraint(
                fields=("decision", "round", "member"), name="panel_vote_one_per_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="panelvote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["prosecute", "bank", "drop", "refer_out", "need_info"])
                ),
                name="panel_vote_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_known", True), models.Q(("value", ""), _negated=True)),
                    models.Q(("is_known", False), ("value", "")),
                    _connector="OR",
                ),
                name="criterion_finding_known_or_not",
            ),
        ),
    ]
