"""How the forms of the Commons are sent, and which of them do nothing all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from tests.web.commons.services.offers import new_organization
from tests.web.commons.steps.partners import new_site
from tests.web.filled import (
    CHANGES_NOTHING,
    FOR_FILE,
    FOR_OTHER_STATE,
    FOR_ROWS_BESIDE,
    LONG_AGO,
    ONLY_LOOKS,
    SOMEBODY,
    Filling,
    in_three_days,
    of_row,
    typed,
)
from tests.web.forms import SOON
from tests.web.signed_in import AGENCY

SQUARE = "35.95680, -80.00530\n35.95680, -80.00430\n35.95580, -80.00430\n35.95580, -80.00530"
NOT_APPEALED = {"acknowledged_by": SOMEBODY, "appealed_at": None}
WEB = {"email": "a@example.org", "website": "https://example.org/", "url": "https://example.org/"}
A_SITE = Filling(beside=new_site)
DRAFT = {"state": "draft", "published_by": None, "published_at": None}

FILLED: Mapping[str, Filling] = {
    "adaptation-create": typed(agreed_on=LONG_AGO),
    "agency-correct": typed(name="Another agency"),
    "boundary-draw": typed(shape=SQUARE),
    "callin-close": of_row(state="held"),
    "callin-create": A_SITE,
    "callin-move": typed(at=f"{SOON + timedelta(days=90)}T18:00"),
    "capacity-update": Filling(
        row={"reserved": 0, "available": 5}, typed={"available": "3", "maximum": "5"}
    ),
    "complaint-acknowledge": of_row(state="received", **NOT_APPEALED),
    "complaint-answer": Filling(
        row={"state": "investigating", **NOT_APPEALED}, typed={"text": "Plain words"}
    ),
    "complaint-ask": Filling(
        row={"state": "investigating", **NOT_APPEALED}, typed={"text": "Plain words"}
    ),
    "complaint-close": of_row(state="answered", **NOT_APPEALED),
    "complaint-decide": typed(text="Plain words"),
    "complaint-investigate": of_row(state="acknowledged", **NOT_APPEALED),
    "evidence-create": typed(link="", link_id="", happened_on=LONG_AGO),
    "export-answer": of_row(expires_at=in_three_days),
    "operation-plan": A_SITE,
    "organization-update": typed(**WEB),
    "outreach-draft": A_SITE,
    "phase-return": of_row(state="gate_review"),
    "phase-submit": of_row(state="in_progress"),
    "phone-create": typed(number="+1 555 0100", extension="7"),
    "plan-move": typed(callin_on=f"{SOON + timedelta(days=90)}"),
    "plan-open": A_SITE,
    "public-propose": A_SITE,
    "public-publish": of_row(published_by=None, published_at=None, proposed_by=SOMEBODY),
    "reservation-create": A_SITE,
    "run-bring-in": A_SITE,
    "run-publish": of_row(**DRAFT),
    "run-vouch": of_row(**DRAFT, brought_by=None),
    "service-create": Filling(beside=lambda: new_organization(AGENCY), typed=WEB),
    "service-update": typed(**WEB),
    "wording-create": typed(chief="Ash Example, Chief of Police", leader="Bo Example, Example"),
}

IDLE: Mapping[str, str] = {
    "attendance-create": FOR_ROWS_BESIDE,
    "boundary-take": FOR_FILE,
    "callin-hold": FOR_ROWS_BESIDE,
    "callin-holds": FOR_ROWS_BESIDE,
    "callin-invite": FOR_ROWS_BESIDE,
    "callin-letters": FOR_ROWS_BESIDE,
    "callin-slots": FOR_ROWS_BESIDE,
    "complaint-follow": ONLY_LOOKS,
    "conduct-agreement-copy": FOR_ROWS_BESIDE,
    "conduct-agreement-create": FOR_ROWS_BESIDE,
    "conduct-agreement-decline": FOR_ROWS_BESIDE,
    "contest-forward": FOR_ROWS_BESIDE,
    "delivery-create": FOR_ROWS_BESIDE,
    "directory-import": FOR_FILE,
    "directory-take": FOR_FILE,
    "hold-lift": CHANGES_NOTHING,
    "influential-create": FOR_ROWS_BESIDE,
    "introduction-create": FOR_ROWS_BESIDE,
    "item-confirm": FOR_OTHER_STATE,
    "letter-print": FOR_ROWS_BESIDE,
    "letters-print": FOR_ROWS_BESIDE,
    "notice-give": FOR_ROWS_BESIDE,
    "operation-end": FOR_OTHER_STATE,
    "operation-plan": FOR_ROWS_BESIDE,
    "operation-ready": FOR_ROWS_BESIDE,
    "outreach-agree": FOR_ROWS_BESIDE,
    "phase-complete": FOR_ROWS_BESIDE,
    "rules-bring-in": FOR_FILE,
    "run-bring-in": FOR_FILE,
    "waiver-agree": FOR_OTHER_STATE,
    "waiver-end": FOR_OTHER_STATE,
}
"""Forms of this room alone that do nothing, and why."""
