"""Tests of the policy on violations: versions, two signatures, and what no clause can say."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commonground_web.caseroom.policies.actions import Terms, sign_policy, write_policy
from commonground_web.caseroom.policies.models import Clause, Policy
from commonground_web.caseroom.policies.published import PUBLISHED, Written
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now, today
from commonground_web.valves.messages.rules import Conduct, Consequence
from tests.web.caseroom.entering import CHARGING, OFFICER, SITE, SUPERVISOR, somebody
from tests.web.caseroom.people import POLICE, PROSECUTION
from tests.web.plain_record import looking
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def written(*clauses: Written, effective_on: date | None = None, site: uuid.UUID = SITE) -> Policy:
    """Keep a version that nobody has signed."""
    terms = Terms(
        site=site,
        effective_on=effective_on or today(),
        review_days=7,
        term_days=365,
        why="The first version.",
    )
    return write_policy(terms=terms, clauses=clauses or PUBLISHED, by=CHARGING, at=now())


def signed(policy: Policy) -> Policy:
    """Have both sides sign a version."""
    for by in (SUPERVISOR, CHARGING):
        sign_policy(policy=policy, by=by, at=now())
    return policy


def in_force(on: date | None = None) -> Policy | None:
    """Return the version that holds."""
    return Policy.objects.in_force(site=SITE, on=on or today())


def test_holds_once_both_sides_signed() -> None:
    policy = written()
    sign_policy(policy=policy, by=SUPERVISOR, at=now())
    assert in_force() is None

    sign_policy(policy=policy, by=CHARGING, at=now())

    assert in_force() == policy


def test_holds_from_its_day() -> None:
    policy = signed(written(effective_on=today() + timedelta(days=3)))

    assert in_force() is None
    assert in_force(today() + timedelta(days=3)) == policy


def test_holds_on_no_day_before_both_had_signed() -> None:
    policy = written()
    sign_policy(policy=policy, by=SUPERVISOR, at=now())
    sign_policy(policy=policy, by=CHARGING, at=now() + timedelta(days=2))

    assert in_force(today() + timedelta(days=1)) is None
    assert in_force(today() + timedelta(days=2)) == policy


def test_is_written_for_no_day_that_is_past() -> None:
    with pytest.raises(Refused, match="today or later"):
        written(effective_on=today() - timedelta(days=1))


def test_gives_way_to_the_next_version() -> None:
    signed(written())
    second = signed(written())

    assert second.version == 2
    assert in_force() == second


def test_is_signed_once_by_a_side() -> None:
    policy = written()
    sign_policy(policy=policy, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="signed this version already"):
        sign_policy(policy=policy, by=somebody("supervisor", agency=uuid.uuid4()), at=now())


def test_is_signed_by_two_agencies() -> None:
    policy = written()
    sign_policy(policy=policy, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="another agency"):
        sign_policy(policy=policy, by=somebody("charging_supervisor", agency=POLICE), at=now())


def test_is_not_signed_behind_a_newer_one() -> None:
    old = written()
    signed(written())

    with pytest.raises(Refused, match="newer version"):
        sign_policy(policy=old, by=SUPERVISOR, at=now())


def test_brings_no_case_for_possession() -> None:
    with pytest.raises(Refused, match="Possession for one's own use"):
        written(Written(Conduct.POSSESSION, "A pipe.", Consequence.ACTIVATION))

    assert not Policy.objects.exists()


def test_brings_no_case_for_possession_behind_the_action() -> None:
    policy = written()

    with (
        looking("policy", verb="create", at=now(), by=CHARGING),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Clause(
            policy=policy,
            number=9,
            conduct=Conduct.POSSESSION,
            text="A pipe.",
            most=Consequence.ACTIVATION,
        ).save(force_insert=True)


def test_has_no_word_for_staying_away_from_a_service_or_a_call_in() -> None:
    assert set(Conduct.values) == {
        "sale",
        "violence",
        "weapon",
        "retaliation",
        "stay_away",
        "possession",
    }


def test_is_never_edited() -> None:
    policy = written()

    with pytest.raises(DatabaseError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(term_days=3)


def test_is_written_by_nobody_without_the_permit() -> None:
    terms = Terms(site=SITE, effective_on=today(), review_days=7, term_days=365, why="x")

    with pytest.raises(NotPermitted):
        write_policy(terms=terms, clauses=PUBLISHED, by=OFFICER, at=now())


def test_shows_what_counts_and_who_signed() -> None:
    policy = signed(written())

    page = signed_in("analyst", agency=PROSECUTION).get(f"/policies/{policy.pk}/").content.decode()

    assert "signed by both sides" in page
    assert "To be there, or with others who sell, is no sale." in page
    assert "Sign for my agency" not in page
