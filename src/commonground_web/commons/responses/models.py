"""What came of an invitation: attendance, follow-up, an agreement, an introduction."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.invitations.models import Invitee
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


class Came(models.TextChoices):
    """Whether an invitee came, and if not, what is known of it."""

    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("excused")
    CUSTODY = "custody", _("in custody")
    NOT_LOCATED = "not_located", _("not located")


class Reached(models.TextChoices):
    """What came of following somebody up."""

    OPEN = "open", _("not done yet")
    REACHED = "reached", _("reached, and told what was said")
    REFUSED = "refused", _("reached, and did not want to talk")
    NOT_FOUND = "not_found", _("not found")


class Term(models.TextChoices):
    """What an agreement may say: conduct, and nothing else.

    Help is never a term. No value stands for treatment, testing or seeing a service.
    """

    NO_SALE = "no_sale", _("sell no drugs")
    NO_VIOLENCE = "no_violence", _("use no violence")
    NO_WEAPON = "no_weapon", _("carry no weapon")
    STAY_AWAY = "stay_away", _("stay away from the place of the market")
    NO_RETALIATION = "no_retaliation", _("take no revenge on anyone")


class Attendance(Record):
    """Whether one invitee came, and whether somebody who matters to them came along."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id invitee came with_influential noted_by noted_at")
    ENTITY = "attendance"
    OF_PERSON = True
    FIXED = ("invitee",)

    invitee = models.OneToOneField(Invitee, on_delete=models.CASCADE, related_name="attendance")
    came = models.CharField(_("came"), max_length=12, choices=Came)
    with_influential = models.BooleanField(_("with somebody who matters to them"))
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "attendance"
        constraints = [
            models.CheckConstraint(condition=Q(came__in=Came.values), name="attendance_known"),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "invitee__site")


class FollowUp(Record):
    """That somebody who did not come is contacted the next day, by whom, and what came of it."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id invitee due_on assigned_to outcome done_by done_on created_at")
    ENTITY = "follow_up"
    OF_PERSON = True
    FIXED = ("invitee", "due_on", "created_at")

    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, related_name="follow_ups")
    due_on = models.DateField(_("due"))
    assigned_to = models.UUIDField(_("by whom"), null=True)
    outcome = models.CharField(
        _("what came of it"), max_length=12, choices=Reached, default=Reached.OPEN
    )
    done_by = models.UUIDField(null=True)
    done_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "follow_up"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Reached.OPEN, done_by__isnull=True)
                | Q(outcome__in=Reached.values, done_by__isnull=False, done_on__isnull=False),
                name="follow_up_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "invitee__site")

    @property
    def is_open(self) -> bool:
        """Whether nobody has done it yet."""
        return self.outcome == Reached.OPEN


class ConductAgreement(Record):
    """What a candidate agreed to, from when to when; the case room learns the two days alone."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id candidate given_on ends_on copy_given_on noted_by noted_at")
    ENTITY = "conduct_agreement"
    OF_PERSON = True
    FIXED = ("candidate", "given_on", "ends_on", "noted_by", "noted_at")

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="agreement")
    given_on = models.DateField(_("given on"))
    ends_on = models.DateField(_("ends on"))
    copy_given_on = models.DateField(_("copy given on"), null=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "conduct_agreement"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("given_on")), name="conduct_agreement_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "candidate__site")


class AgreedTerm(Record):
    """One term of an agreement, from the closed list, which the database knows too."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id agreement term")
    ENTITY = "conduct_agreement"
    OF_PERSON = True
    APPEND_ONLY = True

    agreement = models.ForeignKey(ConductAgreement, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=16, choices=Term)

    class Meta:
        db_table = "agreed_term"
        constraints = [
            models.CheckConstraint(condition=Q(term__in=Term.values), name="agreed_term_closed"),
            models.UniqueConstraint(fields=["agreement", "term"], name="agreed_term_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_term_display())

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "agreement__candidate__site")


class Introduction(Record):
    """That a candidate who said yes was put in touch with a provider: that, and nothing more.

    Name, contact and provider went to the care room sealed, and are not kept here. Whether help
    was accepted, declined or given is never known in the Commons.
    """

    ROOM = Room.COMMONS
    KEPT = kept(internal="id candidate handed_over_on handed_over_by")
    ENTITY = "introduction"
    OF_PERSON = True
    APPEND_ONLY = True

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="introductions")
    handed_over_on = models.DateField(_("handed over on"))
    handed_over_by = models.UUIDField()

    class Meta:
        db_table = "introduction"

    def __str__(self) -> str:
        return f"introduction {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "candidate__site")
