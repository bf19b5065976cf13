"""Tests of what actions of every room ask of whoever acts, and of what stands once."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from commonground_web.kernel.access.actions import Refused, agency_of, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import now
from tests.web.signed_in import account_with


def test_finds_the_agency_that_somebody_answers_for() -> None:
    agency = uuid.uuid4()

    assert agency_of(Actor("somebody", agency=agency)) == agency
    with pytest.raises(Refused, match="belongs to no agency"):
        agency_of(Actor("somebody"))


@pytest.mark.django_db
def test_refuses_what_somebody_else_wrote_at_the_same_moment() -> None:
    there = account_with()

    with pytest.raises(Refused, match="Look at theirs"), unless_taken("Look at theirs."):
        Account(email=there.email, name="Zed Fictional", created_at=now()).save(force_insert=True)

    assert Account.objects.filter(email=there.email).count() == 1


@pytest.mark.django_db
def test_hides_no_other_fault_of_the_database() -> None:
    with pytest.raises(IntegrityError), unless_taken("Look at theirs."):
        raise IntegrityError("CHECK constraint failed: criteria_set_version_counts")
