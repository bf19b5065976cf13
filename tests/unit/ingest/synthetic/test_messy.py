"""Messy files hold every fault that was asked for, and the truth is what a plain reading finds."""

import gzip
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from commonground.core.incidents import Incidents
from commonground.ingest.cities.reading import read_city
from commonground.ingest.panels import panel_from_incidents
from commonground.ingest.synthetic import OUTCOMES, SyntheticCity, city_panel, synthetic_city
from commonground.ingest.synthetic.messy import (
    ORIGIN_M,
    ImpossibleMess,
    Mess,
    MessyFiles,
    places_on_the_map,
    write_messy,
)
from tests.unit.ingest.mess import messes, small_city
from tests.unit.ingest.synthetic.plain_reading import fates, read, rows_of, settle, told

TENTH_MM = 1e-4
"""What feet and degrees may lose of a position."""

ZONE = "America/Chicago"
NONE = Mess(**{field.name: 0.0 for field in fields(Mess) if field.type == "float"})  # type: ignore[arg-type]
TIDY = replace(NONE, calls="csv", change=0.5, files=1)
BAD = Mess(
    charges=0.5, duplicates=0.1, reversals=0.3, orphans=0.05, unnumbered=0.2, unlocated=0.3,
    no_date=0.04, unknown_day=0.04, unreadable_date=0.04, far_future=0.04, skipped_hour=0.04,
    ragged=0.06, unfounded=0.06, lost_zeros=0.3, untidy=0.2, calls="csv",
)  # fmt: skip
PERSONS = {
    *("Officer_Name", "Suspect_DOB", "suspect_name", "suspect_home_address"),
    *("caller_name", "caller_phone", "patient_dob"),
}


@pytest.fixture(scope="module")
def city() -> SyntheticCity:
    return small_city(4)


@pytest.fixture(scope="module")
def bad(city: SyntheticCity, tmp_path_factory: pytest.TempPathFactory) -> MessyFiles:
    return write_messy(city, tmp_path_factory.mktemp("bad"), seed=2, mess=BAD, zone=ZONE)


@given(mess=messes())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_tells_what_a_plain_reading_of_the_files_finds(
    mess: Mess, city: SyntheticCity, tmp_path_factory: pytest.TempPathFactory
) -> None:
    messy = write_messy(city, tmp_path_factory.mktemp("any"), seed=1, mess=mess)

    incidents, fate = settle(messy)

    assert told(messy) == incidents
    assert +fates(messy) == +fate


def test_accounts_for_every_row(bad: MessyFiles) -> None:
    balance = bad.balance

    assert balance.rows == sum(len(list(rows_of(file))) for file in bad.files)
    assert balance.kept == len(bad.truth)
    assert bad.rejects["rows"].sum() == sum(balance.rejected.values())
    assert min(balance.merged, balance.cancelled, *balance.rejected.values()) > 0


def test_tells_the_truth_as_incidents(bad: MessyFiles) -> None:
    incidents = Incidents(bad.truth)

    assert {"categories", "rows", "agency", "hour_known"} <= set(bad.truth.columns)
    assert incidents.frame["at"].is_monotonic_increasing


def by_hand(city: SyntheticCity) -> SyntheticCity:
    """Return a city of four incidents, one of them when the clocks skipped an hour."""
    doors = city.ground.doors[:4, 0]
    frame = pd.DataFrame(
        {
            "incident": ["a", "b", "c", "d"],
            "at": pd.to_datetime(
                ["2015-01-05 10:00", "2015-03-08 02:20", "2015-11-30 23:10", "2015-12-31 23:59"]
            ).as_unit("us"),
            "x_m": doors[:, 0],
            "y_m": doors[:, 1],
            "category": ["drug sale", "violent", "overdose", "property"],
            "initiated_by": ["police", "citizen", "unknown", "citizen"],
        }
    )
    return replace(city, incidents=Incidents(frame))


def test_is_right_about_four_incidents_by_hand(city: SyntheticCity, tmp_path: Path) -> None:
    few = by_hand(city)

    truth = write_messy(few, tmp_path, seed=1, mess=TIDY).truth

    doors = few.ground.doors[:4, 0] + ORIGIN_M
    assert truth[["x_m", "y_m"]].to_numpy() == pytest.approx(doors, abs=TENTH_MM)
    assert truth["incident"].tolist() == [
        "police 15-000001", "police 15-000002", "dispatch F15000001", "police 150000003",
    ]  # fmt: skip
    assert truth["at"].astype(str).tolist() == [
        "2015-01-05 10:00:00", "2015-03-08 03:00:00", "2015-11-30 23:10:00", "2015-12-31 23:59:00",
    ]  # fmt: skip
    assert truth["category"].tolist() == ["drug sale", "violent", "overdose", "property"]
    assert truth["initiated_by"].tolist() == ["police", "citizen", "unknown", "citizen"]
    assert truth["rows"].tolist() == [1, 1, 1, 1]


def test_leaves_nothing_of_what_is_wholly_reversed_or_unfounded(
    city: SyntheticCity, tmp_path: Path
) -> None:
    few = by_hand(city)

    reversed_too = write_messy(few, tmp_path / "1", seed=1, mess=replace(TIDY, reversals=1.0))
    unfounded = write_messy(few, tmp_path / "2", seed=1, mess=replace(TIDY, unfounded=1.0))

    assert reversed_too.balance.cancelled > 0
    assert len(reversed_too.truth) == len(few.incidents)
    assert unfounded.truth.empty
    assert unfounded.balance.rejected["unfounded"] == len(few.incidents)


def test_writes_every_kind_of_fault(bad: MessyFiles) -> None:
    seen: Counter[str] = Counter()
    whole: Counter[tuple[tuple[str, str], ...]] = Counter()
    for layout, row, is_whole in read(bad):
        seen["ragged"] += not is_whole
        if not is_whole:
            continue
        whole[tuple(row.items())] += 1
        at = row[layout.moment.columns[0]]
        seen["no date"] += at in {"", "N/A", "NULL"}
        seen["9999"] += "9999" in at
        seen["1900"] += "1900" in at
        seen["no moment"] += at in {"99/99/2016 12:00", "sometime in May", "2016-02-31 10:00"}
        seen["skipped"] += at[:12] == "2015-03-08T0" and at[12] == "2"
        assert layout.position is not None
        for form in (
            "0",
            "NaN",
            "",
            "9999999",
            str(layout.position.missing[0][0]).removesuffix(".0"),
        ):
            seen[f"at {layout.name}: {form}"] += row[layout.position.columns[0]] == form
        seen["unfounded"] += row.get("Unfounded") == "YES"
        seen["reversals"] += row.get("Count") == "-1"
        seen["lost zeros"] += len(row.get("Code", "123456")) < 6
        seen["unnumbered"] += row.get("Case_No") == ""
        seen["untidy"] += any(value != value.strip() for value in row.values())
        seen["shouted"] += row.get("nature", "").isupper()
    seen["twice"] = sum(count > 1 for count in whole.values())

    assert min(seen.values()) > 0, seen
    assert len(seen) == 28


def test_puts_persons_into_the_files_and_not_into_the_truth(
    city: SyntheticCity, bad: MessyFiles, tmp_path: Path
) -> None:
    held = {name for _, row, _ in read(bad) for name in row}
    without = write_messy(city, tmp_path, seed=2, mess=replace(BAD, persons=False))

    assert held >= PERSONS
    assert not PERSONS & {name for _, row, _ in read(without) for name in row}
    assert not PERSONS & {name for layout in read_city(bad.city_file).file.layouts
                          for name in layout.columns}  # fmt: skip
    assert "Thornmere" not in bad.truth.to_csv()
    assert bad.truth.equals(without.truth)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson", "parquet"])
def test_writes_calls_as_any_kind_of_file(city: SyntheticCity, kind: str, tmp_path: Path) -> None:
    mess = replace(BAD, calls=kind, ragged=0.0, unreadable_date=0.0)  # type: ignore[arg-type]

    messy = write_messy(city, tmp_path, seed=3, mess=mess)

    assert [file.suffix for file in messy.files[-2:]] == [f".{kind}"] * 2
    assert messy.balance.rows == sum(len(list(rows_of(file))) for file in messy.files)
    assert told(messy) == settle(messy)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_writes_text_in_any_encoding(
    city: SyntheticCity, encoding: str, separator: str, tmp_path: Path
) -> None:
    packed = separator in ";\t"
    mess = replace(TIDY, encoding=encoding, separator=separator, gzip=packed)  # type: ignore[arg-type]

    messy = write_messy(city, tmp_path, seed=3, mess=mess)

    export = next(file for file in messy.files if "rms" in file.name)
    assert export.name.endswith(".csv.gz" if packed else ".csv")
    content = gzip.decompress(export.read_bytes()) if packed else export.read_bytes()
    assert f"Theft – from vehicle{separator}" in content.decode(encoding)
    assert told(messy) == settle(messy)[0]


def test_cuts_each_layout_into_as_many_files(city: SyntheticCity, tmp_path: Path) -> None:
    messy = write_messy(city, tmp_path, seed=3, mess=replace(TIDY, files=3, shuffled=True))

    assert len(messy.files) == 9
    sizes = [len(list(rows_of(file))) for file in messy.files]
    assert min(sizes) > 0
    first = [row["Occurred"] for row, _ in rows_of(messy.files[0])]
    assert first != sorted(first, key=lambda at: (at[6:10], at))


def test_writes_the_same_bytes_again(city: SyntheticCity, tmp_path: Path) -> None:
    mess = replace(BAD, calls="parquet", gzip=True, shuffled=True)

    one, again, other = (
        write_messy(city, tmp_path / str(at), seed=seed, mess=mess)
        for at, seed in enumerate((5, 5, 6))
    )

    for first, second in zip(one.files, again.files, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert one.city_file.read_bytes() == again.city_file.read_bytes()
    assert one.truth.equals(again.truth)
    assert not one.truth.equals(other.truth)


def test_skips_no_hour_where_clocks_do_not(city: SyntheticCity, tmp_path: Path) -> None:
    messy = write_messy(city, tmp_path, seed=5, mess=BAD, zone="America/Phoenix")

    assert messy.balance.rejected["skipped hour"] == 0
    assert told(messy) == settle(messy)[0]


def test_keeps_what_was_planted(tmp_path: Path) -> None:
    city = synthetic_city(seed=7)
    true = city_panel(city)

    messy = write_messy(city, tmp_path, seed=7)

    panel = panel_from_incidents(
        Incidents(messy.truth[messy.truth["x_m"].notna()]),
        places=places_on_the_map(city.places),
        periods=city.periods,
        outcomes=OUTCOMES,
        covariates=city.covariates,
        intervention=city.intervention,
    )
    for outcome in OUTCOMES:
        counted, planted = (one.series(outcome) for one in (panel, true))
        assert 0.96 < counted.sum() / planted.sum() < 1.01, outcome
        assert (counted > planted).mean() < 1e-3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"duplicates": 1.5}, "from 0 to 1"),
        ({"unlocated": -0.1}, "from 0 to 1"),
        ({"no_date": 0.6, "ragged": 0.6}, "add up to 1.2"),
        ({"files": 0}, "0 files"),
        ({"encoding": "ebcdic"}, "encoding is 'ebcdic'"),
        ({"separator": "x"}, "separator is 'x'"),
        ({"calls": "pdf"}, "calls is 'pdf'"),
        ({"identical": "drop"}, "identical is 'drop'"),
    ],
)
def test_refuses_a_mess_that_no_files_can_be_in(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ImpossibleMess, match=words):
        Mess(**change)


def test_refuses_a_city_without_incidents(city: SyntheticCity, tmp_path: Path) -> None:
    empty = replace(city, incidents=Incidents(city.incidents.frame.iloc[:0]))

    with pytest.raises(ImpossibleMess, match="no incidents"):
        write_messy(empty, tmp_path, seed=1)
