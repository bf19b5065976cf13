"""Tests of what an auditor sees: a sample of clients that nobody chose, another each month."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.clients.sampling import FREE_BITS, ONE_IN, sample_of
from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.referrals.models import Referral
from commonground_web.kernel.clock import today
from commonground_web.kernel.compartments.records import Record
from tests.web.careroom.people import OURS, THEIRS, someone
from tests.web.rows import keep, viewing
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

AUDITOR = someone("auditor")
YEARS = [date(year, month, 1) for year in range(2026, 2030) for month in range(1, 13)]


def beginning(digit: int) -> uuid.UUID:
    """Return an identifier that begins with a digit."""
    return uuid.UUID(int=(digit << FREE_BITS) + (uuid.uuid4().int >> 4))


def digit_of(month: date, provider: uuid.UUID = OURS) -> int:
    """Return the digit that the sample of a month begins with."""
    return sample_of(provider, on=month)[0].int >> FREE_BITS


def one_of_each() -> None:
    """Keep a client for every digit."""
    for digit in range(ONE_IN):
        keep(Client, owner=OURS, id=beginning(digit))


def seen(model: type[Record]) -> list[Record]:
    """Return what the auditor sees of a kind of record."""
    with viewing(Client, Consent, Referral, agency=OURS):
        return list(model.objects.restrict(AUDITOR))


def test_shows_one_client_in_sixteen_and_only_of_the_own_provider() -> None:
    one_of_each()
    keep(Client, owner=THEIRS, id=beginning(digit_of(today())))

    [client] = seen(Client)

    assert client.pk.int >> FREE_BITS == digit_of(today())


def test_shows_what_hangs_on_a_client_of_the_sample_alone() -> None:
    one_of_each()
    with viewing(Client, agency=OURS):
        clients = list(Client.objects.all())
    for client in clients:
        keep(Consent, owner=OURS, client=client)
        keep(Referral, owner=OURS, client=client)

    assert len(seen(Consent)) == 1
    assert len(seen(Referral)) == 1


def test_draws_another_sample_each_month_and_for_each_provider() -> None:
    ours, theirs = ([digit_of(m, of) for m in YEARS] for of in (OURS, THEIRS))

    assert len(set(ours)) > ONE_IN // 2
    assert ours != theirs
    assert digit_of(date(2026, 5, 1)) == digit_of(date(2026, 5, 31))


def test_finds_nothing_outside_of_the_sample() -> None:
    outside = keep(Client, owner=OURS, id=beginning((digit_of(today()) + 1) % ONE_IN))
    inside = keep(Client, owner=OURS, id=beginning(digit_of(today())))
    auditor = signed_in("auditor", agency=OURS)

    listed = auditor.get(reverse("clients")).content.decode()

    assert str(inside.pk) in listed
    assert str(outside.pk) not in listed
    session = auditor.session
    session["purposes"] = {
        str(row.pk): ["audit", "2999-01-01T00:00:00+00:00"] for row in (inside, outside)
    }
    session.save()
    assert auditor.get(reverse("client", args=[inside.pk])).status_code == 200
    assert auditor.get(reverse("client", args=[outside.pk])).status_code == 404
