"""The trace that every action on a plan leaves, in its history and in the audit."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models

from commonground_web.commons.steps.models import Act, Change, PlanItem, PlanPhase, Subject, Waiver
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


def trace_item(item: PlanItem, act: Act, *, by: Actor, at: datetime, why: str = "") -> None:
    """Keep what was done to an item, with its score and number as they are now."""
    change = Change(
        plan=item.plan,
        about=Subject.ITEM,
        code=item.code,
        act=act,
        score=item.score,
        amount=item.amount,
        why=why,
    )
    _leave(change, item, by=by, at=at)


def trace_phase(phase: PlanPhase, act: Act, *, by: Actor, at: datetime, why: str = "") -> None:
    """Keep what was done to a phase."""
    change = Change(plan=phase.plan, about=Subject.PHASE, code=phase.phase, act=act, why=why)
    _leave(change, phase, by=by, at=at)


def trace_waiver(waiver: Waiver, act: Act, *, by: Actor, at: datetime, why: str) -> None:
    """Keep what was done about a waiver."""
    change = Change(plan=waiver.plan, about=waiver.about, code=waiver.code, act=act, why=why)
    _leave(change, waiver, by=by, at=at)


def _leave(change: Change, row: models.Model, *, by: Actor, at: datetime) -> None:
    change.by, change.agency, change.at = uuid.UUID(by.id), by.agency, at
    change.save(force_insert=True)
    open_access().did(f"{change.about}.{change.act}", row)
