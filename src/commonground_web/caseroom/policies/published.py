"""The policy that Common Ground publishes, for a site to adopt as it is or to begin from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.valves.messages.rules import Conduct, Consequence


@dataclass(frozen=True, slots=True)
class Written:
    """One clause as it is written, before it is part of a version."""

    conduct: str
    text: str | Promise
    most: str


PUBLISHED = (
    Written(
        Conduct.SALE,
        _(
            "Selling drugs in the area or within sight of it, shown by a controlled buy, by video "
            "or by an officer who saw it. To be there, or with others who sell, is no sale."
        ),
        Consequence.ACTIVATION,
    ),
    Written(
        Conduct.VIOLENCE,
        _("Violence against a person that has led to a charge."),
        Consequence.ACTIVATION,
    ),
    Written(
        Conduct.WEAPON,
        _("Carrying a firearm unlawfully that has led to a charge."),
        Consequence.ACTIVATION,
    ),
    Written(
        Conduct.RETALIATION,
        _("Threats or harm to somebody because they spoke, came or reported."),
        Consequence.ACTIVATION,
    ),
    Written(
        Conduct.STAY_AWAY,
        _("Entering, without need, a place that the person agreed to leave alone."),
        Consequence.WARNING,
    ),
)
"""Narrow on purpose: where policies said less, people were charged for a pipe or a missed evening.
Sources: RAND RR1001 (decide beforehand what follows); Seattle 2009, where one third were charged
within three weeks, some for possession or for not coming."""

REVIEW_DAYS, TERM_DAYS = 7, 365
