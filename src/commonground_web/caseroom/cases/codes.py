"""The closed lists of a case: offences and drugs as NIBRS codes them, fentanyl, who holds it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Offence(models.TextChoices):
    """Offences by NIBRS code."""

    SALE = "35A", _("35A drug violation: sale or distribution")
    EQUIPMENT = "35B", _("35B drug equipment violation")
    WEAPON = "520", _("520 weapon law violation")
    AGGRAVATED_ASSAULT = "13A", _("13A aggravated assault")
    SIMPLE_ASSAULT = "13B", _("13B simple assault")
    INTIMIDATION = "13C", _("13C intimidation")
    ROBBERY = "120", _("120 robbery")


class Drug(models.TextChoices):
    """Suspected drugs by NIBRS code, which has none for fentanyl: it is coded as H."""

    CRACK = "A", _("A crack cocaine")
    COCAINE = "B", _("B cocaine")
    HEROIN = "D", _("D heroin")
    OTHER_NARCOTICS = "H", _("H other narcotics (also fentanyl)")
    METHAMPHETAMINE = "L", _("L methamphetamine")
    OTHER = "P", _("P other drugs")
    UNKNOWN = "U", _("U unknown")
    OVER_THREE = "X", _("X more than three kinds")


class Fentanyl(models.TextChoices):
    """Whether fentanyl was in what was sold."""

    NO = "no", _("not suspected")
    SUSPECTED = "suspected", _("suspected")
    CONFIRMED = "confirmed", _("confirmed by the laboratory")


class Laboratory(models.TextChoices):
    """What the laboratory said of what was bought."""

    WAITING = "waiting", _("not back yet")
    POSITIVE = "positive", _("a controlled substance")
    NEGATIVE = "negative", _("no controlled substance")


class Holder(models.TextChoices):
    """Who holds the file."""

    POLICE = "police", _("police")
    PROSECUTOR = "prosecutor", _("prosecutor")
