"""Tests of headlines: what they say, what they withhold, and that an edit shows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from commonground.core.headline import digest_of
from commonground.study.headline import places_headline
from commonground.study.provenance import sha256
from commonground.study.run import run_study

PROVENANCE = {"Made on": "2026-01-02"}


@pytest.fixture
def run_folder(study_file: Path, tmp_path: Path) -> Path:
    """Run a study without documents, and return its folder."""
    run_study(study_file, out=tmp_path / "run", today=date(2026, 1, 2), documents=False)
    return tmp_path / "run"


def test_says_of_each_outcome_what_the_tables_say(run_folder: Path) -> None:
    told = json.loads((run_folder / "headline.json").read_text("utf-8"))

    assert [finding["name"] for finding in told["findings"]] == ["crime", "drugs"]
    for finding in told["findings"]:
        assert finding["lower"] <= finding["change"] <= finding["upper"]
        assert finding["meaning"]
    assert told["provenance"]["Made on"] == "2026-01-02"
    assert told["caveats"]


def test_shows_by_its_digests_whether_anything_was_edited(run_folder: Path) -> None:
    told = json.loads((run_folder / "headline.json").read_text("utf-8"))

    assert told["sha256"] == digest_of(told)
    assert told["result"] == {
        "file": "effect.json",
        "sha256": sha256(run_folder / "effect.json"),
    }
    assert digest_of({**told, "answer": "All is well."}) != told["sha256"]


def test_leaves_out_places_with_few_records() -> None:
    place = {
        "name": "A corner",
        "tier": "candidate",
        "drug_low": 8.0,
        "drug_high": 20.0,
        "boundary_ha": 2.0,
        "stable": True,
    }
    told = {
        "city": "Elm City",
        "answer": "Two places.",
        "caveats": [],
        "places": [{"properties": {**place, "drug": drug}} for drug in (10, 11, None)],
    }

    headline = places_headline(told, provenance=PROVENANCE)

    assert [place["drug"] for place in headline["places"]] == [11]
