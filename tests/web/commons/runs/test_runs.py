"""Tests of runs in the room: brought in as drafts, published by a second look, shown whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from commonground_web.commons.runs.actions import (
    bring_in,
    publish_run,
    vouch_for_run,
    withdraw_run,
)
from commonground_web.commons.runs.headlines import Headline
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.showing import last_published, shown
from commonground_web.commons.runs.states import MACHINE, State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor, system_actor
from commonground_web.kernel.clock import now, today
from tests.web.commons.runs.told import FINDING, files, told, zip_of
from tests.web.commons.steps.partners import COORDINATOR, DIRECTOR, new_site, somebody
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


COMMAND = system_actor("publish")
EVALUATOR = somebody("evaluator")


def brought(site: Site | None = None, *, by: Actor = COMMAND, **changed: object) -> LibraryRun:
    """Bring a run in."""
    headline = Headline.model_validate(told(**changed))
    return bring_in(site=site or new_site(), headline=headline, by=by, at=now())


def test_is_a_draft_until_somebody_else_publishes_it() -> None:
    run = brought(by=COORDINATOR)
    assert last_published([run.site_id]) == []

    with pytest.raises(Refused, match="second person"):
        publish_run(run=run, by=COORDINATOR, at=now())
    publish_run(run=run, by=DIRECTOR, at=now())

    assert last_published([run.site_id]) == [run]


def test_is_kept_by_the_database_from_one_persons_word() -> None:
    run = brought(by=COORDINATOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        LibraryRun.objects.filter(pk=run.pk).update(
            state=State.PUBLISHED, published_by=run.brought_by, published_at=now()
        )


def test_is_published_by_two_persons_where_the_command_brought_it() -> None:
    run = brought()
    with pytest.raises(Refused, match="nobody answers for it"):
        publish_run(run=run, by=DIRECTOR, at=now())

    vouch_for_run(run=run, by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="second person"):
        publish_run(run=run, by=COORDINATOR, at=now())
    publish_run(run=run, by=DIRECTOR, at=now())

    assert last_published(None) == [run]


def test_is_vouched_for_once_and_only_while_it_waits() -> None:
    run, theirs = brought(), brought(by=COORDINATOR)
    vouch_for_run(run=run, by=COORDINATOR, at=now())

    for answered_for in (run, theirs):
        with pytest.raises(Refused, match="answers for it already"):
            vouch_for_run(run=answered_for, by=EVALUATOR, at=now())
    publish_run(run=run, by=DIRECTOR, at=now())
    with pytest.raises(Refused, match="published or withdrawn"):
        vouch_for_run(run=run, by=EVALUATOR, at=now())


@pytest.mark.parametrize("is_vouched_for", [True, False])
def test_is_kept_by_the_database_from_one_person_where_the_command_brought_it(
    *, is_vouched_for: bool
) -> None:
    run = brought()
    if is_vouched_for:
        vouch_for_run(run=run, by=COORDINATOR, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        LibraryRun.objects.filter(pk=run.pk).update(
            state=State.PUBLISHED, published_by=COORDINATOR.id, published_at=now()
        )


def test_asks_on_the_page_who_answers_for_it() -> None:
    run = brought()
    page, vouching = reverse("run", args=[run.pk]), reverse("run-vouch", args=[run.pk])
    evaluator = signed_in("evaluator")
    assert vouching in evaluator.get(page).content.decode()
    assert vouching not in signed_in("director").get(page).content.decode()

    assert "second person looks" in evaluator.post(vouching, follow=True).content.decode()

    assert reverse("run-publish", args=[run.pk]) in signed_in("director").get(page).content.decode()


def test_is_brought_in_once_a_site() -> None:
    run = brought()
    with pytest.raises(Refused, match="already"):
        brought(run.site)
    brought()


def test_is_not_of_a_day_to_come_anywhere() -> None:
    def made(days: int) -> dict[str, str]:
        return {"Made on": f"{today() + timedelta(days)}", "Versions": "commonground 0.1.0"}

    brought(provenance=made(1))
    with pytest.raises(Refused, match="to come"):
        brought(provenance=made(2))


def test_leaves_the_one_before_as_the_last_once_it_is_withdrawn() -> None:
    first = brought(by=EVALUATOR)
    later = {"Made on": "2026-03-02", "Versions": "commonground 0.1.0"}
    second = brought(first.site, by=EVALUATOR, provenance=later)
    for run in (first, second):
        publish_run(run=run, by=COORDINATOR, at=now())
    assert last_published([first.site_id]) == [second]

    withdraw_run(run=second, why="The file was wrong.", by=DIRECTOR, at=now())

    assert last_published([first.site_id]) == [first]
    with pytest.raises(Refused):
        publish_run(run=second, by=COORDINATOR, at=now())


def test_has_a_way_on_and_an_owner_for_every_state() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)


def test_shows_numbers_with_their_interval_and_what_is_withheld() -> None:
    headline = Headline.model_validate(
        told(findings=[FINDING, {**FINDING, "observed": None, "expected": None, "upper": None}])
    )

    whole, held_back = map(shown, headline.findings)

    assert (whole.counts, whole.change) == ("41 against 95.9 expected", "−57%")
    assert whole.interval == "−68% to −43% (90%)"
    assert (held_back.counts, held_back.interval) == ("withheld", "−68% to no end (90%)")


def _upload(client: Client, site: Site, content: bytes) -> object:
    file = SimpleUploadedFile("run.zip", content)
    return client.post(reverse("run-bring-in"), {"site": str(site.pk), "file": file}, follow=True)


def test_goes_from_a_zip_to_a_published_page() -> None:
    site = new_site()
    coordinator, partner = signed_in("coordinator"), signed_in("partner")
    page = _upload(coordinator, site, zip_of(files())).content.decode()  # type: ignore[attr-defined]
    run = LibraryRun.objects.get(site=site)
    assert "a second person looks at it" in page
    assert partner.get(reverse("run", args=[run.pk])).status_code == 404

    signed_in("director").post(reverse("run-publish", args=[run.pk]))

    text = partner.get(reverse("run", args=[run.pk])).content.decode()
    for says in ("Recorded drug incidents fell", "−68% to −43% (90%)", "One area had", "0.1.0"):
        assert says in text


def test_says_on_the_form_what_is_refused() -> None:
    page = _upload(signed_in("coordinator"), new_site(), b"nothing")

    assert "This is no zip of a run" in page.content.decode()  # type: ignore[attr-defined]
    assert not LibraryRun.objects.exists()


def test_says_what_to_do_where_there_is_no_run() -> None:
    assert "commonground publish" in signed_in("coordinator").get(reverse("runs")).content.decode()


def test_lists_runs_by_kind_and_gives_them_as_a_file() -> None:
    run = brought(by=COORDINATOR)
    evaluator = signed_in("evaluator")

    assert run.site.name in evaluator.get(reverse("runs"), {"kind": "effect"}).content.decode()
    assert run.site.name not in evaluator.get(reverse("runs"), {"kind": "places"}).content.decode()
    assert "drug incidents: fell" in evaluator.get(reverse("run-export")).content.decode()
    assert run.site.name not in signed_in("partner").get(reverse("run-export")).content.decode()
