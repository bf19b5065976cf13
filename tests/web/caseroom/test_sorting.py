"""Tests of the lists of the case room that hold no names of persons: sorted, filtered, no file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.web.caseroom.entering import SITE
from tests.web.caseroom.people import new_criteria, new_list
from tests.web.caseroom.places import publish_site
from tests.web.caseroom.policies.test_policies import written
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

OTHER = uuid.uuid4()


def _made(name: str) -> list[uuid.UUID]:
    """Make a row of a list for each of two sites."""
    publish_site(SITE, name="Larkhaven East")
    publish_site(OTHER, name="Larkhaven West")
    made: dict[str, Callable[[uuid.UUID], Any]] = {
        "criteria": lambda site: new_criteria(site=site),
        "candidate-lists": lambda site: new_list(site=site),
        "policies": lambda site: written(site=site),
    }
    return [made[name](site).pk for site in (SITE, OTHER)]


@pytest.mark.parametrize("name", ["criteria", "candidate-lists", "policies"])
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
