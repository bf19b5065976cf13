"""Rules as the case room would sign them, and as it tells the Commons of them."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

from commonground_web.commons.rules.models import SignedRules
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.rules import (
    AnsweredBy,
    BearsOn,
    Clause,
    Conduct,
    Consequence,
    Question,
    Rules,
    RulesOn,
    RulesSigned,
)
from tests.web.every_room.valves.neighbours import meet_neighbours, sealed_by

ASKED = "Was a firearm seen?"
SAID = "Selling drugs, shown by a controlled buy."


def criteria(site: uuid.UUID, *, number: int = 1, effective_on: date | None = None) -> Rules:
    """Return criteria of one question."""
    asked = Question(
        question=ASKED,
        bears_on=BearsOn.GUNS,
        answered_by=AnsweredBy.CHOICE,
        choices=("no", "yes, on video"),
        shown_beside="",
    )
    return Rules(
        on=RulesOn.CRITERIA,
        site=site,
        number=number,
        effective_on=effective_on or today(),
        questions=(asked,),
    )


def policy(site: uuid.UUID, *, number: int = 1, effective_on: date | None = None) -> Rules:
    """Return a policy of one clause."""
    said = Clause(conduct=Conduct.SALE, text=SAID, most=Consequence.ACTIVATION)
    return Rules(
        on=RulesOn.POLICY,
        site=site,
        number=number,
        effective_on=effective_on or today(),
        review_days=7,
        term_days=365,
        clauses=(said,),
    )


def hear(folder: Path, rules: Rules, **other: Any) -> Outcome | None:
    """Have the case room tell that rules were signed."""
    said: dict[str, Any] = {
        "site": rules.site,
        "on": rules.on,
        "number": rules.number,
        "effective_on": rules.effective_on,
        "signed_on": today(),
        "digest": rules.digest,
    }
    folder.mkdir(exist_ok=True)
    home = meet_neighbours(folder)[Room.CASEROOM]
    return receive_one(sealed_by(home, RulesSigned(**said | other), at=now()), at=now())


def signed(folder: Path, rules: Rules) -> SignedRules:
    """Return rules of which the case room has told."""
    assert hear(folder, rules) == Outcome.HANDLED
    return SignedRules.objects.get(digest=rules.digest)


def policy_in_force(site: Site) -> SignedRules:
    """Keep that the case room told of a policy which is in force, without its text."""
    told = SignedRules(
        site=site,
        on=RulesOn.POLICY,
        number=1,
        effective_on=today(),
        signed_on=today(),
        digest=policy(site.pk).digest,
        told_at=now(),
    )
    told.save(force_insert=True)
    return told
