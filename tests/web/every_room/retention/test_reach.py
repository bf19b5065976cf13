"""Tests that rows which name a record are seen by those alone who may see the record."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import room_rules
from commonground_web.kernel.purge.models import LegalHold, Purge, PurgeCertificate
from commonground_web.kernel.purge.states import State
from commonground_web.kernel.retention.actions import decline_review
from commonground_web.kernel.retention.models import RetentionProposal
from commonground_web.kernel.rooms import Room, this_room
from tests.web.addresses import state_purpose
from tests.web.plain_record import AGENCY, HOLDERS, KEEPERS, looking
from tests.web.rows import keep
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

HERE = uuid.uuid4()
ELSEWHERE = uuid.uuid4()


@pytest.fixture
def record() -> Record:
    """Keep a record of a site."""
    if this_room() is Room.CAREROOM:
        pytest.skip("the care room keeps agencies apart, and not sites")
    models = [apps.get_model(label) for label in room_rules()]
    of_a_site = next(m for m in models if any(f.name == "site" for f in m._meta.fields))
    return keep(of_a_site, owner=AGENCY, site=HERE)


def named(model: type[Record], record: Record, **given: Any) -> Record:
    """Keep a row that names the record."""
    return keep(
        model,
        owner=AGENCY,
        record_type=record._meta.label_lower,
        record=record.pk,
        **given,
    )


def keeper(*sites: uuid.UUID) -> Client:
    """Return somebody who decides at some sites how long records are kept, or at all."""
    return signed_in(KEEPERS[this_room()], agency=AGENCY, sites=sites)


def holder(*sites: uuid.UUID) -> Client:
    """Return somebody who places legal holds at some sites, or at all."""
    return signed_in(HOLDERS[this_room()], agency=AGENCY, sites=sites)


def _seen(room: Client, name: str, text: str) -> bool:
    answer: Any = room.get(reverse(name))
    assert answer.status_code == 200
    return text in answer.content.decode()


@pytest.mark.parametrize(
    ("sites", "is_theirs"), [((), True), ((HERE,), True), ((ELSEWHERE,), False)]
)
class TestSites:
    """What a wall between sites hides of what names a record."""

    def test_shows_a_proposal(
        self, record: Record, sites: tuple[uuid.UUID, ...], *, is_theirs: bool
    ) -> None:
        proposal = named(RetentionProposal, record)
        room = keeper(*sites)
        state_purpose(room, proposal.pk)
        address = reverse("retention-proposal", args=[proposal.pk])

        answer = room.get(address)

        assert answer.status_code == (200 if is_theirs else 404)
        assert (b"x-explanation" in answer.content) is is_theirs
        assert _seen(room, "retention", address) is is_theirs

    @pytest.mark.parametrize("name", ["retention-confirm", "retention-decline"])
    def test_answers_a_proposal(
        self, record: Record, name: str, sites: tuple[uuid.UUID, ...], *, is_theirs: bool
    ) -> None:
        proposal = named(RetentionProposal, record)

        answer = keeper(*sites).post(reverse(name, args=[proposal.pk]))

        assert answer.status_code == (302 if is_theirs else 404)

    @pytest.mark.parametrize("name", ["legal-hold-confirm", "legal-hold-release"])
    def test_answers_a_hold(
        self, record: Record, name: str, sites: tuple[uuid.UUID, ...], *, is_theirs: bool
    ) -> None:
        hold = named(LegalHold, record, expires_on=today() + timedelta(days=20))
        room = holder(*sites)

        assert _seen(room, "legal-holds", "x-authority") is is_theirs
        answer = room.post(reverse(name, args=[hold.pk]))

        assert answer.status_code == (302 if is_theirs else 404)


@pytest.mark.parametrize(("sites", "is_theirs"), [((), True), ((HERE,), False)])
def test_shows_the_purge_of_all_sites_to_those_who_see_them_all(
    record: Record, sites: tuple[uuid.UUID, ...], *, is_theirs: bool
) -> None:
    label = record._meta.label_lower
    purge = keep(Purge, owner=AGENCY, record_type=label, state=State.LISTED)
    done = keep(Purge, owner=AGENCY, record_type=label, state=State.CERTIFIED)
    keep(
        PurgeCertificate,
        owner=AGENCY,
        record_type=label,
        purge=done,
        digest="c" * 64,
        witnessed_by="system:purge",
    )
    room = keeper(*sites)

    assert _seen(room, "purges", reverse("purge", args=[purge.pk])) is is_theirs
    assert _seen(room, "purges", "c" * 64) is is_theirs
    assert room.get(reverse("purge", args=[purge.pk])).status_code == (200 if is_theirs else 404)
    answer = room.post(reverse("purge-witness", args=[purge.pk]))
    assert answer.status_code == (302 if is_theirs else 404)


def test_declines_nothing_on_a_record_of_another_site(record: Record) -> None:
    proposal: Any = named(RetentionProposal, record)
    role = KEEPERS[this_room()]
    stranger = Actor(str(uuid.uuid4()), frozenset({role}), AGENCY, frozenset({ELSEWHERE}))

    with pytest.raises(Refused, match="due or gone"):
        decline_review(proposal=proposal, by=stranger, at=now())

    with looking("retention", at=now()):
        assert RetentionProposal.objects.get().answer == "waiting"
