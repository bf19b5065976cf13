"""The closed lists of a consent, and the words that the law has go with what is disclosed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Recipient(models.TextChoices):
    """Kinds of recipients; police, prosecution, probation and courts are none of them."""

    TREATMENT = "treatment", _("treatment provider")
    HEALTH = "health", _("health care")
    HARM_REDUCTION = "harm_reduction", _("harm-reduction organisation")
    HOUSING = "housing", _("housing")
    EMPLOYMENT = "employment", _("work or training")
    EDUCATION = "education", _("school or course")
    BENEFITS = "benefits", _("benefits office")
    LEGAL_AID = "legal_aid", _("their own lawyer or legal aid")
    FAMILY = "family", _("family or a person they trust")
    OTHER_SERVICE = "other_service", _("another service organisation")


class Part(models.TextChoices):
    """Parts of a record that a consent can cover."""

    NAME = "name", _("name")
    CONTACT = "contact", _("how to reach them")
    LANGUAGE = "language", _("language")
    NEEDS = "needs", _("what they need, in the areas named")
    SUBSTANCE_USE = "substance_use", _("substance use and its treatment")
    HEALTH = "health", _("physical and mental health")
    PROGRESS = "progress", _("what became of a referral")


class Signed(models.TextChoices):
    """How a consent was signed."""

    PAPER = "paper", _("on paper, which the organisation keeps")
    ELECTRONIC = "electronic", _("electronically, by typing their name")


class SignedBy(models.TextChoices):
    """Who signed a consent (42 CFR 2.31(a), with 2.14 and 2.15)."""

    PATIENT = "patient", _("they themselves")
    AUTHORIZED = "authorized", _("a parent or another authorised person, for them")
    BOTH = "both", _("they themselves, and a parent or another authorised person")


class Process(models.TextChoices):
    """Kinds of legal process."""

    SUBPOENA = "subpoena", _("subpoena")
    COURT_ORDER = "court_order", _("court order")
    WARRANT = "warrant", _("search warrant")
    REQUEST = "request", _("request by word or letter")


class Response(models.TextChoices):
    """What was answered; that somebody is a client is never confirmed by it."""

    NO_ACKNOWLEDGEMENT = "no_acknowledgement", _("neither confirmed nor denied")
    WITH_COUNSEL = "with_counsel", _("handed to counsel")
    CONTESTED = "contested", _("contested in court by counsel")
    ORDER_OBEYED = "order_obeyed", _("an order under subpart E was obeyed, by counsel")


REVOKING = _(
    "You may take this consent back at any time, by word or in writing, to anybody of the "
    "organisation that discloses. What was told before then cannot be taken back."
)
"""What a consent says of the right to revoke it, unless the organisation says more."""

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The notice that accompanies each disclosure (42 CFR 2.32), in the words of the rule."""

LONGEST_DAYS = 366
"""The longest that a consent may last before it is asked anew."""
