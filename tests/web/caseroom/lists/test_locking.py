"""Tests of the lock: what it asks, who signs it, and that nothing changes after it."""

from __future__ import annotations

import hashlib
import json
import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.caseroom.entries.actions import drop_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.states import DROPPED_DAYS
from commonground_web.caseroom.lists import moves
from commonground_web.caseroom.lists.actions.checks import sign_check
from commonground_web.caseroom.lists.actions.locking import sign_lock
from commonground_web.caseroom.lists.actions.opening import open_list
from commonground_web.caseroom.lists.checking import standing_check
from commonground_web.caseroom.lists.groups import Group, Variable
from commonground_web.caseroom.lists.models import (
    Candidate,
    CandidateList,
    ListLock,
    LockSignature,
)
from commonground_web.caseroom.lists.states import LIST, ListState
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.policies.published import TERM_DAYS
from commonground_web.caseroom.triage.actions.findings import complete_findings, open_triage
from commonground_web.caseroom.triage.actions.reviews import (
    begin_review,
    consolidate,
    reopen_triage,
)
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.triage.states import State
from commonground_web.caseroom.triage.waiting import waiting_for
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now, today
from tests.web.caseroom.entering import (
    CHARGING,
    OFFICER,
    PROSECUTOR,
    SITE,
    SUPERVISOR,
    somebody,
)
from tests.web.caseroom.listing import ready
from tests.web.caseroom.people import (
    POLICE,
    accepted_entry,
    agreed,
    as_it_is,
    checked,
    locked_list,
    new_criteria,
    new_list,
    opened,
    reading,
    say,
    signed_criteria,
    signed_policy,
    written_check,
)
from tests.web.rows import purging, writing
from tests.web.snapshots import receive_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidates() -> CandidateList:
    """Open a list."""
    return new_list()


def _sign(candidates: CandidateList) -> None:
    for by in (SUPERVISOR, CHARGING):
        sign_lock(candidates=candidates, by=by, at=now())


def test_knows_every_state_of_a_list() -> None:
    assert set(LIST.transitions) == set(LIST.owners) == set(ListState.values)


def test_opens_no_list_without_signed_criteria() -> None:
    new_criteria()

    with pytest.raises(Refused, match="No criteria are in force"):
        open_list(site=SITE, name="First list", by=SUPERVISOR, at=now())


def test_opens_one_list_of_a_site_at_a_time(candidates: CandidateList) -> None:
    with pytest.raises(Refused, match="not locked yet"):
        open_list(site=candidates.site, name="Second list", by=SUPERVISOR, at=now())


def test_opens_another_list_once_one_is_locked() -> None:
    locked = locked_list()

    second = open_list(site=locked.site, name="Second list", by=SUPERVISOR, at=now())

    assert second.state == ListState.OPEN


@pytest.mark.parametrize("by", [SUPERVISOR, CHARGING])
def test_is_locked_by_nobody_alone(candidates: CandidateList, by: object) -> None:
    agreed(candidates)
    checked(candidates)

    assert sign_lock(candidates=candidates, by=by, at=now()) is None  # type: ignore[arg-type]
    assert CandidateList.objects.get(pk=candidates.pk).state == ListState.CHECKED


def test_is_locked_by_nobody_while_no_policy_is_in_force() -> None:
    signed_criteria()
    candidates = open_list(site=SITE, name="First list", by=SUPERVISOR, at=now())
    agreed(candidates)
    checked(candidates)

    with pytest.raises(Refused, match="No policy on violations is in force"):
        sign_lock(candidates=candidates, by=SUPERVISOR, at=now())

    signed_policy()
    sign_lock(candidates=candidates, by=SUPERVISOR, at=now())


@pytest.mark.parametrize(("verdict", "is_refused"), [(Verdict.BANK, True), (Verdict.DROP, False)])
def test_banks_nobody_for_longer_than_the_policy_allows(
    candidates: CandidateList, verdict: Verdict, *, is_refused: bool
) -> None:
    decision = agreed(candidates, verdict)
    with reading():
        entry = Entry.objects.get(pk=decision.entry_id)
    ready(entry, program_ends_on=today() + timedelta(days=TERM_DAYS + 1))
    checked(candidates)

    with pytest.raises(Refused, match="than the policy allows") if is_refused else nullcontext():
        sign_lock(candidates=candidates, by=SUPERVISOR, at=now())


def test_counts_the_term_from_the_call_in_that_is_planned(candidates: CandidateList) -> None:
    evening = now() + timedelta(days=30)
    planned = {"site": str(SITE), "at": evening.isoformat(), "state": "planning"}
    elsewhere = planned | {"site": str(uuid.uuid4()), "at": now().isoformat()}
    receive_snapshot({"call_in": {uuid.uuid4(): planned, uuid.uuid4(): elsewhere}})
    decision = agreed(candidates)
    with reading():
        entry = Entry.objects.get(pk=decision.entry_id)
    ready(entry, program_ends_on=today() + timedelta(days=30 + TERM_DAYS))
    checked(candidates)

    sign_lock(candidates=candidates, by=SUPERVISOR, at=now())


def test_drops_the_names_that_were_decided_to_be_dropped() -> None:
    candidates = locked_list(Verdict.DROP, Verdict.REFER_OUT, Verdict.BANK)

    with reading():
        became = {
            decision.verdict: decision.entry
            for decision in TriageDecision.objects.select_related("entry")
        }
        assert len(moves.weighed_on(candidates)) == 3
    dropped = became[Verdict.DROP]
    assert (dropped.state, dropped.why) == ("dropped", "Dropped by the locked list “First list”.")
    assert dropped.purge_on == today() + timedelta(days=DROPPED_DAYS)
    assert became[Verdict.REFER_OUT].state == became[Verdict.BANK].state == "active"


@pytest.mark.parametrize("was_decided", [True, False])
def test_is_locked_without_a_name_that_was_dropped(
    candidates: CandidateList, *, was_decided: bool
) -> None:
    kept = agreed(candidates)
    dropped = agreed(candidates) if was_decided else opened(candidates)
    with reading():
        entry = Entry.objects.get(pk=dropped.entry_id)
    drop_entry(entry=entry, why="Long ago.", by=SUPERVISOR, at=now())
    with reading():
        heaps = waiting_for(SUPERVISOR)
        assert not any(dropped in heap.decisions for heap in heaps)
        weighed = moves.weighed_on(candidates)
    assert [each.entry.pk for each in weighed] == [kept.entry_id]
    counted = [
        Group(each, "all", 100, prosecute=0, bank=1, drop=0, refer_out=0) for each in Variable
    ]
    check = written_check(candidates, groups=counted)
    for by in (SUPERVISOR, PROSECUTOR):
        sign_check(check=check, by=by, at=now())

    _sign(candidates)

    lock = ListLock.objects.get(candidate_list=candidates)
    assert (lock.entries, lock.bank) == (1, 1)
    assert as_it_is(kept).state == State.LOCKED
    assert as_it_is(dropped).state != State.LOCKED


def test_is_checked_anew_once_a_name_was_dropped(candidates: CandidateList) -> None:
    agreed(candidates)
    to_drop = agreed(candidates)
    with reading():
        entry = Entry.objects.get(pk=to_drop.entry_id)
    checked(candidates)

    drop_entry(entry=entry, why="Long ago.", by=SUPERVISOR, at=now())

    assert standing_check(candidates) is None
    with pytest.raises(Refused, match="not been checked"):
        sign_lock(candidates=candidates, by=SUPERVISOR, at=now())


def test_is_locked_by_both_sides(candidates: CandidateList) -> None:
    decision = agreed(candidates)
    checked(candidates)

    _sign(candidates)

    lock = ListLock.objects.get(candidate_list=candidates)
    assert {str(lock.first_by), str(lock.second_by)} == {SUPERVISOR.id, CHARGING.id}
    assert (lock.entries, lock.bank, lock.drop) == (1, 1, 0)
    assert as_it_is(decision).state == State.LOCKED


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (somebody("supervisor"), "police has signed"),
        (somebody("charging_supervisor", agency=POLICE), "another agency's"),
        (somebody("charging_supervisor", "supervisor", agency=uuid.uuid4()), "alone"),
    ],
)
def test_is_signed_by_two_sides_and_agencies(
    candidates: CandidateList, other: object, why: str
) -> None:
    agreed(candidates)
    checked(candidates)
    sign_lock(candidates=candidates, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match=why):
        sign_lock(candidates=candidates, by=other, at=now())  # type: ignore[arg-type]


def test_is_signed_by_no_deputy(candidates: CandidateList) -> None:
    with pytest.raises(NotPermitted):
        sign_lock(candidates=candidates, by=PROSECUTOR, at=now())


def test_is_not_locked_while_nobody_is_on_it(candidates: CandidateList) -> None:
    with pytest.raises(Refused, match="Nobody is on the list"):
        _sign(candidates)


def test_is_not_locked_while_a_case_is_undecided(candidates: CandidateList) -> None:
    agreed(candidates)
    opened(candidates)

    with pytest.raises(Refused, match="1 case is not decided"):
        _sign(candidates)


def test_is_not_locked_without_a_check(candidates: CandidateList) -> None:
    agreed(candidates)

    with pytest.raises(Refused, match="has not been checked"):
        _sign(candidates)


def test_is_not_locked_by_a_check_that_one_agency_signed(candidates: CandidateList) -> None:
    agreed(candidates)
    sign_check(check=written_check(candidates), by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="waits for two signatures"):
        _sign(candidates)


def test_is_not_locked_while_an_entry_lacks_something(candidates: CandidateList) -> None:
    decision = agreed(candidates)
    checked(candidates)
    with writing(Entry, TriageDecision, agency=POLICE, verb="submit"):
        Entry.objects.filter(pk=decision.entry_id).update(state="submitted", accepted_by=None)

    with pytest.raises(Refused, match="1 entry lacks something"):
        _sign(candidates)


@pytest.mark.parametrize("change", ["reopened", "added"])
def test_is_open_again_once_it_changes_after_the_check(
    candidates: CandidateList, change: str
) -> None:
    decision = agreed(candidates)
    check = checked(candidates)
    assert CandidateList.objects.get(pk=candidates.pk).state == ListState.CHECKED

    if change == "added":
        opened(candidates)
    else:
        with reading():
            again = TriageDecision.objects.select_related("candidate_list").get(pk=decision.pk)
        reopen_triage(decision=again, why="New evidence.", by=CHARGING, at=now())

    check.refresh_from_db()
    assert check.voided_at is not None
    assert CandidateList.objects.get(pk=candidates.pk).state == ListState.OPEN


def test_counts_no_signature_under_another_list(candidates: CandidateList) -> None:
    agreed(candidates)
    checked(candidates)
    sign_lock(candidates=candidates, by=SUPERVISOR, at=now())
    agreed(candidates, Verdict.DROP)
    checked(candidates)

    assert sign_lock(candidates=candidates, by=CHARGING, at=now()) is None
    assert LockSignature.objects.filter(candidate_list=candidates).count() == 2
    assert sign_lock(candidates=candidates, by=SUPERVISOR, at=now()) is not None


def test_counts_no_signature_from_before_an_equal_decision_was_taken_anew(
    candidates: CandidateList,
) -> None:
    decision = agreed(candidates)
    checked(candidates)
    sign_lock(candidates=candidates, by=SUPERVISOR, at=now())
    with reading():
        again = TriageDecision.objects.select_related("candidate_list").get(pk=decision.pk)
    reopen_triage(decision=again, why="New evidence.", by=CHARGING, at=now())
    complete_findings(decision=again, by=OFFICER, at=now())
    begin_review(decision=again, by=SUPERVISOR, at=now())
    for by in (SUPERVISOR, PROSECUTOR):
        say(again, Verdict.BANK, by=by)
    consolidate(decision=again, by=PROSECUTOR, at=now())
    checked(candidates)

    assert sign_lock(candidates=candidates, by=CHARGING, at=now()) is None
    assert sign_lock(candidates=candidates, by=SUPERVISOR, at=now()) is not None


def test_hashes_ids_verdicts_criteria_and_check_and_no_name() -> None:
    locked = locked_list(Verdict.BANK, Verdict.DROP)
    with reading():
        decided = sorted(
            [str(row.entry_id), row.verdict]
            for row in TriageDecision.objects.filter(candidate_list=locked)
        )
    spelled = {
        "list": str(locked.pk),
        "site": str(locked.site),
        "criteria": {"id": str(locked.criteria_id), "version": locked.criteria.version},
        "decided": decided,
        "check": str(locked.checks.get(voided_at__isnull=True).pk),
    }

    plain = json.dumps(spelled, sort_keys=True, separators=(",", ":")).encode()

    assert locked.lock.digest == hashlib.sha256(plain).hexdigest()


def test_makes_candidates_of_banked_cases_alone() -> None:
    locked = locked_list(*Verdict.values)

    with reading():
        rows = list(Candidate.objects.filter(candidate_list=locked))
        banked = TriageDecision.objects.get(candidate_list=locked, verdict=Verdict.BANK)
    assert [row.entry_id for row in rows] == [banked.entry_id]
    assert rows[0].token not in {rows[0].entry_id, rows[0].pk}


def test_changes_nothing_after_the_lock() -> None:
    locked = locked_list()
    with reading():
        decision = TriageDecision.objects.select_related("candidate_list").get(
            candidate_list=locked
        )
    entry = accepted_entry()

    with pytest.raises(Refused, match="locked"):
        open_triage(candidates=locked, entry=entry, by=SUPERVISOR, at=now())
    with pytest.raises(Refused, match="verdict"):
        reopen_triage(decision=decision, why="Late.", by=CHARGING, at=now())
    with pytest.raises(Refused, match="locked"):
        written_check(locked)
    with pytest.raises(Refused, match="locked"):
        _sign(locked)


def test_changes_no_lock_behind_the_action() -> None:
    lock = locked_list().lock
    lock.bank = 7

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(ListLock, agency=POLICE, verb="lock"),
    ):
        lock.save()


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test have its own say in locks."""
    monkeypatch.setattr(moves, "_asked", list(moves._asked))
    monkeypatch.setattr(moves, "_following", list(moves._following))


@pytest.mark.usefixtures("hooks")
def test_asks_every_app_that_has_a_say(candidates: CandidateList) -> None:
    moves.asks_before_lock(lambda _list, weighed: [f"{len(weighed)} case is not bankable."])
    agreed(candidates)
    checked(candidates)

    with pytest.raises(Refused, match="1 case is not bankable"):
        _sign(candidates)


@pytest.mark.usefixtures("hooks")
def test_locks_nothing_where_what_follows_fails(candidates: CandidateList) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise Refused("No.")

    moves.on_lock(fail)
    agreed(candidates)
    checked(candidates)

    with pytest.raises(Refused, match="No"):
        _sign(candidates)
    assert CandidateList.objects.get(pk=candidates.pk).state == ListState.CHECKED
    assert not ListLock.objects.filter(candidate_list=candidates).exists()


def test_keeps_the_lock_when_an_entry_is_purged() -> None:
    locked = locked_list()
    with reading():
        entry = TriageDecision.objects.get(candidate_list=locked).entry
    with purging(Entry, agency=POLICE):
        entry.delete()

    with reading():
        assert not TriageDecision.objects.filter(candidate_list=locked).exists()
        assert not Candidate.objects.filter(candidate_list=locked).exists()
    assert ListLock.objects.get(candidate_list=locked).entries == 1
