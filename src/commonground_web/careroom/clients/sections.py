"""What a client's page leads to: the pages that other apps have for one client."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Section:
    """One page about a client."""

    label: str | Promise
    view: str
    entity: str
    about: str | Promise


SECTIONS = (
    Section(
        _("Consents and disclosures"),
        "client-consents",
        "consent",
        _("What they allow to be told to whom, and what was told."),
    ),
    Section(
        _("Needs and plan"),
        "client-needs",
        "assessment",
        _("What they say they need, and what they set out to do."),
    ),
    Section(
        _("Referrals"),
        "client-referrals",
        "referral",
        _("Where they were sent on to, and what became of it."),
    ),
)


def sections_of(actor: Actor, client: uuid.UUID) -> list[tuple[Section, str]]:
    """Return the pages about a client that an actor may open, each with its address."""
    return [
        (section, reverse(section.view, args=[client]))
        for section in SECTIONS
        if actor.may("view", section.entity)
    ]
