"""Tests of two who work on one record by turns: the second is told, and overwrites nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonground_web.caseroom.cases.actions import (
    Bought,
    Charge,
    change_buy,
    change_case,
    find_ready,
)
from commonground_web.caseroom.cases.forms import BuyForm, CaseForm
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.entries.actions import accept_entry, correct_entry, submit_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.actions.candidates import (
    Invitable,
    complete_candidate,
    propose_release,
    release_candidate,
)
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from tests.web.addresses import state_purpose
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    accepted,
    draft,
    fresh,
    somebody,
    whole,
    written,
)
from tests.web.caseroom.listing import candidate_of, fresh_case, some_buy, some_case
from tests.web.caseroom.people import fresh_candidate
from tests.web.plain_record import looking
from tests.web.rows import writing
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

CHANGED = "Somebody changed this"
OTHER = somebody("supervisor")


def corrected(entry: Entry, name: str, *, by: Actor) -> None:
    """Correct an entry."""
    correct_entry(entry=entry, written=written(name=name), why="Misheard.", by=by, at=now())


def completed(candidate: Candidate, name: str, *, by: Actor = PROSECUTOR) -> None:
    """Write down what it takes to invite somebody."""
    said = Invitable(name, "+1 555 0100", "en", is_minor=False)
    complete_candidate(candidate=candidate, said=said, by=by, at=now())


def charge_of(case: Case, *, statute: str) -> Charge:
    """Return what a case says, under another statute."""
    with looking("case", "entry", at=now()):
        return Charge(**CaseForm.standing(case) | {"statute": statute})


def test_corrects_nothing_by_what_was_corrected_since() -> None:
    seen = accepted()
    corrected(seen, "Zed Imaginary", by=SUPERVISOR)

    with pytest.raises(Refused, match=CHANGED):
        corrected(seen, "Zed Invented", by=OTHER)

    assert fresh(seen).name == "Zed Imaginary"


def test_accepts_nothing_that_was_corrected_since_it_was_read() -> None:
    seen = accepted()
    corrected(seen, "Zed Imaginary", by=SUPERVISOR)
    read_before = fresh(seen)
    corrected(read_before, "Zed Invented", by=OTHER)

    with pytest.raises(Refused, match=CHANGED):
        accept_entry(entry=read_before, by=somebody("supervisor"), at=now())

    accept_entry(entry=fresh(seen), by=somebody("supervisor"), at=now())


def test_completes_no_candidate_by_what_was_written_since() -> None:
    seen = candidate_of(whole())
    completed(seen, "Zed Fictional")

    with pytest.raises(Refused, match=CHANGED):
        completed(seen, "Zed Invented", by=CHARGING)

    assert fresh_candidate(seen).display_name == "Zed Fictional"


def test_releases_nobody_who_was_written_down_anew_and_proposed_again() -> None:
    seen = candidate_of(whole())
    completed(seen, "Zed Fictional")
    propose_release(candidate=fresh_candidate(seen), by=PROSECUTOR, at=now())
    read_before = fresh_candidate(seen)
    completed(read_before, "Zed Invented")
    propose_release(candidate=fresh_candidate(seen), by=PROSECUTOR, at=now())

    with pytest.raises(Refused, match=CHANGED):
        release_candidate(candidate=read_before, by=CHARGING, at=now())


def test_changes_no_case_by_what_was_changed_since() -> None:
    seen = some_case(accepted())
    change_case(case=seen, charge=charge_of(seen, statute="First"), by=OFFICER, at=now())

    with pytest.raises(Refused, match=CHANGED):
        change_case(case=seen, charge=charge_of(seen, statute="Second"), by=OFFICER, at=now())

    assert fresh_case(seen).statute == "First"


@pytest.mark.parametrize("change", ["added", "changed"])
def test_finds_no_case_ready_whose_buys_are_others_since(change: str) -> None:
    seen = some_case(accepted())
    buy = some_buy(seen)
    read_before = fresh_case(seen)
    if change == "added":
        some_buy(seen)
    else:
        bought = Bought(**BuyForm.standing(buy) | {"has_custody": False})
        change_buy(buy=buy, bought=bought, by=OFFICER, at=now())

    with pytest.raises(Refused, match=CHANGED):
        find_ready(case=read_before, program_ends_on=today(), by=PROSECUTOR, at=now())


def test_counts_a_change_of_one_field_alone() -> None:
    entry = draft()
    with writing(Entry, agency=AGENCY):
        entry.contested_at = now()
        entry.save(update_fields=["contested_at"])

    assert (entry.row_version, fresh(entry).row_version) == (2, 2)


def test_says_on_the_form_that_somebody_was_faster() -> None:
    candidate = candidate_of(whole())
    version = candidate.row_version
    client = signed_in("prosecutor")
    state_purpose(client, candidate.pk)
    address = reverse("candidate-complete", args=[candidate.pk])
    shown = client.get(address).content.decode()
    said = {"display_name": "Zed", "contact": "+1", "language": "en", "is_minor": "no"}

    behind = client.post(address, {**said, "version": version - 1})
    without = client.post(address, said)
    kept = client.post(address, {**said, "version": version})

    assert f'name="version" value="{version}"' in shown
    assert CHANGED in behind.content.decode()
    assert CHANGED in without.content.decode()
    assert kept.status_code == 302


def test_says_after_a_button_that_somebody_was_faster() -> None:
    entry = draft()
    submit_entry(entry=entry, by=OFFICER, at=now())
    client = signed_in("supervisor")
    state_purpose(client, entry.pk)
    address = reverse("entry", args=[entry.pk])
    accept = reverse("entry-accept", args=[entry.pk])

    shown = client.get(address).content.decode()
    refused = client.post(accept, {"version": 1}, follow=True).content.decode()
    accepted = client.post(accept, {"version": 2}, follow=True).content.decode()

    assert shown.count('name="version" value="2"') == 1
    assert CHANGED in refused
    assert CHANGED not in accepted
    assert fresh(entry).accepted_by is not None
