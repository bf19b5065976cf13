"""The instruments of needs assessments, in versions, as data: a version is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    """Areas of life in which somebody may want help."""

    INCOME = "income", _("income and work")
    ID = "id", _("identity papers")
    HOUSING = "housing", _("housing")
    HEALTH = "health", _("health")
    SUBSTANCE_USE = "substance_use", _("substance use")
    MENTAL_HEALTH = "mental_health", _("mental health")
    EDUCATION = "education", _("education and training")
    CHILDCARE = "childcare", _("childcare and family")
    TRANSPORT = "transport", _("transport")
    LEGAL = "legal", _("legal matters")


class Answer(models.TextChoices):
    """How somebody answers; not to answer is an answer."""

    NO_HELP = "no_help", _("wants no help with it")
    LATER = "later", _("wants help with it later")
    SOON = "soon", _("wants help with it soon")
    NOW = "now", _("needs help with it now")
    DECLINED = "declined", _("would rather not say")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version: what is asked in each area, in order."""

    version: str
    questions: Mapping[str, str | Promise]


FIRST = Instrument(
    "2026-1",
    {
        Domain.INCOME: _("Would you like help with money, benefits or finding work?"),
        Domain.ID: _("Do you have the papers you need: an identity card, a birth certificate?"),
        Domain.HOUSING: _("Where do you stay, and can you go on staying there?"),
        Domain.HEALTH: _("Is there anything about your body you would like a doctor to see?"),
        Domain.SUBSTANCE_USE: _("Would you like help with using less, using safer, or stopping?"),
        Domain.MENTAL_HEALTH: _("How have you been feeling? Would you like to talk to somebody?"),
        Domain.EDUCATION: _("Is there something you would like to learn, or finish?"),
        Domain.CHILDCARE: _("Do you look after children or others, and do you need help with it?"),
        Domain.TRANSPORT: _("Can you get to where you need to be?"),
        Domain.LEGAL: _("Is there anything you would like a lawyer to help you with?"),
    },
)
INSTRUMENTS: Mapping[str, Instrument] = {FIRST.version: FIRST}
CURRENT = FIRST
