"""Facts that gates ask of other parts of the room; a fact that nobody tells is not known.

An app that knows a fact says so when it is loaded, and steps need not know the app:

    @tells("service_slots")
    def slots(site: uuid.UUID) -> int | None: ...
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.shape import Partner, Words

Told = bool | int | None
"""What is known of a site: yes or no, a number, or None where nobody knows yet."""

Teller = Callable[[uuid.UUID], Told]


class FactToldTwice(RuntimeError):
    """Two parts of the room claim to know the same fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a gate asks."""

    words: Words
    """The fact as a claim, as it must be for a gate to open."""
    owed_by: Partner


FACTS: Mapping[str, Fact] = {
    "police_bound": Fact(
        _("A memorandum of a police department or a sheriff is in force"), Partner.POLICE
    ),
    "prosecutor_bound": Fact(_("A memorandum of a prosecutor is in force"), Partner.PROSECUTOR),
    "sharing_bound": Fact(
        _("Every agency that weighs names has its participation under 28 CFR Part 23 in force"),
        Partner.COORDINATION,
    ),
    "policy_signed": Fact(
        _("A policy on violations that both sides of the case room signed is in force"),
        Partner.PROSECUTOR,
    ),
    "boundary_approved": Fact(
        _("A boundary of the area is approved by a second person and in force"), Partner.ANALYST
    ),
    "disparity_check_signed": Fact(
        _("The case room has signed its disparity check"), Partner.PROSECUTOR
    ),
    "service_slots": Fact(_("Service slots are counted"), Partner.SERVICES),
    "candidates": Fact(_("Candidates are released by the case room"), Partner.PROSECUTOR),
    "disruption_notice_given": Fact(
        _("Those who do outreach were told of the coming disruption"), Partner.POLICE
    ),
    "outreach_plan_agreed": Fact(_("The outreach plan is agreed"), Partner.HEALTH),
    "safe_conduct_acknowledged": Fact(
        _("The case room has acknowledged every safe-conduct hold"), Partner.PROSECUTOR
    ),
    "purged": Fact(_("What was due to be purged is purged"), Partner.COORDINATION),
}

_tellers: dict[str, Teller] = {}


def tells(name: str) -> Callable[[Teller], Teller]:
    """Make a function the one that tells a fact.

    Parameters
    ----------
    name
        The fact, one of `FACTS`.

    Raises
    ------
    FactToldTwice
        If another function tells it already.
    """
    if name not in FACTS:
        raise KeyError(f"{name} is no fact that a gate asks; name it in FACTS first.")

    def declare(teller: Teller) -> Teller:
        if name in _tellers:
            raise FactToldTwice(f"{name} is told already by {_tellers[name].__module__}.")
        _tellers[name] = teller
        return teller

    return declare


def told(name: str, *, site: uuid.UUID) -> Told:
    """Return a fact about a site, or None where nobody knows it yet."""
    teller = _tellers.get(name)
    return teller(site) if teller is not None else None
