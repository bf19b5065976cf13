"""Tests of two who act at once: the second acts on what is, and not on what they saw."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import copy

import pytest
from django.db import connection

from commonground_web.caseroom.cases.actions import activate_case, withdraw_case
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.criteria.actions import sign_criteria
from commonground_web.caseroom.criteria.models import CriteriaSet, CriteriaSignature
from commonground_web.caseroom.entries.actions import (
    correct_entry,
    disseminate,
    drop_entry,
    tell_recipient,
)
from commonground_web.caseroom.entries.models import CorrectionNotice, Entry
from commonground_web.caseroom.lists.actions.candidates import (
    Invitable,
    complete_candidate,
    propose_release,
    release_candidate,
)
from commonground_web.caseroom.triage.actions.findings import open_triage
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    somebody,
    whole,
    written,
)
from tests.web.caseroom.entries.test_keeping import sent
from tests.web.caseroom.people import (
    OTHER_SUPERVISOR,
    accepted_entry,
    candidate_of,
    fresh_candidate,
    locked_list,
    new_criteria,
    new_list,
    reading,
)
from tests.web.plain_record import looking
from tests.web.rows import writing


def frozen(entry: Entry) -> None:
    """Have the listing of somebody contested."""
    with writing(Entry, agency=AGENCY):
        Entry.objects.filter(pk=entry.pk).update(contested_at=now())


def dropped(entry: Entry) -> None:
    """Have a name dropped."""
    drop_entry(entry=entry, why="One sale, long ago.", by=SUPERVISOR, at=now())


def banked() -> Case:
    """Return a case that the lock of a list banked, as somebody read it."""
    locked = locked_list()
    with reading():
        case: Case = Case.objects.select_related("entry").get(
            entry__candidates__candidate_list=locked
        )
    return case


@pytest.mark.django_db
@pytest.mark.parametrize(("meanwhile", "says"), [(frozen, "contested"), (dropped, "was dropped")])
def test_activates_nothing_by_an_entry_as_it_was(
    meanwhile: Callable[[Entry], None], says: str
) -> None:
    read_before = banked()
    meanwhile(read_before.entry)

    with pytest.raises(Refused, match=says):
        activate_case(case=read_before, clause="1.1", by=CHARGING, at=now())


@pytest.mark.django_db
def test_activates_nothing_that_was_withdrawn_meanwhile() -> None:
    read_before = banked()
    withdraw_case(case=read_before, why="A witness moved.", by=PROSECUTOR, at=now())

    with pytest.raises(Refused, match="Only a banked case"):
        activate_case(case=read_before, clause="1.1", by=CHARGING, at=now())


@pytest.mark.django_db
@pytest.mark.parametrize(("meanwhile", "says"), [(frozen, "contested"), (dropped, "was dropped")])
def test_puts_nobody_on_a_list_by_an_entry_as_it_was(
    meanwhile: Callable[[Entry], None], says: str
) -> None:
    candidates, read_before = new_list(), accepted_entry()
    meanwhile(read_before)

    with pytest.raises(Refused, match=says):
        open_triage(candidates=candidates, entry=read_before, by=SUPERVISOR, at=now())

    with reading():
        assert not TriageDecision.objects.exists()


@pytest.mark.django_db
def test_releases_nobody_by_an_entry_as_it_was() -> None:
    candidate = candidate_of(locked_list())
    said = Invitable("Zed Fictional", "+1 555 0100", "en", is_minor=False)
    complete_candidate(candidate=candidate, said=said, by=PROSECUTOR, at=now())
    propose_release(candidate=fresh_candidate(candidate), by=PROSECUTOR, at=now())
    read_before = fresh_candidate(candidate)
    frozen(read_before.entry)

    with pytest.raises(Refused, match="contested"):
        release_candidate(candidate=read_before, by=CHARGING, at=now())


def notice() -> CorrectionNotice:
    """Have somebody to be told of a correction."""
    entry = whole()
    disseminate(entry=entry, sent=sent(), by=OFFICER, at=now())
    correct_entry(entry=entry, written=written(), why="A wrong day.", by=SUPERVISOR, at=now())
    with looking("dissemination", "entry", at=now()):
        found: CorrectionNotice = CorrectionNotice.objects.get()
    return found


def tell(row: CorrectionNotice, by: Actor) -> None:
    """Say that the recipient was told."""
    tell_recipient(notice=row, by=by, at=now())


def sign(row: CriteriaSet, by: Actor) -> None:
    """Sign criteria for the police."""
    sign_criteria(criteria=row, by=by, at=now())


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    ("make", "act", "people", "says"),
    [
        (notice, tell, (OFFICER, somebody("officer")), "told already"),
        (new_criteria, sign, (SUPERVISOR, OTHER_SUPERVISOR), "has signed th"),
    ],
)
def test_lets_one_of_two_act_who_read_the_same(
    make: Callable[[], CorrectionNotice | CriteriaSet],
    act: Callable[[CorrectionNotice | CriteriaSet, Actor], None],
    people: tuple[Actor, Actor],
    says: str,
) -> None:
    row, ready, became = make(), threading.Barrier(2), list[str]()

    def at_once(by: Actor) -> None:
        read_before = copy(row)
        try:
            ready.wait(timeout=20)
            act(read_before, by)
            became.append("done")
        except Refused as refused:
            became.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    done, refused = sorted(became, key=lambda word: word != "done")
    assert done == "done"
    assert says in refused
    assert CriteriaSignature.objects.count() <= 1
