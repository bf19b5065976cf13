"""Tests of rules for everyone: told once both sides signed, and given as a file of that digest."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from commonground_web.caseroom.criteria.actions import sign_criteria
from commonground_web.caseroom.rules.clocks import tell_the_commons
from commonground_web.caseroom.rules.files import Version, rules_of, signed_message
from commonground_web.kernel.clock import now, today
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.rules import (
    AnsweredBy,
    BearsOn,
    Clause,
    Conduct,
    Consequence,
    Question,
    Rules,
    RulesOn,
)
from tests.web.caseroom.entering import CHARGING, SITE, SUPERVISOR
from tests.web.caseroom.people import new_criteria, signed_criteria, signed_policy
from tests.web.every_room.valves.neighbours import meet_neighbours
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def told() -> list[OutMessage]:
    """Return what lies in the outbox for the Commons about rules."""
    return list(OutMessage.objects.filter(kind="rules_signed"))


def test_tells_what_both_sides_signed_and_once(tmp_path: Path) -> None:
    meet_neighbours(tmp_path)
    written = new_criteria()
    sign_criteria(criteria=written, by=SUPERVISOR, at=now())
    tell_the_commons(at=now())
    assert told() == []

    sign_criteria(criteria=written, by=CHARGING, at=now())
    policy = signed_policy()
    for _ in range(2):
        tell_the_commons(at=now())

    assert {message.pk for message in told()} == {written.pk, policy.pk}


def test_tells_nothing_before_the_rooms_were_introduced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground_web.valves.boxes.keys.read_peers", lambda _home: {})
    signed_criteria()

    tell_the_commons(at=now())

    assert told() == []


@pytest.mark.parametrize(
    ("make", "name", "on"),
    [
        (signed_criteria, "criteria-file", RulesOn.CRITERIA),
        (signed_policy, "policy-file", RulesOn.POLICY),
    ],
)
def test_gives_the_file_of_the_digest_that_it_tells(make: object, name: str, on: RulesOn) -> None:
    version: Version = make()  # type: ignore[operator]

    answer = signed_in("prosecutor").get(reverse(name, args=[version.pk]))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{on}-1.json"'
    message = signed_message(version)
    assert sha256(answer.content).hexdigest() == message.digest
    assert (message.site, message.on, message.number) == (SITE, on, 1)
    assert (message.effective_on, message.signed_on) == (today(), today())
    read = Rules.model_validate_json(answer.content)
    assert read == rules_of(version)
    assert bool(read.questions) != bool(read.clauses)
    for kept_here in (version.why, str(version.written_by)):
        assert kept_here not in answer.content.decode()


def test_writes_the_bytes_of_which_earlier_releases_told_the_digest() -> None:
    """A digest that was told stays in the Commons, so that no release may write other bytes."""
    site, day = UUID("11111111-1111-4111-8111-111111111111"), date(2026, 11, 23)
    asked = Question(
        question="¿Se vio un arma?",
        bears_on=BearsOn.GUNS,
        answered_by=AnsweredBy.CHOICE,
        choices=("no",),
        shown_beside="",
    )
    clause = Clause(conduct=Conduct.SALE, text="Selling.", most=Consequence.ACTIVATION)
    criteria = Rules(on=RulesOn.CRITERIA, site=site, number=1, effective_on=day, questions=(asked,))
    policy = Rules(
        on=RulesOn.POLICY,
        site=site,
        number=2,
        effective_on=day,
        review_days=7,
        term_days=365,
        clauses=(clause,),
    )

    digests = [rules.digest for rules in (criteria, policy)]

    assert digests == [
        "eb265c71e86e13d953dea11d19008e2677fe56a7b8f929241ca63bc93dc74e27",
        "9227f8fdf722c238a533ab5432e15879ba238b685344ab5ebe9af2473b3d740a",
    ]


def test_gives_no_file_of_what_waits_for_a_signature() -> None:
    written = new_criteria()
    client = signed_in("prosecutor")

    file = reverse("criteria-file", args=[written.pk])
    page = client.get(reverse("criteria-set", args=[written.pk])).content.decode()

    assert client.get(file).status_code == 404
    assert file not in page


def test_leads_from_the_page_of_a_signed_version_to_its_file() -> None:
    client = signed_in("prosecutor")
    criteria, policy = signed_criteria(), signed_policy()

    pages = [
        client.get(reverse(name, args=[version.pk])).content.decode()
        for name, version in (("criteria-set", criteria), ("policy", policy))
    ]

    assert reverse("criteria-file", args=[criteria.pk]) in pages[0]
    assert reverse("policy-file", args=[policy.pk]) in pages[1]
