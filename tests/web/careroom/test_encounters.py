"""Tests of encounters: without names, of one's own provider, and added up."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError

from commonground_web.careroom.encounters.actions import Help, create_zone, record_encounter
from commonground_web.careroom.encounters.models import Encounter, Kind, Zone
from commonground_web.careroom.encounters.supplies import MOST, SUPPLIES
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now, today
from tests.web.careroom.people import OURS, THEIRS, seen, someone
from tests.web.rows import keep
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def _zone(*, agency: uuid.UUID = OURS, name: str = "Old Mill") -> Zone:
    return create_zone(
        name=name, site=None, by=someone("provider_manager", agency=agency), at=now()
    )


def test_records_help_without_asking_who() -> None:
    worker, zone = someone("harm_reduction_worker"), _zone()
    given = Help(today(), Kind.OUTREACH, {"naloxone_kits": 2, "syringes": 10}, reversals=1)

    record_encounter(zone=zone, given=given, by=worker, at=now())

    [kept] = seen(Encounter, worker)
    assert kept.handed_out == "naloxone kits: 2, syringes: 10"
    assert seen(Encounter, someone(agency=THEIRS)) == []


def test_refuses_a_day_that_is_yet_to_come() -> None:
    given = Help(today() + timedelta(days=2), Kind.OUTREACH, {})

    with pytest.raises(Refused, match="yet to come"):
        record_encounter(zone=_zone(), given=given, by=someone(), at=now())


def test_refuses_a_zone_of_another_provider() -> None:
    given = Help(today(), Kind.OUTREACH, {})

    with pytest.raises(Refused, match="zone"):
        record_encounter(zone=_zone(agency=THEIRS), given=given, by=someone(), at=now())


def test_names_a_zone_once() -> None:
    _zone()

    with pytest.raises(Refused):
        _zone()
    assert _zone(agency=THEIRS).name == "Old Mill"


def test_keeps_no_number_that_is_a_slip_of_the_finger() -> None:
    with pytest.raises(IntegrityError):
        keep(Encounter, owner=OURS, syringes=MOST + 1)


def test_has_a_column_for_every_supply() -> None:
    assert set(SUPPLIES) < {field.name for field in Encounter._meta.concrete_fields}


def test_adds_up_what_was_handed_out_on_the_page() -> None:
    zone = _zone()
    room = signed_in("harm_reduction_worker", agency=OURS)
    said = {"on": today().isoformat(), "zone": str(zone.pk), "kind": "outreach"}
    room.post("/encounters/new/", {**said, "naloxone_kits": "2"})
    room.post("/encounters/new/", {**said, "naloxone_kits": "3"})

    page = room.get("/encounters/").content.decode()

    assert "<dt>Naloxone kits</dt><dd>5</dd>" in page
    assert "<dt>Encounters</dt><dd>2</dd>" in page
    manager = signed_in("provider_manager", agency=OURS)
    assert "Old Mill" in manager.get("/encounters/export/").content.decode("utf-8-sig")


def test_says_what_to_do_first_where_there_is_no_zone() -> None:
    page = signed_in("harm_reduction_worker", agency=OURS).get("/encounters/new/")

    assert "names the parts of town first" in page.content.decode()


def test_begins_where_and_how_one_helped_last() -> None:
    room = signed_in("harm_reduction_worker", agency=OURS)
    _harbour, mill = _zone(name="Harbour"), _zone(name="Mill")
    said = {"on": today().isoformat(), "zone": str(mill.pk), "kind": Kind.VEHICLE}

    page = room.post("/encounters/new/", said, follow=True).content.decode()

    assert f'<option value="{mill.pk}" selected>' in page
    assert f'<option value="{Kind.VEHICLE}" selected>' in page
