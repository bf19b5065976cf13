"""Tests of the clocks of a room."""

import subprocess
import sys

from commonground_web.kernel.home import Home
from commonground_web.kernel.making import room_environment
from tests.web.together.calling import SETUP, called, in_room

YESTERDAY = """
from datetime import timedelta
with access(Setting(actor="a", verb="view", entity="front"), at=now() - timedelta(days=1)):
    pass
"""
CLOCKS = """
from commonground_web.kernel import clocks

def broken(*, at):
    with access(Setting(actor="system:broken", verb="view", entity="front"), at=at):
        raise RuntimeError("as planned")

def works(*, at):
    with access(Setting(actor="system:works", verb="view", entity="front"), at=at):
        pass

found = {"a.broken": broken, "b.works": works}
"""
HOLD = """
import sys, time
from commonground_web.kernel import clocks
with clocks._lock() as is_ours:
    print(is_ours, flush=True)
    sys.stdin.read()
"""


def test_anchors_a_day_that_is_over_once(new_caseroom: Home) -> None:
    in_room(new_caseroom, YESTERDAY)

    first, second = called("tick", new_caseroom.folder), called("tick", new_caseroom.folder)

    assert first.returncode == second.returncode == 0, first.stderr
    said = in_room(
        new_caseroom,
        "print(*AuditAnchor.objects.values_list('on', 'hash').get(), "
        "AuditSeal.objects.get(seq=1).hash, AuditEvent.objects.filter(verb='anchor').count())",
    )
    day, anchored, sealed, events = said.split()
    assert new_caseroom.anchors.read_text() == f"{day} {sealed}\n"
    assert anchored == sealed
    assert events == "1"


def test_anchors_nothing_where_nothing_happened(new_caseroom: Home) -> None:
    assert called("tick", new_caseroom.folder).returncode == 0
    assert in_room(new_caseroom, "print(AuditAnchor.objects.count())") == "0\n"
    assert not new_caseroom.anchors.exists()


def test_writes_anchors_that_the_file_lost(new_caseroom: Home) -> None:
    in_room(new_caseroom, YESTERDAY)
    called("tick", new_caseroom.folder)
    written = new_caseroom.anchors.read_text()
    new_caseroom.anchors.unlink()

    in_room(
        new_caseroom,
        "from commonground_web.kernel.audit.anchoring import write_anchors\n"
        f"from pathlib import Path; write_anchors(Path({str(new_caseroom.anchors)!r}))",
    )

    assert new_caseroom.anchors.read_text() == written


def test_runs_the_others_where_one_clock_fails(caseroom: Home) -> None:
    said = in_room(
        caseroom,
        CLOCKS + "print(clocks.run_clocks(found, at=now()))\n"
        "print(*AuditEvent.objects.values_list('actor', flat=True))",
    )

    assert said.splitlines() == ["['a.broken']", "system:works"]


def test_exits_with_1_and_says_which_clock_failed(caseroom: Home) -> None:
    code = (
        CLOCKS
        + """
clocks.clock("a.broken")(broken)
from commonground_web.running.clockwork import once
print(once())
"""
    )

    assert in_room(caseroom, code) == "1\n"
    assert caseroom.clocks_ran.read_text() == "a.broken\n"


def test_leaves_the_clocks_to_whoever_runs_them(caseroom: Home) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SETUP + HOLD],
        env=room_environment(caseroom),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        meanwhile = called("tick", caseroom.folder)
        holder.communicate()
    after = called("tick", caseroom.folder)

    assert meanwhile.returncode == after.returncode == 0
    assert "nothing was done" in meanwhile.stdout
    assert "nothing was done" not in after.stdout


def test_refuses_a_folder_that_is_no_room(new_caseroom: Home) -> None:
    done = called("tick", new_caseroom.media)

    assert done.returncode == 1
    assert "holds no folder called commons" in done.stderr
