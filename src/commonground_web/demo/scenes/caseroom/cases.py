"""Cases are built on the entries, each on a complete buy, and a prosecutor finds them ready."""

from __future__ import annotations

from commonground_web.caseroom.cases.actions import Bought, Charge, add_buy, find_ready, open_case
from commonground_web.caseroom.cases.codes import Drug, Fentanyl, Holder, Laboratory, Offence
from commonground_web.caseroom.entries.models import Entry
from commonground_web.demo.scenes.caseroom.entries import FIRST_LIST, SECOND_LIST, entries_of
from commonground_web.demo.stage import Stage

DAYS_TO_LIMITATION, DAYS_OF_PROGRAMME = 900, 290


def play(stage: Stage, *, days_ago: int) -> None:
    """Build the cases of the first list; those of the second are still being built."""
    turn = stage.turn("detective", days_ago=days_ago)
    for number, entry in enumerate(entries_of(stage, FIRST_LIST, **turn), start=1):
        _build(entry, stage, number=number, days_ago=days_ago, is_ready=True)
    for number, entry in enumerate(entries_of(stage, SECOND_LIST, **turn), start=5):
        _build(entry, stage, number=number, days_ago=days_ago, is_ready=False)


def _build(entry: Entry, stage: Stage, *, number: int, days_ago: int, is_ready: bool) -> None:
    turn = stage.turn("detective", days_ago=days_ago, hour=14, minute=number)
    charge = Charge(
        number=f"LPD-C-{number:03}",
        offences=[Offence.SALE],
        statute="Sale of a controlled substance (made up)",
        first_on=stage.day(days_ago + 20),
        last_on=stage.day(days_ago + 6),
        drug=Drug.CRACK,
        fentanyl=Fentanyl.NO,
        limitation_on=stage.day(-DAYS_TO_LIMITATION),
        holder=Holder.PROSECUTOR,
    )
    case = open_case(entry=entry, charge=charge, **turn)
    bought = Bought(
        bought_on=stage.day(days_ago + 6),
        number=f"EV-{number:03}",
        laboratory=Laboratory.POSITIVE if is_ready else Laboratory.WAITING,
        is_on_video=True,
        has_custody=True,
        has_statement=True,
        has_warrant=is_ready,
    )
    add_buy(case=case, bought=bought, **turn)
    if is_ready:
        reviewing = stage.turn("prosecutor", days_ago=days_ago - 2, minute=number)
        case = stage.again(case, **reviewing)
        find_ready(case=case, program_ends_on=stage.day(-DAYS_OF_PROGRAMME), **reviewing)
