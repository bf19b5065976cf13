"""Tests of what may be published, and of how a copy takes the place of the one before it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.conf import settings

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
from commonground_web.kernel.clocks import room_clocks
from commonground_web.kernel.compartments.records import Kept
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.snapshots import PublicRow, Snapshot
from commonground_web.valves.published import publishing, tables
from commonground_web.valves.published.models import Publication, Published
from commonground_web.valves.published.publishing import AGAIN_AFTER, publish, unpublished
from commonground_web.valves.published.tables import NotPublic, digest_of, publish_table

pytestmark = pytest.mark.django_db

IS_COMMONS = settings.ROOM is Room.COMMONS
CLOCK = system_actor("clock")


class Place:
    """What a model says of itself; no table is needed for it."""

    KEPT: ClassVar[dict[str, Kept]] = {
        "id": Kept.PUBLIC,
        "name": Kept.PUBLIC,
        "note": Kept.INTERNAL,
        "fame": Kept.PUBLIC,
        "tip": Kept.SECRET,
    }
    OF_PERSON: ClassVar[bool] = False
    objects: ClassVar[Any] = None


class Person(Place):
    """The same, about persons."""

    OF_PERSON: ClassVar[bool] = True


class Hidden(Place):
    """The same, whose identifiers are not public."""

    KEPT: ClassVar[dict[str, Kept]] = {"id": Kept.INTERNAL, "name": Kept.PUBLIC}


@pytest.mark.parametrize(
    ("table", "model", "fields"),
    [
        ("site", Place, ["name", "note"]),
        ("site", Place, ["tip"]),
        ("site", Place, ["nothing"]),
        ("site", Place, ["fame"]),
        ("site", Person, ["name"]),
        ("site", Hidden, ["name"]),
        ("candidate", Place, ["name"]),
    ],
)
def test_refuses_to_publish_what_is_not_public(table: Any, model: Any, fields: list[str]) -> None:
    with pytest.raises(NotPublic):
        publish_table(table, model, fields=fields)


def test_takes_what_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_publishers", {})
    model: Any = Place

    publish_table("site", model, fields=["name"], rows=lambda: model.objects)

    assert list(tables._publishers) == ["site"]


@pytest.mark.skipif(not IS_COMMONS, reason="only the Commons publishes")
def test_publishes_again_once_something_changed_or_a_day_is_over(
    neighbours: dict[Room, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now()
    first = unpublished(at=at)
    publish(to=first, by=CLOCK, at=at)

    assert set(first) == {Room.CASEROOM, Room.CAREROOM}
    assert unpublished(at=at + timedelta(hours=1)) == ()
    assert set(unpublished(at=at + AGAIN_AFTER)) == {Room.CASEROOM, Room.CAREROOM}
    monkeypatch.setattr(tables, "_publishers", {"site": _Sites()})
    assert set(unpublished(at=at + timedelta(hours=1))) == set(neighbours)


def test_publishes_nothing_to_a_room_that_it_was_not_introduced_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publishing, "room_peers", dict)

    assert unpublished(at=now()) == ()


@pytest.mark.skipif(IS_COMMONS, reason="the Commons holds its own")
def test_publishes_nothing_from_another_room() -> None:
    assert unpublished(at=now()) == ()


@pytest.mark.skipif(IS_COMMONS, reason="the Commons holds its own")
def test_replaces_all_with_what_is_newer_and_nothing_with_what_is_older() -> None:
    at, row = now(), uuid.uuid4()
    replaced(at, {"site": [row], "agency": [row]})
    replaced(at - timedelta(seconds=1), {"site": [uuid.uuid4()]})
    replaced(at, {"site": [uuid.uuid4()]})

    assert Published.objects.of("site").get().row == row
    assert Published.objects.row("agency", row)["name"] == "x"

    replaced(at + timedelta(seconds=1), {"site": [row]})

    assert Published.objects.get().table == "site"
    assert Publication.objects.count() == 2


def test_knows_no_table_that_is_not_public() -> None:
    with pytest.raises(ValueError, match="no public table"):
        Published.objects.of("entry")


def test_takes_equal_rows_for_equal() -> None:
    row = uuid.uuid4()
    one = PublicRow(id=row, fields={"name": "x", "on": "y"})
    same = PublicRow(id=row, fields={"on": "y", "name": "x"})

    assert digest_of({"site": (one,)}) == digest_of({"site": (same,)})
    assert digest_of({"site": (one,)}) != digest_of({"step": (one,)})


def test_does_nothing_twice_at_a_tick(neighbours: dict[Room, Home]) -> None:
    at = now()
    tick(at=at)
    sent = OutMessage.objects.count()

    tick(at=at)

    assert OutMessage.objects.count() == sent == (len(neighbours) if IS_COMMONS else 0)


def test_purges_at_a_tick(neighbours: dict[Room, Home]) -> None:
    assert neighbours
    tick(at=now() - timedelta(days=400))

    tick(at=now())

    assert not OutMessage.objects.filter(expires_at__lt=now()).exists()


def tick(*, at: datetime) -> None:
    """Run the clocks of the valves."""
    for name, clock in room_clocks().items():
        if name.startswith("valves."):
            clock(at=at)


class _Sites:
    def read(self) -> tuple[PublicRow, ...]:
        return (PublicRow(id=uuid.uuid4(), fields={"name": "x"}),)


def replaced(at: datetime, given: dict[Any, list[uuid.UUID]]) -> None:
    """Receive a snapshot of tables with these rows."""
    from commonground_web.valves.published.replacing import replace

    rows = {
        table: tuple(PublicRow(id=row, fields={"name": "x"}) for row in ids)
        for table, ids in given.items()
    }
    with access(Setting(actor="system:valve", verb="receive", entity="valve_message"), at=at):
        replace(Snapshot(taken_at=at, tables=rows), by=CLOCK, at=at)
