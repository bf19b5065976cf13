"""The night bus helps without asking names: what was handed out is counted, and to whom is not."""

from __future__ import annotations

import uuid

from commonground_web.careroom.encounters.actions import Help, create_zone, record_encounter
from commonground_web.careroom.encounters.models import Kind
from commonground_web.demo.stage import Stage

EVERY_DAYS, UNTIL_DAYS_AGO = 2, 18

REVERSED = (5, 16, 27)
"""Nights on which an overdose was reversed."""

SUPPLIES = (
    {"naloxone_kits": 2, "fentanyl_test_strips": 10, "meals": 1},
    {"naloxone_kits": 1, "syringes": 20, "syringes_returned": 15},
    {"naloxone_kits": 3, "wound_care_kits": 1, "hygiene_kits": 2},
)
"""What was handed out, in turn."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Name the zones, and write down every second night."""
    naming = stage.turn("outreach-manager", days_ago=days_ago)
    site = uuid.UUID(stage.facts["site"])
    zone = create_zone(name="Ninth Avenue", site=site, **naming)
    create_zone(name="Harbour side", site=None, **naming)
    nights = range(days_ago - 1, UNTIL_DAYS_AGO, -EVERY_DAYS)
    for number, ago in enumerate(nights):
        given = Help(
            on=stage.day(ago),
            kind=Kind.VEHICLE if number % 3 else Kind.OUTREACH,
            supplies=SUPPLIES[number % len(SUPPLIES)],
            reversals=int(number in REVERSED),
        )
        record_encounter(
            zone=zone, given=given, **stage.turn("outreach-worker", days_ago=ago, hour=22)
        )
