"""The pages of the other rooms' audit heads."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from commonground_web.commons.anchors.lists import ANCHORS
from commonground_web.commons.anchors.models import RoomAnchor, Sender
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import today
from commonground_web.kernel.pages.lists.shown import show

LATE_DAYS = 3
"""A room whose newest head is of an earlier day should be looked at: it sends one a day."""


@exposes("anchor", "list")
def listing(request: Request) -> HttpResponse:
    """List the heads that rooms sent, conflicts before all else."""
    conflicts = list(RoomAnchor.objects.in_conflict().order_by("room", "on", "received_at"))
    newest = dict(RoomAnchor.objects.values_list("room").annotate(newest=Max("on")))
    late_before = today() - timedelta(days=LATE_DAYS)
    rooms = [
        (room, newest.get(room.value), (newest.get(room.value) or late_before) <= late_before)
        for room in Sender
    ]
    context = {
        "list": show(ANCHORS, RoomAnchor.objects.marked(), request),
        "conflicts": conflicts,
        "rooms": rooms,
    }
    return TemplateResponse(request, "commons/anchors.html", context)


@exposes("anchor", "export")
def export(request: Request) -> HttpResponse:
    """Give the heads of one room as the file that `commonground audit verify --anchors` reads."""
    room = request.GET.get("room", "")
    if room not in Sender.values:
        raise Http404
    anchors = RoomAnchor.objects.filter(room=room).order_by("on", "received_at")
    lines = "".join(f"{anchor.on} {anchor.hash}\n" for anchor in anchors)
    disposition = f'attachment; filename="anchors-{room}.txt"'
    return HttpResponse(
        lines,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )
