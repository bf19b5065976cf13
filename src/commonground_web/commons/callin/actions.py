"""What is done to plan a call-in, up to where its service slots are confirmed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from commonground_web.commons.callin.agenda import standard_agenda
from commonground_web.commons.callin.models import AgendaItem, CallIn, CallInMove, Media, Speaker
from commonground_web.commons.callin.states import BEFORE_IT, MACHINE, OVER, State
from commonground_web.commons.candidates.actions import NEEDED_DAYS
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.actions.plans import follow_callin
from commonground_web.commons.steps.callin_day import require_near
from commonground_web.commons.steps.gates.asking import require
from commonground_web.commons.steps.gates.facts import told
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """When and where a call-in is, and whether the press may be there."""

    at: datetime
    venue: str
    press: str = Media.NONE


def move_on(
    callin: CallIn, *, to: State, by: Actor, at: datetime, why: str = "", act: str = ""
) -> None:
    """Take a call-in to its next state, and write it down, within the event of an action."""
    MACHINE.require(callin.state, to)
    before, callin.state = callin.state, to
    callin.save()
    note_move(callin, before=before, by=by, at=at, why=why)
    open_access().did(act or f"callin.{to}", callin)


def note_move(callin: CallIn, *, before: str, by: Actor, at: datetime, why: str = "") -> None:
    """Write down where a call-in stood and stands, and when and where it is to be."""
    CallInMove(
        callin=callin,
        before=before,
        after=callin.state,
        at=callin.at,
        venue=callin.venue,
        why=why,
        moved_by=uuid.UUID(by.id),
        moved_at=at,
    ).save(force_insert=True)


@action("callin", "create")
def plan_callin(*, site: Site, evening: Evening, by: Actor, at: datetime) -> CallIn:
    """Plan a call-in, with the standard agenda; the plan's due dates go by its day."""
    site.lock()
    if CallIn.objects.filter(site=site).exclude(state__in=OVER).exists():
        raise Refused(_("This site has a call-in that is not over; close or cancel it first."))
    require_ahead(evening.at, at=at)
    callin = CallIn(
        site=site,
        at=evening.at,
        venue=evening.venue,
        media=evening.press,
        created_by=uuid.UUID(by.id),
        created_at=at,
    )
    callin.save(force_insert=True)
    for position, (part, title, minutes) in enumerate(standard_agenda(), start=1):
        AgendaItem(callin=callin, part=part, position=position, title=title, minutes=minutes).save(
            force_insert=True
        )
    follow_callin(callin.site_id, on=day_of(callin.at))
    open_access().did("callin.planned", callin)
    return callin


def require_ahead(moment: datetime, *, at: datetime) -> None:
    """Refuse a moment that is past, or so far ahead that it cannot be meant."""
    if moment <= at:
        raise Refused(_("That moment is past; choose a later one."))
    require_near(day_of(moment), on=day_of(at))


def require_to_come(callin: CallIn, *, at: datetime) -> None:
    """Refuse to go on with a call-in whose evening has begun."""
    if callin.at <= at:
        raise Refused(_("The day of the call-in is past; set another."))


@action("callin", "update")
def confirm_slots(*, callin: CallIn, by: Actor, at: datetime) -> None:
    """Confirm that there is a service slot for every candidate; later on, count them anew."""
    callin.lock()
    require_before_it(callin)
    require("service_slots", site=callin.site, on=day_of(at))
    callin.slots = int(told("service_slots", site=callin.site_id) or 0)
    if callin.state == State.PLANNING:
        move_on(callin, to=State.SLOTS_CONFIRMED, by=by, at=at)
        return
    callin.save()
    open_access().did("callin.slots_counted", callin)


def require_before_it(callin: CallIn) -> None:
    """Refuse what can only be done before a call-in is held."""
    if callin.state not in BEFORE_IT:
        raise Refused(_("The call-in was held or cancelled; nothing about it changes any more."))


@action("agenda", "create")
def add_to_agenda(
    *,
    callin: CallIn,
    part: str,
    title: str,
    minutes: int,
    by: Actor,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> AgendaItem:
    """Add an item to the end of a part of the agenda."""
    callin.lock()
    require_before_it(callin)
    last = AgendaItem.objects.filter(callin=callin).aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(callin=callin, part=part, position=last + 1, title=title, minutes=minutes)
    item.save(force_insert=True)
    open_access().did("agenda.added", item)
    return item


@action("agenda", "drop")
def drop_from_agenda(*, item: AgendaItem, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Drop an item from the agenda."""
    item.callin.lock()
    require_before_it(item.callin)
    item.lock()
    item.dropped_at = at
    item.save()
    open_access().did("agenda.dropped", item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks:
    """Who speaks, for whom, and in which part."""

    name: str
    role: str
    part: str


@action("speaker", "create")
def ask_speaker(*, callin: CallIn, speaks: Speaks, by: Actor, at: datetime) -> Speaker:
    """Write down whom to ask to speak."""
    callin.lock()
    require_before_it(callin)
    speaker = Speaker(
        callin=callin.pk,
        site=callin.site_id,
        name=speaks.name,
        role=speaks.role,
        part=speaks.part,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Speaker, at=at),
    )
    speaker.save(force_insert=True)
    open_access().did("speaker.asked", speaker)
    return speaker


@action("speaker", "confirm")
def confirm_speaker(*, speaker: Speaker, by: Actor, at: datetime) -> None:
    """Note that a speaker has said yes."""
    speaker.lock()
    if speaker.withdrew_on is not None:
        raise Refused(_("This speaker withdrew; ask them anew if they changed their mind."))
    speaker.confirmed_on, speaker.confirmed_by = day_of(at), uuid.UUID(by.id)
    speaker.save()
    open_access().did("speaker.confirmed", speaker)


@action("speaker", "withdraw")
def withdraw_speaker(*, speaker: Speaker, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note that a speaker does not speak after all."""
    speaker.lock()
    speaker.withdrew_on = day_of(at)
    speaker.save()
    open_access().did("speaker.withdrew", speaker)


def let_speakers_go(callin: CallIn, *, day: date) -> None:
    """Bring the day of purge of the speakers forward, within the event of an action."""
    last = day + timedelta(days=NEEDED_DAYS)
    for speaker in Speaker.objects.filter(callin=callin.pk, purge_on__gt=last):
        speaker.purge_on = last
        speaker.save()
