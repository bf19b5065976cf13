"""What the keyboard's walk leaves to others: each function is called in a room's own process.

The list is brought to its lock, and whoever is banked on it is released to the Commons, by the
actions that pages call; other tests walk through those pages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

PASSWORD = "plainly fictional, and long"  # noqa: S105 - of an account that lives for one test
PANEL = ("lieutenant", "second-prosecutor", "charging-supervisor")


def let_sign_in(person: str) -> None:
    """Give somebody of the demo a password; they have a second factor already."""
    from commonground_web.demo.people import person_in
    from commonground_web.kernel.access.roles import MEMBER
    from commonground_web.kernel.accounts.models import Account
    from commonground_web.kernel.audit.opening import Setting, access
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.rooms import this_room

    played = person_in(this_room(), person)
    assert played is not None
    account = Account.objects.get(email=played.email)
    account.set_password(PASSWORD)
    own = Setting(actor=str(account.pk), verb="use", entity="own_account", roles=MEMBER)
    with access(own, at=now()):
        account.save()


def code_of(person: str) -> str:
    """Return what the second factor of somebody of the demo shows now."""
    from commonground_web.demo.people import person_in
    from commonground_web.kernel.accounts.models import Account
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.rooms import this_room
    from tests.web.every_room.accounts.steps import code_of as shown

    played = person_in(this_room(), person)
    assert played is not None
    return shown(Account.objects.get(email=played.email), at=now())


def release(name: str, at: str) -> None:
    """Have everything done that lies between a verdict and a candidate in the Commons."""
    from commonground_web.caseroom.lists.models import CandidateList
    from commonground_web.caseroom.lists.states import ListState
    from commonground_web.demo.stage import Stage

    stage = Stage(datetime.fromisoformat(at))
    lists = stage.rows(CandidateList, **_turn(stage, "charging-supervisor"))
    candidates = next(one for one in lists if one.state != ListState.LOCKED)
    _settle_the_others(stage)
    _build_a_case(name, stage)
    _lock(candidates, stage)
    _let_go(name, stage)


def _turn(stage: Any, code: str) -> dict[str, Any]:
    return {"by": stage.actor(code, at=stage.now), "at": stage.now}


def _settle_the_others(stage: Any) -> None:
    """Have whoever else is on the list dropped: by the panel, where the reviewers differ."""
    from commonground_web.caseroom.triage.actions.panels import (
        cast_panel_vote,
        close_panel,
        convene_panel,
    )
    from commonground_web.caseroom.triage.actions.reviews import cast_vote, consolidate
    from commonground_web.caseroom.triage.models import PanelVote, TriageDecision
    from commonground_web.caseroom.triage.states import State

    drop: dict[str, Any] = {"verdict": "drop", "reason": "Too little was seen."}
    chair = _turn(stage, "charging-supervisor")
    for decision in stage.rows(TriageDecision, **chair):
        if decision.state == State.INDEPENDENT_REVIEW:
            cast_vote(decision=decision, **drop, **_turn(stage, "supervisor"))
            consolidate(decision=decision, **_turn(stage, "supervisor"))
            convene_panel(decision=decision, **chair)
        if stage.again(decision, **chair).state == State.PANEL:
            spoken = {
                str(vote.member)
                for vote in stage.rows(PanelVote, **chair)
                if vote.decision_id == decision.pk
            }
            for code in PANEL:
                member = _turn(stage, code)
                if member["by"].id not in spoken:
                    cast_panel_vote(decision=decision, **drop, **member)
            close_panel(decision=decision, **chair)


def _build_a_case(name: str, stage: Any) -> None:
    from commonground_web.caseroom.cases.actions import (
        Bought,
        Charge,
        add_buy,
        find_ready,
        open_case,
    )
    from commonground_web.caseroom.cases.codes import Drug, Fentanyl, Holder, Laboratory, Offence
    from commonground_web.caseroom.entries.models import Entry

    turn = _turn(stage, "detective")
    entry = next(one for one in stage.rows(Entry, **turn) if one.name == name)
    charge = Charge(
        number="LPD-C-901",
        offences=[Offence.SALE],
        statute="Sale of a controlled substance (made up)",
        first_on=stage.day(20),
        last_on=stage.day(6),
        drug=Drug.CRACK,
        fentanyl=Fentanyl.NO,
        limitation_on=stage.day(-900),
        holder=Holder.PROSECUTOR,
    )
    case = open_case(entry=entry, charge=charge, **turn)
    bought = Bought(
        bought_on=stage.day(6),
        number="EV-901",
        laboratory=Laboratory.POSITIVE,
        is_on_video=True,
        has_custody=True,
        has_statement=True,
        has_warrant=True,
    )
    add_buy(case=case, bought=bought, **turn)
    reviewing = _turn(stage, "prosecutor")
    case = stage.again(case, **reviewing)
    find_ready(case=case, program_ends_on=stage.day(-340), **reviewing)


def _lock(candidates: Any, stage: Any) -> None:
    """Check the list for disparity and lock it: one is banked, two are dropped."""
    from commonground_web.caseroom.lists.actions.checks import Checked, sign_check, write_check
    from commonground_web.caseroom.lists.actions.locking import sign_lock
    from commonground_web.caseroom.lists.groups import Group, Variable

    groups = [
        Group(variable, "all", 590, prosecute=0, bank=1, drop=2, refer_out=0)
        for variable in Variable
    ]
    checked = Checked(groups=groups, benchmark="The last census.", notes="Three are too few.")
    check = write_check(candidates=candidates, checked=checked, **_turn(stage, "analyst"))
    for code in ("supervisor", "charging-supervisor"):
        sign_check(check=check, **_turn(stage, code))
    for code in ("supervisor", "charging-supervisor"):
        sign_lock(candidates=candidates, **_turn(stage, code))


def _let_go(name: str, stage: Any) -> None:
    from commonground_web.caseroom.lists.actions.candidates import (
        Invitable,
        complete_candidate,
        propose_release,
        release_candidate,
    )
    from commonground_web.caseroom.lists.models import Candidate

    turn = _turn(stage, "prosecutor")
    rows = stage.rows(Candidate, "entry", "candidate_list", **turn)
    candidate = next(one for one in rows if one.entry.name == name)
    said = Invitable(display_name=name, contact="555-0199", language="en", is_minor=False)
    complete_candidate(candidate=candidate, said=said, **turn)
    propose_release(candidate=stage.again(candidate, **turn), **turn)
    second = _turn(stage, "charging-supervisor")
    release_candidate(candidate=stage.again(candidate, **second), **second)


def tick(at: str) -> None:
    """Run every clock of the room."""
    from commonground_web.demo.playing import tick as run

    run(at=datetime.fromisoformat(at))
