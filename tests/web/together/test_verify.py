"""Tests of the verification of the audit."""

from pathlib import Path

import pytest

from commonground_web.kernel.home import Home
from tests.web.home import copy_of
from tests.web.together.calling import called, in_room, leave_events
from tests.web.together.tampering import tamper

EVENTS = 12
SEALED = "SELECT event FROM audit_seal WHERE seq"


@pytest.fixture(scope="module")
def kept(caseroom: Home) -> Home:
    """Give a room with some events, in which one has every kind of content."""
    leave_events(caseroom, EVENTS - 1)
    in_room(
        caseroom,
        """
import uuid
from tests.web.caseroom.entering import draft
from commonground_web.kernel.access.actor import Actor
officer = Actor(str(uuid.uuid4()), frozenset({"officer"}), uuid.uuid4())
draft(name="Zed Fictional", facts="Seen at the corner.", by=officer, at=now())
""",
    )
    return caseroom


@pytest.fixture
def room(kept: Home, tmp_path: Path) -> Home:
    """Give a copy that a test may change."""
    return copy_of(kept, tmp_path / "caseroom")


def _breaks(room: Home, *options: object) -> list[str]:
    done = called("audit", "verify", room.folder, *options)
    assert done.returncode == 1, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("Broken")]


def _head(room: Home) -> str:
    return in_room(room, "print(AuditSeal.objects.order_by('seq').last().hash)").strip()


def test_tells_that_an_untouched_chain_holds(room: Home) -> None:
    head = _head(room)

    done = called("audit", "verify", room.folder)

    assert done.returncode == 0, done.stderr
    assert f"{EVENTS} events" in done.stdout
    assert head in done.stdout


def test_leaves_an_event_of_its_own(room: Home) -> None:
    called("audit", "verify", room.folder)

    last = "AuditSeal.objects.order_by('seq').last()"
    said = in_room(room, f"print({last}.opened.verb, {last}.outcome)")
    assert said.split() == ["verify", "intact"]
    assert called("audit", "verify", room.folder).returncode == 0


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE audit_event SET actor = 'somebody else' WHERE id = ({SEALED} = 5)",
        f"UPDATE audit_event SET at = '2026-01-01 00:00:00+00' WHERE id = ({SEALED} = 5)",
        f"UPDATE audit_event SET tables = '[\"entry\"]' WHERE id = ({SEALED} = 5)",
        f"UPDATE audit_event SET purpose = 'audit' WHERE id = ({SEALED} = 5)",
        "UPDATE audit_seal SET outcome = 'denied' WHERE seq = 5",
        "UPDATE audit_seal SET at = '2026-01-01 00:00:00' WHERE seq = 5",
        "UPDATE audit_seal SET ids = '{\"entries.entry\": []}' WHERE seq = 5",
    ],
    ids=["actor", "moment", "tables", "purpose", "outcome", "moment of the seal", "ids"],
)
def test_finds_a_changed_event(room: Home, change: str) -> None:
    tamper(room, change)

    assert _breaks(room) == ["Broken: event 5 is not what was sealed."]


def test_finds_a_dropped_event(room: Home) -> None:
    tamper(
        room,
        f"DELETE FROM audit_event WHERE id = ({SEALED} = 5)",
        "DELETE FROM audit_seal WHERE seq = 5",
    )

    assert "Broken: event 5 is missing: 6 follows 4." in _breaks(room)


def test_finds_a_dropped_event_whose_number_another_took(room: Home) -> None:
    tamper(
        room,
        f"DELETE FROM audit_event WHERE id = ({SEALED} = {EVENTS - 1})",
        f"DELETE FROM audit_seal WHERE seq = {EVENTS - 1}",
        f"UPDATE audit_seal SET seq = {EVENTS - 1} WHERE seq = {EVENTS}",
    )

    assert _breaks(room) == [
        f"Broken: event {EVENTS - 1} does not follow the one before it.",
        f"Broken: event {EVENTS - 1} is not what was sealed.",
    ]


def test_finds_two_events_that_changed_places(room: Home) -> None:
    tamper(
        room,
        "UPDATE audit_seal SET seq = 1000 WHERE seq = 5",
        "UPDATE audit_seal SET seq = 5 WHERE seq = 6",
        "UPDATE audit_seal SET seq = 6 WHERE seq = 1000",
    )

    assert "Broken: event 5 does not follow the one before it." in _breaks(room)


def test_finds_a_seal_whose_event_is_gone(room: Home) -> None:
    tamper(room, f"DELETE FROM audit_event WHERE id = ({SEALED} = 5)")

    assert _breaks(room) == ["Broken: event 5 has lost its event."]


def test_finds_an_event_whose_seal_is_gone(room: Home) -> None:
    seal = in_room(room, "print(AuditSeal.objects.get(seq=12).event)").strip()
    tamper(room, "DELETE FROM audit_seal WHERE seq = 12")

    assert _breaks(room) == [f"Broken: event {seal} has no seal."]


def test_finds_an_end_cut_off_before_an_anchor(room: Home, tmp_path: Path) -> None:
    anchors = tmp_path / "kept.txt"
    anchors.write_text(f"2026-11-21 {_head(room)}\n")
    tamper(
        room,
        f"DELETE FROM audit_event WHERE id IN ({SEALED} > 9)",
        "DELETE FROM audit_seal WHERE seq > 9",
    )

    assert called("audit", "verify", room.folder).returncode == 0
    assert _breaks(room, "--anchors", anchors) == [
        "Broken: event 11 would be next, and the head of 2026-11-21 (kept.txt, line 1) was not "
        "met: it was cut off or rewritten."
    ]


def test_refuses_a_file_that_holds_no_anchors(room: Home, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("yesterday abc\n")

    done = called("audit", "verify", room.folder, "--anchors", tmp_path / "kept.txt")

    assert done.returncode == 1
    assert "Line 1 of" in done.stderr
    assert "Traceback" not in done.stderr
