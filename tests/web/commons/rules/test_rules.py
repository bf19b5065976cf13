"""Tests of rules that everyone may read: only what was signed is kept, byte by byte."""

from __future__ import annotations

import uuid
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from commonground_web.commons.openness.actions import propose_page, publish_page
from commonground_web.commons.rules.actions import bring_rules
from commonground_web.commons.rules.models import SignedRules
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.facts import told
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now, today
from commonground_web.valves.boxes.models import Outcome
from tests.web.commons.rules.signed import ASKED, SAID, criteria, hear, policy, signed
from tests.web.commons.steps.partners import AGENCY, COORDINATOR, DIRECTOR, new_plan, somebody
from tests.web.rows import writing
from tests.web.signed_in import signed_in, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    """Give a site with a plan."""
    return new_plan().site


def brought(rules: SignedRules, content: bytes) -> SignedRules:
    """Bring a text in."""
    bring_rules(signed=rules, content=content, by=COORDINATOR, at=now())
    return SignedRules.objects.get(pk=rules.pk)


def test_keeps_once_that_rules_were_signed(site: Site, tmp_path: Path) -> None:
    rules = criteria(site.pk)

    ends = [hear(tmp_path / str(turn), rules) for turn in range(2)]

    assert ends == [Outcome.HANDLED, Outcome.HANDLED]
    kept = SignedRules.objects.get()
    assert (kept.digest, kept.text, kept.rules) == (rules.digest, None, None)


def test_keeps_the_digest_that_it_heard_first(site: Site, tmp_path: Path) -> None:
    rules = signed(tmp_path / "one", criteria(site.pk))

    assert hear(tmp_path / "two", criteria(site.pk), digest="0" * 64) == Outcome.HANDLED

    assert SignedRules.objects.get().digest == rules.digest


def test_refuses_rules_of_no_site(tmp_path: Path) -> None:
    assert hear(tmp_path, criteria(uuid.uuid4())) == Outcome.REFUSED


def test_takes_the_text_that_was_signed(site: Site, tmp_path: Path) -> None:
    rules = criteria(site.pk)

    kept = brought(signed(tmp_path, rules), rules.as_file())

    assert kept.rules == rules


@pytest.mark.parametrize("change", [b" ", b"\n{}"])
def test_takes_no_text_that_was_changed(site: Site, tmp_path: Path, change: bytes) -> None:
    rules = criteria(site.pk)
    waiting = signed(tmp_path, rules)

    with pytest.raises(Refused, match="not the file of what was signed"):
        brought(waiting, rules.as_file() + change)

    assert brought(waiting, rules.as_file()).text is not None
    with pytest.raises(Refused, match="already"):
        brought(waiting, rules.as_file())


def test_says_that_a_release_cannot_read_a_file_that_was_signed(site: Site, tmp_path: Path) -> None:
    content = b'{"on": "fashions of a later release"}'
    digest = sha256(content).hexdigest()
    assert hear(tmp_path, criteria(site.pk), digest=digest) == Outcome.HANDLED

    with pytest.raises(Refused, match="This release cannot read"):
        brought(SignedRules.objects.get(), content)


def test_lets_the_coordinator_alone_bring_a_text_in(site: Site, tmp_path: Path) -> None:
    rules = criteria(site.pk)
    waiting = signed(tmp_path, rules)

    with pytest.raises(NotPermitted):
        bring_rules(signed=waiting, content=rules.as_file(), by=somebody("partner"), at=now())


def test_keeps_no_text_that_nobody_brought_behind_the_action(site: Site, tmp_path: Path) -> None:
    waiting = signed(tmp_path, criteria(site.pk))
    waiting.text = {}

    with (
        pytest.raises(IntegrityError),
        writing(SignedRules, agency=AGENCY),
        transaction.atomic(),
    ):
        waiting.save()


def test_knows_which_version_is_in_force(site: Site, tmp_path: Path) -> None:
    tomorrow = today() + timedelta(days=1)
    for number, on in ((1, today()), (2, today()), (3, tomorrow)):
        signed(tmp_path / str(number), criteria(site.pk, number=number, effective_on=on))
    signed(tmp_path / "policy", policy(site.pk))

    on_each = {
        day: sorted(SignedRules.objects.in_force(on=day).values_list("on", "number"))
        for day in (today(), tomorrow)
    }

    assert on_each == {
        today(): [("criteria", 2), ("policy", 1)],
        tomorrow: [("criteria", 3), ("policy", 1)],
    }


def test_tells_gates_whether_a_policy_is_in_force(site: Site, tmp_path: Path) -> None:
    def fact() -> object:
        return told("policy_signed", site=site.pk)

    signed(tmp_path / "criteria", criteria(site.pk))
    assert fact() is None

    tomorrow = today() + timedelta(days=1)
    signed(tmp_path / "later", policy(site.pk, number=2, effective_on=tomorrow))
    assert fact() is False

    signed(tmp_path / "now", policy(site.pk))
    assert fact() is True


def test_leads_from_what_waits_to_what_it_says(site: Site, tmp_path: Path) -> None:
    rules = criteria(site.pk)
    waiting = signed(tmp_path, rules)
    coordinator = signed_in("coordinator")
    page = reverse("signed-rules", args=[waiting.pk])
    bring = reverse("rules-bring-in", args=[waiting.pk])

    listed = coordinator.get(reverse("rules")).content.decode()
    before = coordinator.get(page).content.decode()
    wrong = coordinator.post(bring, {"file": SimpleUploadedFile("x.json", b"{}")})
    right = coordinator.post(bring, {"file": SimpleUploadedFile("x.json", rules.as_file())})

    assert page in listed
    assert "its text was not brought here" in listed
    assert bring in before
    assert "not the file of what was signed" in wrong.content.decode()
    assert right.status_code == 302
    assert ASKED in signed_in("partner").get(page).content.decode()


def test_takes_no_huge_file(site: Site, tmp_path: Path) -> None:
    waiting = signed(tmp_path, criteria(site.pk))
    huge = SimpleUploadedFile("x.json", b"x" * 500_001)

    answer = signed_in("coordinator").post(
        reverse("rules-bring-in", args=[waiting.pk]), {"file": huge}
    )

    assert "up to 500 kB are taken" in answer.content.decode()


def test_shows_everyone_the_rules_of_a_site_that_is_open(site: Site, tmp_path: Path) -> None:
    for name, rules in (("one", criteria(site.pk)), ("two", policy(site.pk))):
        brought(signed(tmp_path / name, rules), rules.as_file())
    page = propose_page(site=site, by=COORDINATOR, at=now())
    publish_page(page=page, by=DIRECTOR, at=now())

    text = visitor().get(reverse("public-page", args=[page.pk])).content.decode()

    assert ASKED in text
    assert SAID in text
    assert "A violation is reviewed within 7 days." in text
