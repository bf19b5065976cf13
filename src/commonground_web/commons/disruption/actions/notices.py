"""Tell those who do outreach of an operation, and say that it was read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.actions.operations import FOR_ANY_AGENCY, held_operation
from commonground_web.commons.disruption.models import (
    HEALTH,
    DisruptionNotice,
    NoticeTo,
    Operation,
)
from commonground_web.commons.disruption.states import State
from commonground_web.kernel.access.actions import NotPermitted, Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom a notice tells, and whom they may ask."""

    agencies: Sequence[Agency]
    contact: str


@action("notice", "give")
def give_notice(
    *, operation: Operation, telling: Telling, by: Actor, at: datetime
) -> DisruptionNotice:
    """Tell agencies that an operation is coming: its days, and whom to ask; nothing else."""
    held = held_operation(operation)
    if not by.roles & FOR_ANY_AGENCY and held.led_by_id != by.agency:
        raise NotPermitted
    if held.state not in {State.PLANNED, State.READY}:
        raise Refused(_("This operation is over; there is nothing to give notice of."))
    if not any(agency.kind in HEALTH for agency in telling.agencies):
        raise Refused(
            _("Tell at least one agency of harm reduction or public health: they go out.")
        )
    notice = DisruptionNotice(
        site=held.site,
        operation=held,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        contact=telling.contact,
        given_by=uuid.UUID(by.id),
        given_at=at,
    )
    notice.save(force_insert=True)
    for agency in telling.agencies:
        NoticeTo(notice=notice, agency=agency).save(force_insert=True)
    open_access().did("notice.given", notice)
    return notice


@action("acknowledgement", "give")
def acknowledge(*, told: NoticeTo, by: Actor, at: datetime) -> None:
    """Say, for one's own agency, that a notice was read."""
    if told.agency_id != by.agency:
        raise NotPermitted
    held = told.held_now()
    if held.acknowledged_by is not None:
        raise Refused(_("Somebody of your agency has said so already."))
    held.acknowledged_by, held.acknowledged_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("notice.acknowledged", held)
