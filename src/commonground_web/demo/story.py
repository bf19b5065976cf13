"""The story of the demo: its scenes, in the order of time.

A scene is a module with a function `play(stage)`, which calls actions as people of the demo do, at
moments of the past. To add one: write the module under `scenes/ROOM/`, and put a line here where
its time comes. Before the first scene of a room after one of another, the valves carry what was
sent until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from commonground_web.kernel.rooms import Room


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: where it plays, which module it is, and when it begins."""

    room: Room
    module: str
    """Below `commonground_web.demo`."""
    days_ago: int


CALL_IN_DAYS_AGO = 21
"""The call-in was so many days before whoever opens the demo."""

_COMMONS, _CASEROOM, _CAREROOM = Room.COMMONS, Room.CASEROOM, Room.CAREROOM

STORY = (
    Scene(_COMMONS, "arriving", days_ago=240),
    Scene(_COMMONS, "scenes.commons.agencies", days_ago=238),
    Scene(_COMMONS, "arriving", days_ago=232),
    Scene(_COMMONS, "scenes.commons.sites", days_ago=225),
    Scene(_COMMONS, "scenes.commons.steps", days_ago=210),
    Scene(_COMMONS, "scenes.commons.services", days_ago=100),
    Scene(_CAREROOM, "arriving", days_ago=98),
    Scene(_CAREROOM, "scenes.careroom.clients", days_ago=90),
    Scene(_CAREROOM, "scenes.careroom.encounters", days_ago=84),
    Scene(_CASEROOM, "arriving", days_ago=96),
    Scene(_CASEROOM, "scenes.caseroom.rules", days_ago=94),
    Scene(_COMMONS, "scenes.commons.rules", days_ago=93),
    Scene(_CASEROOM, "scenes.caseroom.entries", days_ago=92),
    Scene(_CASEROOM, "scenes.caseroom.cases", days_ago=80),
    Scene(_CASEROOM, "scenes.caseroom.triage", days_ago=76),
    Scene(_CASEROOM, "scenes.caseroom.lists", days_ago=66),
    Scene(_COMMONS, "scenes.commons.planned", days_ago=60),
    Scene(_CASEROOM, "scenes.caseroom.holds", days_ago=58),
    Scene(_COMMONS, "scenes.commons.invited", days_ago=56),
    Scene(_COMMONS, "scenes.commons.operation", days_ago=39),
    Scene(_COMMONS, "scenes.commons.called_in", days_ago=CALL_IN_DAYS_AGO),
    Scene(_CAREROOM, "scenes.careroom.helped", days_ago=16),
    Scene(_CAREROOM, "scenes.careroom.counts", days_ago=13),
    Scene(_CASEROOM, "scenes.caseroom.counts", days_ago=12),
    Scene(_CASEROOM, "scenes.caseroom.second_list", days_ago=11),
    Scene(_CASEROOM, "scenes.caseroom.violations", days_ago=4),
    Scene(_COMMONS, "scenes.commons.complaints", days_ago=3),
    Scene(_COMMONS, "scenes.commons.open_work", days_ago=2),
)


def acts(story: tuple[Scene, ...] = STORY) -> list[tuple[Scene, ...]]:
    """Return the story in acts: scenes that follow each other in one room, in one process."""
    return [tuple(scenes) for _, scenes in groupby(story, key=lambda scene: scene.room)]
