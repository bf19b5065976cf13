"""The quality of an ingest survives JSON, and shows there no more than on paper."""

import json

from commonground.ingest.ingesting import Ingested
from commonground.report.quality_report.plain import quality_to_json
from commonground.report.quality_report.tables import ABOUT


def test_comes_back_from_json_as_it_was(ingested: Ingested) -> None:
    plain = quality_to_json(ingested)

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_holds_the_balance_the_findings_the_files_and_every_table(ingested: Ingested) -> None:
    plain = json.loads(json.dumps(quality_to_json(ingested)))

    assert plain["balance"] == {
        "rows": 1_520, "kept": 1_380, "merged": 100, "cancelled": 20, "rejected": 20,
    }  # fmt: skip
    assert plain["rejected"] == {"it has no date": 20}
    assert plain["findings"] == list(ingested.quality.findings)
    assert plain["notes"] == list(ingested.notes)
    assert plain["covers"] == ["2020-06-01", "2020-12-31"]
    assert plain["city"]["note"] == "Points are moved."
    assert plain["files"][1]["left_out"] == ["Officer (its name)"]
    assert set(plain["tables"]) == set(ABOUT)


def test_writes_what_is_unknown_or_withheld_as_nothing(ingested: Ingested) -> None:
    tables = json.loads(json.dumps(quality_to_json(ingested)))["tables"]

    assert tables["hours"][-1] == {"hour": None, "incidents": 80}
    assert tables["points"][-1]["at_busiest"] is None
    assert tables["busiest"][0]["location"] is None


def test_shows_no_house_number_and_no_exact_point(ingested: Ingested) -> None:
    text = json.dumps(quality_to_json(ingested))

    assert "123 ELM" not in text
    assert "551123" not in text


def test_has_every_key_where_next_to_nothing_is_known(bare: Ingested, ingested: Ingested) -> None:
    little, much = quality_to_json(bare), quality_to_json(ingested)

    assert list(little) == list(much)
    assert little["covers"] is None
    assert little["rejected"] == {}
