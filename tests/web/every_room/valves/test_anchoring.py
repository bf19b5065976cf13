"""Tests of how a room tells the Commons of the heads of its audit chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings

from commonground_web.kernel.audit.models import AuditAnchor
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes import anchoring
from commonground_web.valves.boxes.anchoring import LOOKED_BACK_DAYS, unsent_anchors
from commonground_web.valves.boxes.clocks import tell_anchors
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.ways import Kind

pytestmark = pytest.mark.django_db

IS_COMMONS = settings.ROOM == Room.COMMONS


def anchor(on: date, head: str = "1") -> AuditAnchor:
    """Keep the head of a day."""
    kept = AuditAnchor(on=on, hash=head * 64)
    kept.save(force_insert=True)
    return kept


def sent() -> int:
    """Return how many heads lie in the outbox."""
    return OutMessage.objects.filter(kind=Kind.ANCHORED).count()


@pytest.mark.skipif(IS_COMMONS, reason="the Commons keeps them")
def test_sends_each_head_of_the_last_days_once(neighbours: dict[Room, Home]) -> None:
    assert neighbours
    anchor(today() - timedelta(days=1))
    anchor(today() - timedelta(days=2))
    anchor(today() - timedelta(days=LOOKED_BACK_DAYS + 1))

    tell_anchors(at=now())
    tell_anchors(at=now())

    assert sent() == 2


@pytest.mark.skipif(IS_COMMONS, reason="the Commons keeps them")
def test_sends_another_head_of_the_same_day_as_another_message() -> None:
    one, other = (AuditAnchor(on=today(), hash=digit * 64) for digit in "12")

    assert anchoring.message_id(one) != anchoring.message_id(other)


def test_sends_nothing_before_it_was_introduced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchoring, "room_peers", dict)
    anchor(today() - timedelta(days=1))

    tell_anchors(at=now())

    assert sent() == 0


@pytest.mark.skipif(not IS_COMMONS, reason="the others send theirs")
def test_sends_no_head_from_the_commons(neighbours: dict[Room, Home]) -> None:
    assert neighbours
    anchor(today() - timedelta(days=1))

    assert unsent_anchors(at=now()) == []
