"""The criteria that Common Ground publishes, for a site to adopt as they are or to begin from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.valves.messages.rules import AnsweredBy, BearsOn


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion as it is written, before it is part of a set."""

    code: str
    question: str | Promise
    kind: str
    bears_on: str
    choices: tuple[str | Promise, ...] = ()
    shown_beside: str | Promise = ""


PUBLISHED = (
    Question(
        "violence",
        _("Is there a conviction for a violent offence?"),
        AnsweredBy.YES_NO,
        BearsOn.VIOLENCE,
        shown_beside=_("The reviewers agree beforehand which offences count, and how far back."),
    ),
    Question(
        "violence_last",
        _("When was the last violent offence that led to a charge?"),
        AnsweredBy.DATE,
        BearsOn.VIOLENCE,
    ),
    Question(
        "guns",
        _("Is there a conviction or a pending charge for a gun offence?"),
        AnsweredBy.YES_NO,
        BearsOn.GUNS,
    ),
    Question(
        "level",
        _("At which level does the evidence show that they sell?"),
        AnsweredBy.CHOICE,
        BearsOn.LEVEL,
        choices=(_("hand to hand in the street"), _("supplies street sellers"), _("higher")),
        shown_beside=_("What was seen or bought, and not what somebody is said to be."),
    ),
    Question(
        "last_sale",
        _("When were they last seen to sell in the market?"),
        AnsweredBy.DATE,
        BearsOn.ACTIVITY,
        shown_beside=_("Who no longer sells, or sold once, is not on the list."),
    ),
    Question(
        "buys",
        _("How many controlled buys are recorded on video?"),
        AnsweredBy.NUMBER,
        BearsOn.CASE,
        shown_beside=_("A case is banked with one complete buy or more."),
    ),
    Question(
        "felonies",
        _("How many felony convictions are there?"),
        AnsweredBy.NUMBER,
        BearsOn.RECORD,
    ),
    Question(
        "pending",
        _("Are other charges pending?"),
        AnsweredBy.YES_NO,
        BearsOn.PENDING,
    ),
    Question(
        "supervision",
        _("Are they on probation or parole?"),
        AnsweredBy.CHOICE,
        BearsOn.SUPERVISION,
        choices=(_("no"), _("probation"), _("parole")),
        shown_beside=_("A fact for the case, and not a reason by itself."),
    ),
    Question(
        "residence",
        _("Do they live in the area or next to it?"),
        AnsweredBy.YES_NO,
        BearsOn.RESIDENCE,
        shown_beside=_("Asked so that help can reach them; living elsewhere decides nothing."),
    ),
)
"""What sites have published on whom they prosecute and whom they invite, as questions."""
