"""Tests of the lists of the case room over several sites: sorted, filtered, and never a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.entries.models import Dissemination, Entry
from commonground_web.caseroom.lists.models import Candidate, CandidateList
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.violations.models import Violation
from commonground_web.kernel.compartments.records import Record
from tests.web.caseroom.entering import AGENCY, SITE
from tests.web.caseroom.people import new_criteria, new_list
from tests.web.caseroom.places import publish_site
from tests.web.caseroom.policies.test_policies import written
from tests.web.rows import keep
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

OTHER = uuid.uuid4()


def _of_person(model: type[Record], **given: Callable[[uuid.UUID], Any]) -> Callable[..., Any]:
    """Return what keeps a row about a person of a site; what is given is called with the site."""

    def kept(site: uuid.UUID) -> Record:
        made = {name: of(site) for name, of in given.items()}
        return keep(model, owner=AGENCY, **made)

    return kept


ENTRY = _of_person(Entry, site=lambda site: site)
LIST = _of_person(CandidateList, site=lambda site: site)
CASE = _of_person(Case, entry=ENTRY)
SENT = _of_person(Dissemination, entry=ENTRY)

OF_PERSONS: dict[str, Callable[[uuid.UUID], Any]] = {
    "entries": ENTRY,
    "disseminations": lambda site: SENT(site).entry,
    "cases": CASE,
    "violations": _of_person(Violation, case=CASE),
    "contests": _of_person(Contest, entry=ENTRY),
    "candidates": _of_person(Candidate, entry=ENTRY, candidate_list=LIST),
    "triage-decided": _of_person(TriageDecision, entry=ENTRY, candidate_list=LIST),
}


def _made(name: str) -> list[uuid.UUID]:
    """Make a row of a list for each of two sites."""
    publish_site(SITE, name="Larkhaven East")
    publish_site(OTHER, name="Larkhaven West")
    made: dict[str, Callable[[uuid.UUID], Any]] = {
        "criteria": lambda site: new_criteria(site=site),
        "candidate-lists": lambda site: new_list(site=site),
        "policies": lambda site: written(site=site),
        **OF_PERSONS,
    }
    return [made[name](site).pk for site in (SITE, OTHER)]


@pytest.mark.parametrize("name", ["criteria", "candidate-lists", "policies", *OF_PERSONS])
def test_narrows_to_one_site_and_offers_no_file(name: str) -> None:
    here, there = _made(name)
    client = signed_in("supervisor")

    whole = client.get(reverse(name)).content.decode()
    narrowed = client.get(reverse(name), {"site": str(OTHER)}).content.decode()

    assert str(here) in whole
    assert str(there) in whole
    assert "Larkhaven East" in whole
    assert "aria-sort" in whole
    assert str(here) not in narrowed
    assert str(there) in narrowed
    assert "Export these rows" not in whole
