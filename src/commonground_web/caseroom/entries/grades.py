"""The closed lists of an entry: what is suspected, how sources are graded, how it is labelled.

There is no list for opinions, beliefs, origin or company kept, and no field to write them into.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Activity(models.TextChoices):
    """Criminal activity that can be defined; neither use nor possession alone is on the list."""

    SALE = "sale", _("sale or delivery of a controlled substance")
    POSSESSION_WITH_INTENT = "possession_with_intent", _("possession with intent to distribute")
    CONSPIRACY = "conspiracy", _("conspiracy to distribute")
    MANUFACTURE = "manufacture", _("manufacture for sale")
    MAINTAINING_PREMISES = "maintaining_premises", _("keeping a place for sale")
    EMPLOYING_MINOR = "employing_minor", _("using a minor to sell")


class Reliability(models.TextChoices):
    """How far a source has proved right."""

    RELIABLE = "reliable", _("reliable")
    USUALLY = "usually_reliable", _("usually reliable")
    UNRELIABLE = "unreliable", _("unreliable")
    UNKNOWN = "unknown", _("unknown")


class Validity(models.TextChoices):
    """How far what was said is borne out."""

    CONFIRMED = "confirmed", _("confirmed by another source")
    PROBABLE = "probable", _("probable")
    DOUBTFUL = "doubtful", _("doubtful")
    UNJUDGED = "unjudged", _("cannot be judged")


class Sensitivity(models.TextChoices):
    """Who may be told what an entry says."""

    SENSITIVE = "sensitive", _("sensitive: only with the control official's consent")
    CONFIDENTIAL = "confidential", _("confidential: police and prosecutors of this intervention")
    RESTRICTED = "restricted", _("restricted: law enforcement with a need and a right to know")


class Confidence(models.TextChoices):
    """How far the submitting agency stands by the entry as a whole."""

    HIGH = "high", _("high: sources agree, and were checked")
    MODERATE = "moderate", _("moderate: sources agree")
    LOW = "low", _("low: sources are few, or differ")


class SourceKind(models.TextChoices):
    """Where a mention comes from."""

    PATROL = "patrol", _("patrol")
    NARCOTICS = "narcotics", _("narcotics unit")
    PROBATION = "probation", _("probation or parole")
    INCIDENT_REVIEW = "incident_review", _("incident review")
    COMPLAINT = "complaint", _("complaint of a resident")
