"""Tests of HSDS: what goes out comes in again, and what cannot come in is told, row by row."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground_web.commons.services.actions.importing import (
    counts_of,
    read_file,
    take_in,
)
from commonground_web.commons.services.clocks import forget_what_nobody_took
from commonground_web.commons.services.hsds.checking import check
from commonground_web.commons.services.hsds.nested import read_json
from commonground_web.commons.services.hsds.package import DESCRIPTOR, read_package
from commonground_web.commons.services.hsds.rows import UnusableDirectory
from commonground_web.commons.services.hsds.tables import TABLES
from commonground_web.commons.services.hsds.writing import as_json, as_package, directory_rows
from commonground_web.commons.services.models import (
    Capacity,
    DirectoryImport,
    Location,
    Organization,
    Phone,
    Service,
)
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now
from tests.web.commons.services.offers import new_capacity, new_place, new_service
from tests.web.commons.steps.partners import COORDINATOR, somebody
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

WRITERS = {"zip": as_package, "json": as_json}
ORGANIZATION = str(uuid.UUID(int=1, version=4))
SERVICE = str(uuid.UUID(int=2, version=4))
CANARY = "13 Canary Street"


def one_service(**more: Any) -> dict[str, Any]:
    """Return an organisation with one service, as HSDS in JSON gives it."""
    service = {"id": SERVICE, "name": "Warm line", "status": "active"} | more
    return {"id": ORGANIZATION, "name": "Fictional House", "services": [service]}


def brought_in(said: Any) -> DirectoryImport:
    """Read a file in JSON."""
    return read_file(content=json.dumps(said).encode(), by=COORDINATOR, at=now())


def taken_in(said: Any) -> DirectoryImport:
    """Read a file in JSON, and take it in."""
    found = brought_in(said)
    take_in(found=found, by=COORDINATOR, at=now())
    found.refresh_from_db()
    return found


def faults(found: DirectoryImport) -> list[tuple[str, str]]:
    """Return table and column of each row that is rejected."""
    return [(reject.table, reject.column) for reject in check(found.content).rejects]


def empty_directory() -> None:
    """Take everything out of the directory."""
    for table in reversed(TABLES):
        table.model.objects.all().delete()


@pytest.mark.parametrize("kind", ["zip", "json"])
def test_comes_in_again_as_it_went_out(kind: str) -> None:
    capacity = new_capacity()
    new_place(capacity.service)
    Phone(service=capacity.service, number="+1 555 0199", type="text").save(force_insert=True)
    said = WRITERS[kind](directory_rows())
    empty_directory()

    found = read_file(content=said, by=COORDINATOR, at=now())
    take_in(found=found, by=COORDINATOR, at=now())

    assert WRITERS[kind](directory_rows()) == said
    assert check(found.content).rejects == []
    assert found.left_out == {}


@pytest.mark.parametrize("kind", ["zip", "json"])
def test_changes_nothing_where_it_comes_in_twice(kind: str) -> None:
    new_place(new_capacity().service)

    found = read_file(content=WRITERS[kind](directory_rows()), by=COORDINATOR, at=now())

    assert check(found.content).taken == 0
    with pytest.raises(Refused, match="Nothing of this file"):
        take_in(found=found, by=COORDINATOR, at=now())


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Cf", "Zl", "Zp", "Zs"]),
        min_size=1,
        max_size=60,
    ),
    free=st.integers(0, 100_000),
    kind=st.sampled_from(["zip", "json"]),
)
def test_comes_in_again_whatever_is_written_there(text: str, free: int, kind: str) -> None:
    empty_directory()
    service = new_service(name=text)
    service.description = f"{text}\nand {text}"
    service.save()
    new_capacity(service, available=free)
    said = WRITERS[kind](directory_rows())
    empty_directory()

    found = read_file(content=said, by=COORDINATOR, at=now())
    take_in(found=found, by=COORDINATOR, at=now())

    assert WRITERS[kind](directory_rows()) == said


@pytest.mark.parametrize("kind", ["zip", "json"])
def test_lets_nothing_of_a_confidential_place_out(kind: str) -> None:
    service = new_service()
    new_place(service, street=CANARY, is_confidential=True)

    said = WRITERS[kind](directory_rows())

    texts = [said]
    if kind == "zip":
        with zipfile.ZipFile(io.BytesIO(said)) as package:
            texts = [package.read(name) for name in package.namelist()]
    assert not any(CANARY.encode() in text for text in texts)
    assert any(str(service.pk).encode() in text for text in texts)


def test_keeps_a_place_confidential_that_a_file_names() -> None:
    place = new_place(new_service(), street=CANARY, is_confidential=True)
    said = {
        "id": ORGANIZATION,
        "name": "x",
        "locations": [{"id": str(place.pk), "location_type": "physical", "name": "Renamed"}],
    }

    taken_in([said])

    place.refresh_from_db()
    assert (place.name, place.is_confidential) == ("Renamed", True)


def test_writes_nothing_before_somebody_says_so() -> None:
    found = brought_in([one_service()])

    assert counts_of(check(found.content))["service"]["new"] == 1
    assert not Service.objects.exists()


def test_takes_in_once() -> None:
    found = taken_in([one_service()])

    assert (found.content, found.counts["service"]["new"]) == ({}, 1)
    with pytest.raises(Refused, match="already"):
        take_in(found=found, by=COORDINATOR, at=now())


def test_changes_by_id_what_the_file_names_and_leaves_the_rest() -> None:
    taken_in([one_service(alert="Closed on Monday.", description="Talk.")])

    found = taken_in([one_service(name="Warmer line")])

    service = Service.objects.get()
    assert (service.name, service.alert) == ("Warmer line", "Closed on Monday.")
    assert found.counts == {
        "organization": {"new": 0, "changed": 0, "same": 1, "rejected": 0},
        "service": {"new": 0, "changed": 1, "same": 0, "rejected": 0},
    }


def test_reads_services_with_their_organisation_inside() -> None:
    service = one_service()["services"][0] | {
        "organization": {"id": ORGANIZATION, "name": "Fictional House"}
    }

    taken_in({"contents": [service]})

    assert Service.objects.get().organization == Organization.objects.get()


def test_names_no_persons() -> None:
    contact = {"id": str(uuid.uuid4()), "name": "Canary Persona"}
    said = one_service(contacts=[contact])

    found = brought_in([said])

    assert found.left_out == {"service.contacts": 1}
    assert "Canary" not in json.dumps(found.content)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"id": "7"}, ("service", "id")),
        ({"name": ""}, ("service", "name")),
        ({"name": "x" * 201}, ("service", "name")),
        ({"name": "a\x00b"}, ("service", "name")),
        ({"name": "a\ud800b"}, ("service", "name")),
        ({"name": ["a"] * 300}, ("service", "name")),
        ({"status": "perhaps"}, ("service", "status")),
        ({"url": "javascript:alert(1)"}, ("service", "url")),
        ({"email": "nobody"}, ("service", "email")),
        ({"minimum_age": 12.5}, ("service", "minimum_age")),
        ({"minimum_age": -1}, ("service", "minimum_age")),
        ({"minimum_age": 30, "maximum_age": 20}, ("service", "minimum_age")),
        ({"description": "x" * 4001}, ("service", "description")),
        ({"organization_id": str(uuid.uuid4())}, ("service", "organization_id")),
        ({"phones": [{"id": str(uuid.uuid4()), "number": "=cmd|x"}]}, ("phone", "number")),
        (
            {"schedules": [{"id": str(uuid.uuid4()), "opens_at": "nine"}]},
            ("schedule", "opens_at"),
        ),
        (
            {"schedules": [{"id": str(uuid.uuid4()), "valid_from": "2026-02-30"}]},
            ("schedule", "valid_from"),
        ),
        (
            {"service_at_locations": [{"id": str(uuid.uuid4())}]},
            ("service_at_location", "location_id"),
        ),
        (
            {
                "capacities": [
                    {
                        "id": str(uuid.uuid4()),
                        "available": 3,
                        "unit": {"id": str(uuid.uuid4()), "name": "bed"},
                    }
                ]
            },
            ("service_capacity", "updated"),
        ),
    ],
)
def test_rejects_a_row_that_cannot_be_written(more: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(brought_in([one_service(**more)])) == [fault]


def test_rejects_what_refers_to_a_rejected_row_and_takes_the_rest() -> None:
    bad = one_service() | {"id": "no id"}
    good = {"id": str(uuid.uuid4()), "name": "Other House"}

    found = taken_in([bad, good])

    assert Organization.objects.get().name == "Other House"
    assert not Service.objects.exists()
    assert [reject["table"] for reject in found.rejects] == ["organization", "service"]


def test_rejects_a_row_that_is_given_twice_and_differently() -> None:
    again = one_service(name="Cold line")

    assert faults(brought_in([one_service(), again])) == [("service", "name")]


def test_rejects_fewer_than_are_held_for_sites() -> None:
    capacity = new_capacity(available=12)
    capacity.reserved = 5
    capacity.save()
    tables = directory_rows()
    tables["service_capacity"][0]["available"] = 4

    found = read_file(content=as_package(tables), by=COORDINATOR, at=now())

    assert faults(found) == [("service_capacity", "available")]


def test_says_whether_people_are_taken_where_the_file_does_not() -> None:
    unit = {"id": str(uuid.uuid4()), "name": "bed"}
    capacity = {"id": str(uuid.uuid4()), "unit": unit, "updated": "2026-11-01T10:00:00+01:00"}

    taken_in([one_service(capacities=[capacity | {"available": 0}])])

    assert Capacity.objects.get().status == Capacity.Status.NO_CAPACITY


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"PK\x03\x04broken",
        b"7",
        b"[7]",
        b"[" * 100_000,
        json.dumps([one_service(phones=["x"])]).encode(),
    ],
)
def test_refuses_a_file_that_holds_no_directory(content: bytes) -> None:
    with pytest.raises(Refused):
        read_file(content=content, by=COORDINATOR, at=now())


def test_refuses_json_that_is_nested_without_end() -> None:
    said = one_service()
    for _ in range(300):
        said = {"id": ORGANIZATION, "services": [{"id": SERVICE, "organization": said}]}
    deep = json.dumps(said)

    with pytest.raises(UnusableDirectory):
        read_json(f"[{deep}]".encode())


def packed(**files: bytes) -> bytes:
    """Return a ZIP of files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "."), content)
    return held.getvalue()


def test_reads_tables_without_a_descriptor() -> None:
    content = packed(organizations__csv=f"id,name\n{ORGANIZATION},House\n".encode())

    assert [row.values["name"] for row in read_package(content).rows["organization"]] == ["House"]


def test_counts_tables_that_it_does_not_keep() -> None:
    content = packed(
        organizations__csv=f"id,name,tax_id\n{ORGANIZATION},House,7\n".encode(),
        contacts__csv=b"id,name\n1,Canary Persona\n2,Canary Other\n",
    )

    assert read_package(content).left_out == {"contacts.csv": 2, "organization.tax_id": 1}


@pytest.mark.parametrize(
    "files",
    [
        {"readme__txt": b"x"},
        {"organizations__csv": b"id,name\n1\n"},
        {"organizations__csv": b"id,name\n1,2,3\n"},
        {"organizations__csv": b"id,name\n1,\xff\n"},
        {"organizations__csv": b"id\n1\n", "datapackage__json": b"{}"},
        {"organizations__csv": b"id\n1\n", "datapackage__json": b"{"},
        {"services__csv": b"0" * 60_000_000},
    ],
)
def test_refuses_a_package_that_cannot_be_read(files: dict[str, bytes]) -> None:
    with pytest.raises(UnusableDirectory):
        read_package(packed(**files))


@pytest.mark.parametrize("names", [("contact", "contact"), ("service", "contact")])
def test_reads_no_file_of_a_package_twice(names: tuple[str, str]) -> None:
    resources = [{"name": name, "path": "big.csv"} for name in names]
    said = json.dumps({"resources": resources}).encode()

    with pytest.raises(UnusableDirectory, match=r"big\.csv 2 times"):
        read_package(packed(**{DESCRIPTOR: said, "big.csv": b"id,name\n1,x\n"}))


def test_refuses_more_rows_than_a_city_has() -> None:
    with pytest.raises(UnusableDirectory, match="more than 5000 rows"):
        read_json(json.dumps([{"id": str(n), "name": "x"} for n in range(5001)]).encode())


def test_writes_no_formula_into_a_table() -> None:
    new_service(name="=HYPERLINK(1)")

    with zipfile.ZipFile(io.BytesIO(as_package(directory_rows()))) as package:
        [row] = csv.DictReader(io.StringIO(package.read("services.csv").decode()))
        descriptor = json.loads(package.read(DESCRIPTOR))

    assert row["name"] == "'=HYPERLINK(1)"
    assert descriptor["version"] == "3.1"


def test_writes_no_function_as_a_telephone_number() -> None:
    Phone(service=new_service(), number="+1-WEBSERVICE(B2)").save(force_insert=True)
    Phone(service=new_service(), number="+1 555 0100").save(force_insert=True)
    content = as_package(directory_rows())

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        rows = csv.DictReader(io.StringIO(package.read("phones.csv").decode()))
        written = {row["number"] for row in rows}
    read = {row.values["number"] for row in read_package(content).rows["phone"]}

    assert written == {"'+1-WEBSERVICE(B2)", "+1 555 0100"}
    assert read == {"+1-WEBSERVICE(B2)", "+1 555 0100"}


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_refuses_a_zip_that_is_broken_inside(kind: int) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", kind) as package:
        package.writestr("services.csv", b"id,name\n" * 50)
    broken = bytearray(held.getvalue())
    at = broken.index(b"services.csv") + len("services.csv")
    broken[at : at + 12] = b"\xff" * 12

    with pytest.raises(UnusableDirectory, match="unpacked"):
        read_package(bytes(broken))


def test_is_brought_in_by_a_coordinator_alone() -> None:
    with pytest.raises(NotPermitted):
        read_file(content=b"[]", by=somebody("partner"), at=now())


def test_is_read_looked_at_and_taken_in_on_pages() -> None:
    client = signed_in("coordinator")
    rejected = one_service(phones=[{"id": "=1+1", "number": "555"}])
    file = SimpleUploadedFile("hsds.json", json.dumps([rejected]).encode())

    page = client.post("/directory/import/", {"file": file}, follow=True)
    found = DirectoryImport.objects.get()
    written = client.post(f"/directory/import/{found.pk}/take/", follow=True)
    rejects = client.get(f"/directory/import/{found.pk}/rejects/").content.decode()

    assert b"Write 2 rows" in page.content
    assert b"It is no UUID." in page.content
    assert b"What became of its rows" in written.content
    assert Service.objects.exists()
    assert "[0].services[0].phones[0]" in rejects


def test_says_on_the_form_what_is_no_directory() -> None:
    file = SimpleUploadedFile("hsds.json", b"no directory")

    answer = signed_in("coordinator").post("/directory/import/", {"file": file})

    assert b"This is no JSON in UTF-8" in answer.content


@pytest.mark.parametrize("kind", ["zip", "json"])
def test_gives_the_directory_as_a_file(kind: str) -> None:
    new_service()

    answer = signed_in("partner").get(f"/directory/export/?as={kind}")

    assert answer.content == WRITERS[kind](directory_rows())
    assert f"hsds.{kind}" in answer["Content-Disposition"]


def test_gives_no_file_of_another_kind() -> None:
    assert signed_in("partner").get("/directory/export/?as=xml").status_code == 404


def test_forgets_what_nobody_took_in() -> None:
    brought_in([one_service()])

    forget_what_nobody_took(at=now() + timedelta(days=6))
    assert DirectoryImport.objects.exists()
    forget_what_nobody_took(at=now() + timedelta(days=8))

    assert not DirectoryImport.objects.exists()


def test_leaves_nothing_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "commonground_web.commons.services.actions.importing.LARGEST_DIRECTORY_BYTES", 10
    )
    found = brought_in([one_service()])

    with pytest.raises(Refused, match="larger than the other rooms"):
        take_in(found=found, by=COORDINATOR, at=now())

    assert not Organization.objects.exists()
    assert not Location.objects.exists()
    found.refresh_from_db()
    assert found.taken_at is None


@pytest.mark.parametrize(("role", "is_told"), [("coordinator", True), ("partner", False)])
def test_writes_out_how_much_room_there_is_to_those_who_keep_the_directory(
    role: str, is_told: bool
) -> None:
    new_capacity(available=7)

    answer = signed_in(role).get("/directory/export/?as=json")

    assert (b'"available": 7' in answer.content) is is_told
