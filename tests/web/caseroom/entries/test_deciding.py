"""Tests of entries on their way: written with a basis, accepted by another, used, dropped."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from commonground_web.caseroom.entries.actions import (
    StandsAlready,
    accept_entry,
    add_document,
    change_draft,
    correct_entry,
    create_entry,
    drop_entry,
    return_entry,
    submit_entry,
    use_entry,
)
from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.caseroom.entries.states import MACHINE
from commonground_web.caseroom.entries.support import READ, what_is_missing
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now, today
from tests.web.caseroom.entering import (
    AGENCY,
    BOTH,
    OFFICER,
    SITE,
    SUPERVISOR,
    accepted,
    draft,
    fresh,
    mention,
    screen,
    somebody,
    whole,
    written,
)
from tests.web.plain_record import looking
from tests.web.rows import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    """Keep a draft."""
    return draft()


def submitted(entry: Entry) -> Entry:
    """Hand a draft over."""
    submit_entry(entry=entry, by=OFFICER, at=now())
    return fresh(entry)


def test_has_a_machine_of_every_state_each_with_an_owner() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert {to for ways in MACHINE.transitions.values() for to in ways} <= set(State.values)
    assert set(MACHINE.owners.values()) <= {*room_roles(), "clock", "nobody"}


def test_purges_within_five_years(entry: Entry) -> None:
    assert entry.purge_on == today() + timedelta(days=5 * 365)


def test_keeps_no_name_in_the_audit(entry: Entry) -> None:
    seal = AuditSeal.objects.order_by("-seq")[0]

    assert seal.ids == {"entries.entry": [str(entry.pk)]}
    assert seal.acts == ["entry.created"]
    assert "Zed" not in f"{seal.ids}{seal.changes}{seal.acts}"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"report_number": ""}, "source document"),
        ({"report_number": "  "}, "source document"),
        ({"facts": " "}, "reasonable suspicion"),
        ({"born": date(2190, 1, 1)}, "not in the past"),
    ],
)
def test_refuses_a_name_without_a_basis(said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        draft(**said)


def test_refuses_a_name_without_a_document_behind_the_action(entry: Entry) -> None:
    entry.report_number = ""

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Entry, agency=AGENCY, verb="update"),
    ):
        entry.save()


def test_takes_a_file_in_place_of_a_report_number() -> None:
    paper = SimpleUploadedFile("report.txt", b"Sold twice.")

    entry = create_entry(
        site=SITE, written=written(report_number=""), document=paper, by=OFFICER, at=now()
    )

    assert entry.has_file


def test_says_what_is_wrong_with_a_file(entry: Entry) -> None:
    with pytest.raises(Refused, match="PDF"):
        add_document(entry=entry, document=SimpleUploadedFile("x.exe", b"MZ"), by=OFFICER, at=now())


def test_warns_of_a_name_that_stands_however_it_is_typed() -> None:
    draft(name="José Example", born=date(1990, 5, 1))

    with pytest.raises(StandsAlready):
        create_entry(
            site=SITE,
            written=written(name="JOSE  example.", born=date(1990, 5, 1)),
            by=OFFICER,
            at=now(),
        )


@pytest.mark.parametrize("born", [None, date(1991, 5, 1)])
def test_warns_of_no_name_with_another_date_of_birth(born: date | None) -> None:
    draft(born=date(1990, 5, 1))

    entry = create_entry(site=SITE, written=written(born=born), by=OFFICER, at=now())

    assert entry.state == State.DRAFT


def test_tells_nobody_of_a_name_at_a_site_that_is_not_theirs() -> None:
    draft(site=uuid.uuid4())
    here = Actor(str(uuid.uuid4()), frozenset({"officer"}), AGENCY, frozenset({SITE}))

    entry = create_entry(site=SITE, written=written(), by=here, at=now())

    assert entry.state == State.DRAFT


def test_is_written_at_no_site_that_is_not_ones_own() -> None:
    elsewhere = Actor(OFFICER.id, OFFICER.roles, AGENCY, frozenset({uuid.uuid4()}))

    with pytest.raises(NotPermitted):
        draft(by=elsewhere)


def test_is_changed_as_a_draft_by_its_writer_alone(entry: Entry) -> None:
    change_draft(entry=entry, written=written(facts="Sold thrice."), by=OFFICER, at=now())
    assert fresh(entry).facts == "Sold thrice."

    with pytest.raises(Refused, match="whoever wrote it"):
        change_draft(entry=entry, written=written(), by=somebody("officer"), at=now())
    with pytest.raises(Refused, match="Only a draft"):
        change_draft(entry=submitted(fresh(entry)), written=written(), by=OFFICER, at=now())


def test_is_accepted_by_someone_else(entry: Entry) -> None:
    accept_entry(entry=submitted(entry), by=SUPERVISOR, at=now())

    held = fresh(entry)
    assert (held.state, str(held.accepted_by)) == (State.ACCEPTED, SUPERVISOR.id)


def test_is_not_accepted_by_whoever_wrote_it(entry: Entry) -> None:
    with pytest.raises(Refused, match="another supervisor"):
        accept_entry(entry=submitted(entry), by=BOTH, at=now())


def test_is_not_accepted_by_its_writer_behind_the_action(entry: Entry) -> None:
    entry.state, entry.accepted_by = State.ACCEPTED, entry.created_by

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Entry, agency=AGENCY, verb="accept"),
    ):
        entry.save()


def test_goes_back_to_its_writer_with_a_reason(entry: Entry) -> None:
    return_entry(entry=submitted(entry), why="Say when.", by=SUPERVISOR, at=now())

    held = fresh(entry)
    assert (held.state, held.why) == (State.DRAFT, "Say when.")
    assert submitted(held).why is None


def test_is_put_into_use_once_nothing_is_missing() -> None:
    assert whole().state == State.ACTIVE


def test_is_not_put_into_use_without_sources_and_screening() -> None:
    with pytest.raises(Refused, match=r"Two independent sources.*screened"):
        use_entry(entry=accepted(), by=SUPERVISOR, at=now())


def test_keeps_a_dropped_name_for_90_days() -> None:
    entry = accepted()

    drop_entry(entry=entry, why="One sale, long ago.", by=SUPERVISOR, at=now())

    held = fresh(entry)
    assert (held.state, held.purge_on) == (State.DROPPED, today() + timedelta(days=90))
    with pytest.raises(Refused, match="was dropped"):
        mention(held)
    with pytest.raises(Refused, match="was dropped"):
        screen(held)


def test_is_not_dropped_by_its_writer() -> None:
    with pytest.raises(Refused, match="another supervisor"):
        drop_entry(entry=accepted(), why="Mine.", by=BOTH, at=now())


def corrected(entry: Entry, *, by: Actor = SUPERVISOR, **said: Any) -> Entry:
    """Have an entry corrected."""
    words = written(**{"born": entry.born_on, **said})
    correct_entry(entry=entry, written=words, why="It was misheard.", by=by, at=now())
    return fresh(entry)


def test_is_out_of_use_once_corrected_until_somebody_else_accepts_it_anew() -> None:
    entry = whole()

    held = corrected(entry, facts="Sold once.")

    assert (held.state, held.accepted_by, held.purge_on) == (State.CORRECTED, None, entry.purge_on)
    with looking(*READ, at=now()):
        assert any("accept it anew" in said for said in what_is_missing(held))
    accept_entry(entry=held, by=somebody("supervisor"), at=now())
    assert fresh(entry).state == State.ACCEPTED
    use_entry(entry=fresh(entry), by=SUPERVISOR, at=now())
    assert fresh(entry).state == State.ACTIVE


def test_is_not_accepted_by_whoever_corrected_it_last() -> None:
    held = corrected(whole())

    with pytest.raises(Refused, match="corrected an entry does not accept"):
        accept_entry(entry=held, by=SUPERVISOR, at=now())

    again = corrected(held, by=somebody("supervisor"))
    accept_entry(entry=again, by=SUPERVISOR, at=now())
    assert fresh(held).state == State.ACCEPTED


def test_stands_corrected_as_accepted_by_nobody_behind_the_action() -> None:
    held = corrected(whole())
    held.state = State.ACTIVE

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Entry, agency=AGENCY, verb="accept"),
    ):
        held.save()


def test_asks_for_sources_and_screening_again_before_a_corrected_entry_is_used() -> None:
    held = corrected(accepted())
    accept_entry(entry=held, by=somebody("supervisor"), at=now())

    with pytest.raises(Refused, match="Two independent sources"):
        use_entry(entry=fresh(held), by=SUPERVISOR, at=now())


def test_is_corrected_by_somebody_else_and_finds_its_twin_again() -> None:
    entry = whole()

    correct_entry(
        entry=entry,
        written=written(name="Zed Madeup", born=date(1990, 5, 1)),
        why="The name was misheard.",
        by=SUPERVISOR,
        at=now(),
    )

    held = fresh(entry)
    assert (held.state, held.name) == (State.CORRECTED, "Zed Madeup")
    assert held.same_person != entry.same_person
    with pytest.raises(Refused, match="does not correct it alone"):
        correct_entry(
            entry=held,
            written=written(),
            why="No.",
            by=Actor(OFFICER.id, SUPERVISOR.roles, AGENCY),
            at=now(),
        )


def test_is_written_by_no_role_that_only_reads() -> None:
    with pytest.raises(NotPermitted):
        draft(by=SUPERVISOR)


def test_refuses_an_account_without_an_agency() -> None:
    with pytest.raises(Refused, match="no agency"):
        draft(by=somebody("officer", agency=None))


def test_leaves_nothing_when_refused(entry: Entry) -> None:
    before = AuditSeal.objects.count()

    with pytest.raises(Refused):
        accept_entry(entry=entry, by=SUPERVISOR, at=now())

    assert AuditSeal.objects.count() == before
