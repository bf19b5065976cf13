"""Tests of the audit heads of other rooms: kept for good, and a second one of a day is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.anchors.models import RoomAnchor
from commonground_web.commons.anchors.receiving import keep_anchor
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.audit.verifying import read_anchors
from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.counts import Anchored
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
ONE, OTHER = "1" * 64, "2" * 64


def receive(head: str, *, sender: Room = Room.CASEROOM, on: date = DAY) -> list[str]:
    """Receive a head, and return what was done."""
    setting = Setting(actor="system:valve", verb="receive", entity="valve_message")
    with access(setting, at=now()):
        keep_anchor(Anchored(on=on, hash=head), sender=sender, by=system_actor("valve"), at=now())
    acts: list[str] = AuditSeal.objects.order_by("-seq")[0].acts
    return acts


def test_keeps_a_head_once() -> None:
    assert receive(ONE) == ["anchor.kept"]
    assert receive(ONE) == []

    assert RoomAnchor.objects.get().hash == ONE


def test_keeps_another_head_of_the_same_day_as_a_conflict() -> None:
    receive(ONE)

    acts = receive(OTHER)

    assert acts == ["anchor.kept", "anchor.conflicted"]
    assert {anchor.hash for anchor in RoomAnchor.objects.in_conflict()} == {ONE, OTHER}


def test_takes_the_heads_of_two_rooms_for_no_conflict() -> None:
    receive(ONE)
    receive(OTHER, sender=Room.CAREROOM)
    receive(OTHER, on=date(2026, 11, 21))

    assert not RoomAnchor.objects.in_conflict().exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_is_never_changed_or_deleted(change: str) -> None:
    receive(ONE)

    rows = RoomAnchor.objects.all()
    changes = {"update": lambda: rows.update(hash=OTHER), "delete": rows.delete}

    with pytest.raises(DatabaseError), transaction.atomic():
        changes[change]()


def test_is_written_by_nothing_but_a_message() -> None:
    anchor = RoomAnchor(room=Room.CASEROOM, on=DAY, hash=ONE, received_at=now())
    setting = Setting(actor="test", verb="create", entity="anchor")

    with pytest.raises(DatabaseError), access(setting, at=now()):
        anchor.save(force_insert=True)


def test_shows_a_conflict_loudly() -> None:
    client = signed_in("privacy_officer")
    receive(ONE)
    assert b'role="alert"' not in client.get("/anchors/").content

    receive(OTHER)
    page = client.get("/anchors/").content.decode()

    assert 'role="alert"' in page
    assert page.count("CONFLICT") == 2


def test_says_which_room_is_late() -> None:
    receive(ONE, on=date(2020, 1, 1))

    page = signed_in("director").get("/anchors/").content.decode()

    assert page.count("Look whether its clocks") == 2
    assert "no head yet" in page


def test_exports_what_the_verification_of_a_room_reads(tmp_path: Path) -> None:
    receive(ONE)
    receive(OTHER, sender=Room.CAREROOM)

    answer = signed_in("privacy_officer").get("/anchors/export/?room=caseroom")

    (tmp_path / "anchors.txt").write_bytes(answer.content)
    assert list(read_anchors(tmp_path / "anchors.txt").values()) == [ONE]


@pytest.mark.parametrize("query", ["", "?room=commons", "?room=x"])
def test_exports_nothing_of_a_room_that_sends_none(query: str) -> None:
    assert signed_in("director").get(f"/anchors/export/{query}").status_code == 404
