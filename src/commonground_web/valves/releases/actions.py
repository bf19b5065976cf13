"""Let counts of a month leave the room: one drafts, two others check, then they go."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.releases.counted import Site, room_counting
from commonground_web.valves.releases.records import ReleaseRecord
from commonground_web.valves.releases.states import MACHINE, State
from commonground_web.valves.releases.suppression import Shown, releasable

SMALL: Literal["<11"] = "<11"


def months_to_release() -> list[str]:
    """Return the months that were counted and are not on their way yet, the newest first."""
    counting = room_counting()
    taken = counting.release.objects.exclude(state=State.RETURNED).values("month")
    months = counting.tally.objects.exclude(month__in=taken).values_list("month", flat=True)
    return sorted(set(months), reverse=True)


@action("release", "draft")
def draft_release(*, month: str, by: Actor, at: datetime) -> ReleaseRecord:
    """Draft the release of a month: what may leave is worked out here, by rule."""
    is_under_way = _("This month was not counted yet, or its counts are on their way.")
    if month not in months_to_release():
        raise Refused(is_under_way)
    counting = room_counting()
    release: ReleaseRecord = counting.release(month=month, author=uuid.UUID(by.id), drafted_at=at)
    with unless_taken(is_under_way):
        release.save(force_insert=True)
    for (measure, site), n in worked_out(month).items():
        counting.cell(release=release, measure=measure, site=site, shown=_shown(n)).save(
            force_insert=True
        )
    open_access().did("release.drafted", release)
    return release


@action("release", "check")
def check_release(*, release: ReleaseRecord, by: Actor, at: datetime) -> None:
    """Check a release, as the first or the second of two who are not its author."""
    held, person = release.held_now(), uuid.UUID(by.id)
    if person == held.author:
        raise Refused(_("Whoever drafts a release does not check it; two others do."))
    if person == held.checker1:
        raise Refused(_("You checked it already; somebody else makes the second check."))
    if held.state == State.DRAFTED:
        held.state, held.checker1, held.checked1_at = State.CHECKED1, person, at
    else:
        MACHINE.require(held.state, State.CHECKED2)
        held.state, held.checker2, held.checked2_at = State.CHECKED2, person, at
    held.save()
    open_access().did(f"release.{held.state}", held)


@action("release", "return")
def return_release(*, release: ReleaseRecord, reason: str, by: Actor, at: datetime) -> None:
    """Return a release that is not right, with the reason; the month may be drafted anew."""
    held = release.held_now()
    MACHINE.require(held.state, State.RETURNED)
    held.state, held.reason = State.RETURNED, reason
    held.returned_by, held.returned_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("release.returned", held)


@action("release", "send")
def send_release(*, release: ReleaseRecord, by: Actor, at: datetime) -> None:
    """Let the counts go to the Commons, each as two people saw it."""
    counting, held = room_counting(), release.held_now()
    MACHINE.require(held.state, State.RELEASED)
    cells = list(held.cells.order_by("measure", "site"))
    seen = {(cell.measure, cell.site): cell.shown for cell in cells}
    if seen != {place: _shown(n) for place, n in worked_out(held.month).items()}:
        raise Refused(_("These are not the counts that the rules give; return the release."))
    for cell in cells:
        said = counting.message(
            release=held.pk,
            measure=counting.measure(cell.measure),
            month=held.month,
            site=cell.site,
            n=SMALL if cell.shown == SMALL else int(cell.shown),
        )
        send(said, at=at)
    held.state, held.released_by, held.released_at = State.RELEASED, uuid.UUID(by.id), at
    held.save()
    open_access().did("release.released", held)


def worked_out(month: str) -> Shown:
    """Return what of a month's tally may leave."""
    counting = room_counting()
    counted: dict[str, dict[Site, int]] = {}
    rows = counting.tally.objects.filter(month=month)
    for measure, site, n in rows.values_list("measure", "site", "n"):
        counted.setdefault(measure, {})[site] = n
    return releasable(counted, part_of=counting.part_of)


def _shown(n: int | None) -> str:
    return SMALL if n is None else str(n)
