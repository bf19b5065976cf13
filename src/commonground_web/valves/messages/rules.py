"""The rules of a site that everyone may read: its criteria, and its policy on violations.

They are written and signed in the case room. A valve carries no free text, so it tells of a signed
version by its digest alone; a person takes the text out as a file, and the Commons keeps only a
file of which it was told.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Annotated, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commonground_web.valves.messages.shapes import Digest, Message
from commonground_web.valves.ways import Kind


class RulesOn(models.TextChoices):
    """What the rules of a site are on."""

    CRITERIA = "criteria", _("criteria: who is prosecuted, and who is invited")
    POLICY = "policy", _("policy: what is a violation, and what may follow")


class AnsweredBy(models.TextChoices):
    """How a criterion is answered."""

    YES_NO = "yes_no", _("yes or no")
    NUMBER = "number", _("a number")
    DATE = "date", _("a date")
    CHOICE = "choice", _("one of some answers")


class BearsOn(models.TextChoices):
    """What a criterion bears on; there is no word here for who somebody is or believes."""

    VIOLENCE = "violence", _("violence")
    GUNS = "guns", _("guns")
    LEVEL = "level", _("level in the trade")
    ACTIVITY = "activity", _("selling now")
    RECORD = "record", _("record of convictions")
    PENDING = "pending", _("pending matters")
    SUPERVISION = "supervision", _("probation or parole")
    CASE = "case", _("strength of the case")
    RESIDENCE = "residence", _("residence in the area")


class Conduct(models.TextChoices):
    """What a violation can be.

    To stay away from a call-in, from treatment or from any service is none: there is no word for
    it here.
    """

    SALE = "sale", _("selling drugs in the market")
    VIOLENCE = "violence", _("violence")
    WEAPON = "weapon", _("carrying a weapon")
    RETALIATION = "retaliation", _("retaliation against somebody who spoke")
    STAY_AWAY = "stay_away", _("entering a place that was agreed to be left alone")
    POSSESSION = "possession", _("possession for one's own use")


class Consequence(models.TextChoices):
    """What may follow from a violation, the mildest first."""

    NOTHING = "nothing", _("nothing")
    WARNING = "warning", _("a warning")
    ACTIVATION = "activation", _("the banked case")


Number = Annotated[int, Field(ge=1, le=9999)]
"""The number of a version."""


class RulesSigned(Message):
    """V1: both sides signed a version of a site's rules; what it says is told by its digest."""

    kind: ClassVar = Kind.RULES_SIGNED

    site: UUID
    on: RulesOn
    number: Number
    effective_on: date
    signed_on: date
    digest: Digest


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Question(_Part):
    """One criterion."""

    question: Annotated[str, StringConstraints(max_length=300)]
    bears_on: BearsOn
    answered_by: AnsweredBy
    choices: tuple[str, ...]
    shown_beside: Annotated[str, StringConstraints(max_length=200)]


class Clause(_Part):
    """One clause of a policy."""

    conduct: Conduct
    text: Annotated[str, StringConstraints(max_length=600)]
    most: Consequence


class Rules(_Part):
    """A version of a site's rules, as a file says it."""

    on: RulesOn
    site: UUID
    number: Number
    effective_on: date
    questions: tuple[Question, ...] = ()
    review_days: int | None = None
    term_days: int | None = None
    clauses: tuple[Clause, ...] = ()

    def as_file(self) -> bytes:
        """Return the file: the same version is the same bytes, whoever writes it."""
        return self.model_dump_json(indent=1).encode() + b"\n"

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return sha256(self.as_file()).hexdigest()
