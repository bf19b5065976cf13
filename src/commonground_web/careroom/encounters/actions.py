"""What is done to encounters and zones."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.careroom.encounters.models import Encounter, Zone
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day


@action("zone", "create", with_entities=("encounter",))
def create_zone(*, name: str, site: uuid.UUID | None, by: Actor, at: datetime) -> Zone:
    """Name a part of town in which the provider helps."""
    if by.agency is None:
        raise Refused(_("Your account belongs to no organisation, which zones are of."))
    if Zone.objects.filter(provider=by.agency, name=name).exists():
        raise Refused(_("Your organisation has a zone of this name already."))
    zone = Zone(
        provider=by.agency, name=name, site=site, created_by=uuid.UUID(by.id), created_at=at
    )
    zone.save(force_insert=True)
    open_access().did("zone.created", zone)
    return zone


@dataclass(frozen=True, slots=True)
class Help:
    """What help was given, and how."""

    on: date
    kind: str
    supplies: Mapping[str, int]
    reversals: int = 0


@action("encounter", "create")
def record_encounter(*, zone: Zone, given: Help, by: Actor, at: datetime) -> Encounter:
    """Write down that somebody was helped, and with what; nobody is asked who they are."""
    if by.agency is None or zone.provider != by.agency:
        raise Refused(_("The zone is not one of your organisation's; choose another."))
    if given.on > day_of(at):
        raise Refused(_("An encounter is written down once it was; the date is yet to come."))
    encounter = Encounter(
        provider=by.agency,
        on=given.on,
        zone=zone,
        kind=given.kind,
        reversals=given.reversals,
        **given.supplies,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Encounter, at=at),
    )
    encounter.save(force_insert=True)
    open_access().did("encounter.recorded", encounter)
    return encounter
