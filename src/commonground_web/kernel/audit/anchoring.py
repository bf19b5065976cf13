"""Anchor the chain: keep what its head was at the end of each day, inside and outside."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from commonground_web.kernel.audit.models import AuditAnchor, AuditSeal
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of


def anchor_yesterday(*, at: datetime) -> AuditAnchor | None:
    """Anchor the day that is over, if that was not done and anything ever happened.

    Parameters
    ----------
    at
        The moment; the day before it, where the room stands, is the one that is anchored.

    Returns
    -------
    AuditAnchor or None
        The anchor, or None where there was nothing to do.
    """
    day = day_of(at) - timedelta(days=1)
    head = None if AuditAnchor.objects.filter(on=day).exists() else _head_at_the_end_of(day)
    if head is None:
        return None
    anchor = AuditAnchor(on=day, hash=head)
    setting = Setting(actor="system:audit.anchor", verb="anchor", entity="audit")
    with access(setting, at=at) as opened:
        anchor.save(force_insert=True)
        opened.did("audit.anchored", anchor)
    write_anchors(settings.ROOM_HOME.anchors)
    return anchor


def write_anchors(path: Path) -> None:
    """Append to a room's file of anchors those that it does not hold; what it holds stays."""
    written = path.read_text() if path.exists() else ""
    days = {line.partition(" ")[0] for line in written.splitlines()}
    missing = [
        f"{anchor.on} {anchor.hash}\n"
        for anchor in AuditAnchor.objects.order_by("on")
        if str(anchor.on) not in days
    ]
    if missing:
        with path.open("a") as file:
            file.write("".join(missing))
            file.flush()
            os.fsync(file.fileno())


def _head_at_the_end_of(day: date) -> str | None:
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    last = AuditSeal.objects.filter(at__lt=end).order_by("-seq").values_list("hash", flat=True)
    return last.first()
