"""How the forms of the case room are sent, and which of them do nothing all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.web.caseroom.places import publish_site
from tests.web.filled import (
    FINDS_NOTHING,
    FOR_CERTAIN_PERSON,
    FOR_FILE,
    FOR_OTHER_STATE,
    FOR_ROOM_BESIDE,
    FOR_ROWS_BESIDE,
    FOR_SEVERAL,
    LONG_AGO,
    SOMEBODY,
    TO_COME,
    Filling,
    lately,
    of_row,
    typed,
)

SITE = SOMEBODY
ACCEPTED = {"accepted_by": SOMEBODY, "accepted_at": lately}
REVIEWED = {"reviewed_by": SOMEBODY, "program_ends_on": "2099-01-01"}
BANKED = {
    **REVIEWED,
    "banked_by": SOMEBODY,
    "banked_at": lately,
    "bank_until": "2098-01-01",
    "limitation_on": TO_COME,
}
PROPOSED = {
    "state": "proposed",
    "proposed_by": SOMEBODY,
    "outcome": "stands",
    "proposed_side": "police",
}
OFFENCES = {"first_on": LONG_AGO, "last_on": LONG_AGO, "limitation_on": TO_COME}


def _undecided(state: str) -> Filling:
    return of_row(state=state, verdict=None)


def _a_site() -> None:
    publish_site(SITE)


def _accepted(state: str, **words: str) -> Filling:
    row: dict[str, Any] = {"state": state, **ACCEPTED}
    return Filling(row=row, typed=words)


FILLED: Mapping[str, Filling] = {
    "buy-create": typed(bought_on=LONG_AGO),
    "candidate-complete": typed(
        display_name="Ash Example", contact="555 0100", language="en", guardian=""
    ),
    "candidate-propose": of_row(is_minor=False),
    "case-change": typed(**OFFENCES),
    "case-complete": of_row(state="banked", **BANKED),
    "case-create": _accepted("active", **OFFENCES),
    "case-return": of_row(state="ready", **REVIEWED),
    "contest-answer": typed(outcome="stands"),
    "contest-give-back": of_row(**PROPOSED),
    "entry-accept": of_row(state="submitted"),
    "entry-correct": _accepted("active", born="", seen_on=LONG_AGO),
    "entry-create": Filling(beside=_a_site, typed={"site": str(SITE), "born": ""}),
    "entry-drop": of_row(state="submitted"),
    "entry-return": of_row(state="submitted"),
    "source-create": typed(seen_on=LONG_AGO, last_selling_on=LONG_AGO, reported_on=LONG_AGO),
    "triage-begin": _undecided("findings_complete"),
    "triage-convene": _undecided("conflict"),
    "triage-return": _undecided("findings_complete"),
    "triage-review": _undecided("independent_review"),
    "triage-sit": _undecided("panel"),
    "violation-decide": of_row(state="proposed", checked_by=SOMEBODY),
    "violation-review": of_row(state="checked", checked_by=SOMEBODY),
    **{
        name: Filling(beside=_a_site)
        for name in ("candidate-list-create", "criteria-create", "policy-create")
    },
}

IDLE: Mapping[str, str] = {
    "buy-change": FINDS_NOTHING,
    "candidate-list-create": FOR_ROWS_BESIDE,
    "candidate-list-lock": FOR_ROWS_BESIDE,
    "candidate-release": FOR_OTHER_STATE,
    "case-review": FOR_ROWS_BESIDE,
    "contest-confirm": FOR_ROOM_BESIDE,
    "correction-told": FINDS_NOTHING,
    "criteria-create": FOR_SEVERAL,
    "criteria-revise": FOR_OTHER_STATE,
    "disparity-check-create": FOR_ROWS_BESIDE,
    "disparity-check-sign": FOR_ROWS_BESIDE,
    "dissemination-create": FOR_CERTAIN_PERSON,
    "entry-change": FOR_CERTAIN_PERSON,
    "entry-document": FOR_FILE,
    "entry-use": FOR_ROWS_BESIDE,
    "hold-acknowledge": FOR_ROOM_BESIDE,
    "policy-create": FOR_SEVERAL,
    "policy-revise": FOR_OTHER_STATE,
    "release-draft": FOR_ROWS_BESIDE,
    "release-send": FOR_OTHER_STATE,
    "screening-decide": FOR_OTHER_STATE,
    "triage-add": FOR_ROWS_BESIDE,
    "triage-close": FOR_ROWS_BESIDE,
    "triage-consolidate": FOR_CERTAIN_PERSON,
    "triage-findings": FOR_ROWS_BESIDE,
    "violation-report": FOR_ROWS_BESIDE,
}
"""Forms of this room alone that do nothing, and why."""
