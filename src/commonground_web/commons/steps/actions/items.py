"""Work on an item: show that it was done, score it, confirm the score, give it an owner."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.model.shape import Item, Moment
from commonground_web.commons.steps.actions.held import held_item, require_own
from commonground_web.commons.steps.actions.traces import trace_item
from commonground_web.commons.steps.gates.asking import gates_before, require_open, site_state
from commonground_web.commons.steps.models import Act, Evidence, Link, PlanItem, Score
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.files.keeping import keep_file
from commonground_web.kernel.files.models import StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What somebody brings to show that an item was done."""

    note: str
    happened_on: date
    link: str = Link.NOTHING
    link_id: uuid.UUID | None = None
    file: UploadedFile[bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How far somebody says that an item was done."""

    score: int
    amount: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Whose an item is, and when it is due."""

    agency: Agency | None
    owner: Account | None
    due: date


@action("evidence", "create", with_entities=(StoredFile.ENTITY,))
def add_evidence(
    *,
    item: PlanItem,
    shown: Shown,
    version: int,
    replaces: Evidence | None = None,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Add evidence to an item, or put it in the place of one that was wrong.

    A score that rested on the one that was wrong rests on the new one, and is confirmed anew.
    """
    held = held_item(item, version=version)
    require_own(held, by=by)
    if shown.happened_on > day_of(at):
        raise Refused(_("Evidence shows what has happened; this day is still to come."))
    if bool(shown.link) != bool(shown.link_id):
        raise Refused(_("Say both what the evidence points to and its id, or neither."))
    if replaces is not None and (
        replaces.item_id != held.pk or Evidence.objects.filter(replaces=replaces).exists()
    ):
        raise Refused(_("Only evidence that stands for this item can be replaced."))
    evidence = Evidence(
        item=held,
        note=shown.note,
        happened_on=shown.happened_on,
        link=shown.link,
        link_id=shown.link_id,
        replaces=replaces,
        added_by=uuid.UUID(by.id),
        agency=by.agency,
        added_at=at,
    )
    evidence.save(force_insert=True)
    if shown.file is not None:
        keep_file(record=evidence, upload=shown.file, by=by, at=at)
    if replaces is not None and held.rests_on_id == replaces.pk:
        held.rests_on = evidence
        held.scored_by, held.confirmed_by = uuid.UUID(by.id), None
    held.save()
    trace_item(held, Act.CORRECTED if replaces else Act.SHOWN, by=by, at=at)
    return evidence


@action("item", "score")
def score_item(*, item: PlanItem, scored: Scored, version: int, by: Actor, at: datetime) -> None:
    """Say how far an item was done; as planned only with evidence, and behind no shut gate."""
    held = held_item(item, version=version)
    require_own(held, by=by)
    asked = held.asked
    if held.is_waived:
        raise Refused(_("This item is waived; end the waiver before it is scored."))
    if scored.score > Score.NOT_DONE and asked.moment:
        on = day_of(at)
        require_open(gates_before(Moment(asked.moment)), site_state(held.plan, on=on))
    rests_on = standing_evidence(held)
    if scored.score == Score.AS_PLANNED:
        _require_shown(asked, amount=scored.amount, evidence=rests_on)
    held.score, held.amount = scored.score, scored.amount
    held.rests_on = rests_on if scored.score == Score.AS_PLANNED else None
    held.scored_by, held.scored_on, held.confirmed_by = uuid.UUID(by.id), day_of(at), None
    held.save()
    trace_item(held, Act.SCORED, by=by, at=at, why=scored.why)


def _require_shown(asked: Item, *, amount: int | None, evidence: Evidence | None) -> None:
    if evidence is None:
        raise Refused(
            _("An item is as planned only with evidence, here %(kind)s; add it first.")
            % {"kind": asked.shown_by.label}
        )
    if asked.at_least is not None and (amount is None or amount < asked.at_least):
        raise Refused(
            _("This item is as planned from %(least)s %(unit)s; %(found)s was entered.")
            % {
                "least": asked.at_least,
                "unit": asked.unit,
                "found": _("no number") if amount is None else amount,
            }
        )


def standing_evidence(item: PlanItem) -> Evidence | None:
    """Return the newest evidence of an item that was not replaced."""
    return (
        Evidence.objects.filter(item=item, replaced_by__isnull=True)
        .order_by("-added_at", "-pk")
        .first()
    )


@action("item", "confirm")
def confirm_item(*, item: PlanItem, version: int, by: Actor, at: datetime) -> None:
    """Confirm, as the second person, that an item on which a gate hangs is as planned."""
    held = held_item(item, version=version)
    if not held.asked.gate:
        raise Refused(_("No gate hangs on this item; nobody needs to confirm it."))
    if held.score != Score.AS_PLANNED or held.confirmed_by is not None:
        raise Refused(_("Only an item that is as planned and not yet confirmed is confirmed."))
    if str(held.scored_by) == by.id:
        raise Refused(_("Whoever scored an item does not confirm it; ask another director."))
    held.confirmed_by = uuid.UUID(by.id)
    held.save()
    trace_item(held, Act.CONFIRMED, by=by, at=at)


@action("item", "assign")
def assign_item(
    *, item: PlanItem, assigned: Assigned, version: int, by: Actor, at: datetime
) -> None:
    """Say whose an item is, and when it is due."""
    held = held_item(item, version=version)
    agency, owner = assigned.agency, assigned.owner
    if owner is not None and (agency is None or owner.agency != agency.pk):
        raise Refused(_("The owner of an item is of the agency that owes it."))
    if assigned.due != held.due:
        held.due, held.is_due_moved = assigned.due, True
    held.agency, held.owner = agency, owner
    held.save()
    trace_item(held, Act.ASSIGNED, by=by, at=at)
