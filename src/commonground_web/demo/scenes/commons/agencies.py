"""The partners come together: each agency is named, and what it signed is seen by two persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonground_web.commons.agencies.actions import (
    Signed,
    add_agency,
    confirm_agreement,
    record_agreement,
)
from commonground_web.commons.agencies.models import Agency, Agreement, Kind
from commonground_web.demo.stage import Stage
from commonground_web.kernel.clock import day_of

RUNS_FOR = timedelta(days=730)
MEMORANDUM = Agreement.Kind.MEMORANDUM


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency, and what it signed besides its memorandum."""

    code: str
    name: str
    kind: Kind
    also: tuple[Agreement.Kind, ...] = ()
    runs_out_in_days: int | None = None
    reached_at: str = ""


PARTNERS = (
    Partner("city", "City of Larkhaven (made up)", Kind.CITY),
    Partner(
        "police",
        "Larkhaven Police Department (made up)",
        Kind.POLICE,
        (Agreement.Kind.CJIS, Agreement.Kind.PART_23),
    ),
    Partner(
        "prosecutor",
        "Lark County Prosecutor (made up)",
        Kind.PROSECUTOR,
        (Agreement.Kind.CJIS, Agreement.Kind.PART_23),
    ),
    Partner(
        "services",
        "Open Door Services (made up)",
        Kind.SERVICE_PROVIDER,
        (Agreement.Kind.QSOA,),
    ),
    Partner("outreach", "Night Bus Outreach (made up)", Kind.HARM_REDUCTION),
    Partner("neighbours", "Ninth Avenue Neighbours (made up)", Kind.COMMUNITY),
    Partner(
        "university",
        "Larkhaven University (made up)",
        Kind.RESEARCH,
        (Agreement.Kind.DATA_USE,),
    ),
    Partner("chapel", "Ninth Avenue Chapel (made up)", Kind.FAITH, runs_out_in_days=9),
    Partner(
        "oversight",
        "Lark County Civil Rights Office (made up)",
        Kind.OVERSIGHT,
        reached_at="Room 12, Lark County Hall; telephone 555 0117",
    ),
)


def play(stage: Stage, *, days_ago: int) -> None:
    """Name the partners, and keep what they signed."""
    for minute, partner in enumerate(PARTNERS):
        at = stage.at(days_ago=days_ago, hour=11, minute=minute)
        agency = add_agency(
            name=partner.name,
            kind=partner.kind,
            reached_at=partner.reached_at,
            by=stage.actor("director", at=at),
            at=at,
        )
        stage.facts[f"agency.{partner.code}"] = str(agency.pk)
        for kind in (MEMORANDUM, *partner.also):
            _sign(agency, partner, kind, stage, at=at)


def _sign(
    agency: Agency, partner: Partner, kind: Agreement.Kind, stage: Stage, *, at: datetime
) -> None:
    """Have one director record what was signed, and the other confirm it."""
    signed_on = day_of(at) - timedelta(days=1)
    ends_soon = partner.runs_out_in_days is not None and kind == MEMORANDUM
    expires_on = (
        stage.day(-partner.runs_out_in_days)
        if ends_soon and partner.runs_out_in_days is not None
        else signed_on + RUNS_FOR
    )
    agreement = record_agreement(
        agency=agency,
        signed=Signed(kind, f"Binder 1, {partner.code}", signed_on, expires_on),
        by=stage.actor("director", at=at),
        at=at,
    )
    confirm_agreement(agreement=agreement, by=stage.actor("deputy", at=at), at=at)
