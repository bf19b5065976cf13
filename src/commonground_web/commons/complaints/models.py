"""A complaint, which nobody but oversight reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class About(models.TextChoices):
    """What a complaint is about."""

    CONDUCT = "conduct", _("somebody's conduct")
    LISTING = "listing", _("being on a list")
    SERVICE = "service", _("a service")
    PRIVACY = "privacy", _("privacy")
    SAFETY = "safety", _("safety")


class Complaint(Record):
    """What somebody complains of; whoever wrote it stays unknown and follows it by a code."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id code about created_at purge_on", secret="text")
    ENTITY = "complaint"
    OF_PERSON = True

    code = models.CharField(max_length=64, unique=True)
    about = models.CharField(_("about"), max_length=12, choices=About)
    text = SealedText(_("what happened"), max_length=4000)
    created_at = models.DateTimeField()
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "complaint"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about__in=About.values), name="complaint_about_known"
            ),
        ]

    def __str__(self) -> str:
        return f"complaint {self.pk}"
