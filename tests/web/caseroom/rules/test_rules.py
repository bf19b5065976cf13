"""Tests of rules for everyone: told once both sides signed, and given as a file of that digest."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from django.urls import reverse

from commonground_web.caseroom.criteria.actions import sign_criteria
from commonground_web.caseroom.rules.clocks import tell_the_commons
from commonground_web.caseroom.rules.files import Version, rules_of, signed_message
from commonground_web.kernel.clock import now, today
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.rules import Rules, RulesOn
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
