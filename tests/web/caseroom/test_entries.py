"""Tests of entries: who may write them, who accepts them, and what refuses."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.caseroom.entries.actions import accept_entry, create_entry, submit_entry
from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now
from tests.web.rows import writing

AGENCY = uuid.uuid4()
OFFICER = Actor(str(uuid.uuid4()), frozenset({"officer"}), AGENCY)
SUPERVISOR = Actor(str(uuid.uuid4()), frozenset({"supervisor"}), AGENCY)
BOTH = Actor(OFFICER.id, frozenset({"officer", "supervisor"}), AGENCY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    """Keep a draft."""
    return create_entry(name="Zed Fictional", facts="Sold on 3 May.", by=OFFICER, at=now())


def test_purges_within_five_years(entry: Entry) -> None:
    assert entry.purge_on == (entry.created_at + timedelta(days=5 * 365)).date()


def test_keeps_no_name_in_the_audit(entry: Entry) -> None:
    seal = AuditSeal.objects.order_by("-seq")[0]

    assert seal.ids == {"entries.entry": [str(entry.pk)]}
    assert seal.acts == ["entry.created"]
    assert "Zed" not in f"{seal.ids}{seal.changes}{seal.acts}"


def test_is_accepted_by_someone_else(entry: Entry) -> None:
    submit_entry(entry=entry, by=OFFICER, at=now())
    accept_entry(entry=entry, by=SUPERVISOR, at=now())

    assert (entry.state, str(entry.accepted_by)) == (State.ACCEPTED, SUPERVISOR.id)


def test_is_not_accepted_by_whoever_wrote_it(entry: Entry) -> None:
    submit_entry(entry=entry, by=OFFICER, at=now())

    with pytest.raises(Refused, match="another supervisor"):
        accept_entry(entry=entry, by=BOTH, at=now())


def test_is_not_accepted_by_its_writer_behind_the_action(entry: Entry) -> None:
    entry.state, entry.accepted_by = State.ACCEPTED, entry.created_by

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Entry, agency=AGENCY, verb="accept"),
    ):
        entry.save()


def test_is_written_by_no_role_that_only_reads() -> None:
    with pytest.raises(NotPermitted):
        create_entry(name="Zed Fictional", facts="Seen.", by=SUPERVISOR, at=now())


def test_refuses_an_account_without_an_agency() -> None:
    nobodys = Actor(OFFICER.id, OFFICER.roles)

    with pytest.raises(Refused, match="no agency"):
        create_entry(name="Zed Fictional", facts="Seen.", by=nobodys, at=now())


def test_leaves_nothing_when_refused(entry: Entry) -> None:
    before = AuditSeal.objects.count()

    with pytest.raises(Refused):
        accept_entry(entry=entry, by=SUPERVISOR, at=now())

    assert AuditSeal.objects.count() == before
