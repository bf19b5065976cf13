"""Tests of what messages may say, and of what they have no words for."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from commonground_web.valves.messages.counts import CareCount
from commonground_web.valves.messages.invitations import (
    CandidateReleased,
    ContestForwarded,
    HoldSet,
    Introduced,
)
from commonground_web.valves.messages.schemas import SCHEMAS, schema_of
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.messages.snapshots import PublicRow, PublicTable, Snapshot
from tests.web.together.said import MESSAGES

WITH_TEXT = {
    (CandidateReleased, "display_name"),
    (CandidateReleased, "contact"),
    (Introduced, "preferred_name"),
    (Introduced, "contact"),
}
"""The only fields in which a person writes."""

CODED = {"language", "month", "hash", "digest", "n"}
"""Text of a fixed pattern."""


@given(st.one_of(*MESSAGES.values()))
@settings(deadline=None)
def test_reads_back_every_message_as_it_was_said(message: Message) -> None:
    assert type(message).model_validate_json(message.model_dump_json()) == message


def test_makes_up_every_kind() -> None:
    assert set(MESSAGES) == set(SCHEMAS)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
@given(data=st.data())
@settings(deadline=None, max_examples=5)
def test_refuses_a_field_too_many(schema: type[Message], data: st.DataObject) -> None:
    said = json.loads(data.draw(MESSAGES[schema]).model_dump_json()) | {"note": "x"}

    with pytest.raises(ValidationError, match="extra"):
        schema.model_validate_json(json.dumps(said))


@pytest.mark.parametrize(
    "schema", [each for each in SCHEMAS if each is not Snapshot], ids=lambda schema: schema.__name__
)
def test_has_no_free_text(schema: type[Message]) -> None:
    texts = {
        (schema, name)
        for name, field in schema.model_fields.items()
        if _is_text(field.annotation) and name not in CODED
    }

    assert texts <= WITH_TEXT


@pytest.mark.parametrize(
    ("table", "field"), [("site", "note"), ("agency", "website"), ("call_in", "kind")]
)
def test_publishes_no_field_that_is_not_named(table: PublicTable, field: str) -> None:
    row = PublicRow(id=uuid.uuid4(), fields={field: "x"})

    with pytest.raises(ValidationError, match=f"{table} has no public field {field}"):
        Snapshot(taken_at=datetime.now(UTC), tables={table: (row,)})


NAMES = [
    "",
    " Zed",
    "Zed  Fictional",
    "Zed\nFictional",
    "Zed\u202eFictional",
    "Zed\u200bFictional",
    "Zed\x00",
    "=Zed",
    "+Zed",
    "Zed 1",
    "<b>Zed</b>",
    "Ze\u0301d",
    "Z" + "\u0316" * 3 + "ed",
    "Z" * 121,
]


@pytest.mark.parametrize("name", NAMES)
def test_refuses_what_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError):
        _introduced(preferred_name=name)


@pytest.mark.parametrize("contact", ["", "a\nb", "a\u2066b", "x" * 201, '=HYPERLINK("x")', "a|b"])
def test_refuses_what_is_no_contact(contact: str) -> None:
    with pytest.raises(ValidationError):
        _introduced(contact=contact)


@pytest.mark.parametrize(
    "name", ["Zed Fictional", "María-José O’Made-Up", "नमूना", "Ó Samplaigh, Jr."]
)
def test_takes_names_as_people_write_them(name: str) -> None:
    assert _introduced(preferred_name=name).preferred_name == name


@pytest.mark.parametrize("n", [10, 0, -11, 11.5, "11", "<12", "", True, None, 1_000_001])
def test_refuses_a_count_under_eleven(n: object) -> None:
    said = {"release": str(uuid.uuid4()), "measure": "waiting", "month": "2026-11", "n": n}

    with pytest.raises(ValidationError):
        CareCount.model_validate_json(json.dumps(said))


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2026-11-01", "2026-11\n", "1999-01"])
def test_refuses_what_is_no_month(month: str) -> None:
    said = {"release": str(uuid.uuid4()), "measure": "waiting", "month": month, "n": 11}

    with pytest.raises(ValidationError):
        CareCount.model_validate_json(json.dumps(said))


def test_names_nobody_who_released_a_count() -> None:
    assert set(CareCount.model_fields) == {"release", "measure", "month", "site", "n"}


def test_passes_no_token_of_the_case_room_to_the_care_room() -> None:
    assert "candidate" not in Introduced.model_fields


def test_passes_no_words_of_a_contest() -> None:
    said = {
        "contest": str(uuid.uuid4()),
        "candidate": str(uuid.uuid4()),
        "grounds": ["they were at a clinic"],
        "asks": "remove",
        "received_on": "2026-11-01",
    }

    with pytest.raises(ValidationError):
        ContestForwarded.model_validate_json(json.dumps(said))


@pytest.mark.parametrize(
    "ends", ["2026-11-01T00:00:00Z", "2026-10-31T00:00:00Z", "2027-11-01T00:00:00Z"]
)
def test_refuses_a_hold_that_does_not_last_or_lasts_too_long(ends: str) -> None:
    said = {
        "hold": str(uuid.uuid4()),
        "candidate": str(uuid.uuid4()),
        "revision": 1,
        "starts_at": "2026-11-01T00:00:00Z",
        "ends_at": ends,
    }

    with pytest.raises(ValidationError):
        HoldSet.model_validate_json(json.dumps(said))


def test_knows_no_schema_of_another_version() -> None:
    assert schema_of("hold_set", version=1) is HoldSet
    assert schema_of("hold_set", version=2) is None
    assert schema_of("note", version=1) is None


def _introduced(**said: Any) -> Introduced:
    given: dict[str, Any] = {
        "introduction": uuid.uuid4(),
        "site": uuid.uuid4(),
        "provider": uuid.uuid4(),
        "preferred_name": "Zed",
        "contact": "+1 555 0100",
        "language": "en",
        "expires_on": date(2026, 12, 1),
    }
    return Introduced(**given | said)


def _is_text(annotation: Any) -> bool:
    if get_origin(annotation) is not None:
        return any(_is_text(part) for part in get_args(annotation))
    is_closed = isinstance(annotation, type) and issubclass(annotation, Enum | datetime)
    return isinstance(annotation, type) and issubclass(annotation, str) and not is_closed
