"""Tests of what is taken from a run, and of what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonground_web.commons.runs import reading
from commonground_web.commons.runs.reading import read_folder, read_zip
from commonground_web.kernel.access.actions import Refused
from tests.web.commons.runs.told import FINDING, PLACE, files, folder_of, told, zip_of


def test_takes_a_folder_and_a_zip_of_it(tmp_path: Path) -> None:
    headline = read_folder(folder_of(tmp_path / "run"))

    assert headline.findings[0].verdict == "fell"
    assert read_zip(zip_of(files())) == headline
    assert read_zip(zip_of(files(), under="")) == headline


def test_takes_nothing_but_the_headline(tmp_path: Path) -> None:
    headline = read_folder(folder_of(tmp_path / "run"))

    assert "never taken in" not in headline.model_dump_json()


@pytest.mark.parametrize(
    "changed",
    [
        {"rows": [{"x": 1}]},
        {"findings": [{**FINDING, "victims": ["Zed Fictional"]}]},
        {"findings": [{**FINDING, "observed": 7.0}]},
        {"kind": "places", "places": [{**PLACE, "drug": 10}]},
        {"kind": "places", "places": [{**PLACE, "tier": "market"}]},
        {"provenance": {"Made on": "2026-01-02"}},
        {"provenance": {"Made on": "soon", "Versions": "commonground 0.1.0"}},
        {"provenance": {"Versions": "commonground 0.1.0"}},
        {"result": {"file": "../keys.json", "sha256": "0" * 64}},
        {"answer": "x" * 7_000},
        {"title": "a\0b"},
        {"caveats": ["x"] * 61},
    ],
)
def test_refuses_another_shape_though_it_is_sealed(changed: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="does not say what that of a run says"):
        read_zip(zip_of(files(told(**changed))))


def test_refuses_half_of_a_letter() -> None:
    with pytest.raises(Refused, match="does not say what that of a run says"):
        read_zip(zip_of(files({**told(), "title": "half \ud800"})))


def test_refuses_a_headline_that_was_edited() -> None:
    edited = {**told(), "answer": "Everything fell."}
    with pytest.raises(Refused, match=r"headline\.json is not what the run wrote"):
        read_zip(zip_of(files(edited)))


def test_refuses_a_result_that_was_edited() -> None:
    with pytest.raises(Refused, match=r"effect\.json is not what the run wrote"):
        read_zip(zip_of(files(result=b'{"made": "better"}')))


@pytest.mark.parametrize("said", [2, "1", [], {}])
def test_refuses_a_format_that_it_does_not_know(said: object) -> None:
    with pytest.raises(Refused, match="does not know"):
        read_zip(zip_of(files(told(format=said))))


@pytest.mark.parametrize("missing", ["headline.json", "effect.json"])
def test_says_what_is_missing(missing: str, tmp_path: Path) -> None:
    held = {name: content for name, content in files().items() if name != missing}
    folder = folder_of(tmp_path / "run")
    (folder / missing).unlink()

    with pytest.raises(Refused, match=missing):
        read_zip(zip_of(held))
    with pytest.raises(Refused, match=missing):
        read_folder(folder)


@pytest.mark.parametrize("name", ["../effect.json", "/etc/passwd", "a\\..\\b", "a/../../b"])
def test_refuses_names_that_lead_out_of_the_zip(name: str) -> None:
    held = {f"run/{key}": content for key, content in files().items()}
    with pytest.raises(Refused, match="leads out"):
        read_zip(zip_of({**held, name: b"x"}, under=""))


def test_refuses_a_member_that_swells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_OF_RESULT", 1_000_000)
    bomb = zip_of(files(result=b"0" * 30_000_000))
    assert len(bomb) < 100_000

    with pytest.raises(Refused, match="larger than that of any run"):
        read_zip(bomb)


def test_refuses_a_crowd_of_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MEMBERS", 2)
    with pytest.raises(Refused, match="more files"):
        read_zip(zip_of(files()))


def test_refuses_a_zip_that_is_broken_inside() -> None:
    broken = bytearray(zip_of(files()))
    at = broken.index(b"headline.json") + len("headline.json")
    broken[at : at + 12] = b"\xff" * 12

    with pytest.raises(Refused, match="no zip"):
        read_zip(bytes(broken))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", zip_of(files())[:-40]])
def test_refuses_what_is_no_zip(content: bytes) -> None:
    with pytest.raises(Refused, match="no zip"):
        read_zip(content)


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_refuses_what_is_no_json(content: bytes) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_zip(zip_of({**files(), "headline.json": content}))
