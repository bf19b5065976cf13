"""A first city file works after little has been put right, and never names anybody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cities.reading import BadCityFile, read_city
from commonground.ingest.sketch import NoMoment, Sketch, sketch

SAN_FRANCISCO = (37.7, 37.82, -122.52, -122.37)
TEMPE = (33.32, 33.46, -111.98, -111.88)
Sketched = Callable[..., Sketch]
Table = dict[str, Any]


def followed(made: Sketch, folder: Path) -> CityFile:
    file = folder / "sketch.toml"
    file.write_text(made.text, encoding="utf-8")
    return read_city(file).file


def holds(city: CityFile, box: tuple[float, float, float, float]) -> bool:
    assert city.bounds is not None
    west, south, east, north = city.bounds
    return south <= box[0] and box[1] <= north and west <= box[2] and box[3] <= east


def test_sketches_the_overdoses_of_tempe_without_an_edit(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    made = sketch(shared_data("tempe_opioid_ems_calls_2017.parquet"), scratch=tmp_path)

    city = followed(made, tmp_path)
    layout = city.layouts[0]
    assert (city.city, city.time_zone, city.crs) == ("Tempe", "America/Phoenix", "EPSG:26912")
    assert layout.moment.columns == ("incident_date",)
    assert layout.position is not None
    assert layout.position.columns == ("longitude", "latitude")
    assert layout.initiated == "citizen"
    assert [rule.category for rule in city.offences] == ["overdose"]
    assert holds(city, TEMPE)
    assert not made.persons


def test_sketches_the_calls_of_san_francisco_without_an_edit(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    made = sketch(shared_data("sf_police_calls_sample_2016_2020.parquet"), scratch=tmp_path)

    city = followed(made, tmp_path)
    layout = city.layouts[0]
    assert (city.time_zone, city.crs) == ("America/Los_Angeles", "EPSG:26910")
    assert layout.moment.columns == ("USER_Cal_1",)
    assert layout.moment.formats == ("%m/%d/%Y %I:%M:%S %p",)
    assert layout.recorded is not None
    assert layout.recorded.columns == ("USER_Repor",)
    assert layout.incident is not None
    assert layout.incident.column == "USER_Crime"
    assert layout.offence is not None
    assert layout.offence.column == "USER_Origi"
    assert layout.location is not None
    assert layout.location.columns == ("USER_Addre",)
    assert [rule.category for rule in city.offences] == ["drug call", "disorder call"]
    assert "205 rows" in made.text  # all that contain "drug"; "poss" is "possible"
    assert "Poss" not in "".join(line for line in made.text.splitlines() if line[:1] != "#")
    assert holds(city, SAN_FRANCISCO)
    assert not made.persons


def test_sketches_the_incidents_of_san_francisco_in_2012(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    made = sketch(shared_data("sf_sfpd_incidents_2012H2_geoda.parquet"), scratch=tmp_path)

    city = followed(made, tmp_path)
    layout = city.layouts[0]
    assert layout.moment.columns == ("Date",)
    assert layout.incident is not None
    assert layout.incident.column == "IncidntNum"
    assert layout.description == "Descript"
    assert layout.position is not None
    assert layout.position.columns == ("X", "Y")
    assert [rule.category for rule in city.offences] == [
        "drug sale",
        "drug possession",
        "other drug",
        "violent",
        "property",
    ]


def test_sketches_the_incidents_of_san_francisco_in_2026(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    made = sketch(shared_data("sf_sfpd_incidents_2026_feb_aug_map90d.parquet"), scratch=tmp_path)

    layout = followed(made, tmp_path).layouts[0]
    assert layout.moment.columns == ("date",)
    assert layout.incident is not None
    assert (layout.incident.column, layout.incident.drop_last) == ("id", 5)


@pytest.mark.slow
def test_asks_where_st_louis_lies_and_works_after_three_edits(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    raw = duckdb.read_parquet(str(shared_data("stlouis_slmpd_incidents_2008_2017.parquet")))
    ours = [name for name in raw.columns if name.startswith(("norm_", "_source"))]
    published = ", ".join(f'"{name}"' for name in raw.columns if name not in ours)
    raw.filter("DateOccured IS NOT NULL").project(published).to_csv(str(tmp_path / "st-louis.csv"))

    made = sketch(tmp_path / "st-louis.csv", scratch=tmp_path)
    with pytest.raises(BadCityFile, match=r"time_zone is missing\n.*crs is missing"):
        followed(made, tmp_path)
    text = (
        made.text.replace('# time_zone = ""', 'time_zone = "America/Chicago"')
        .replace('# crs = ""', 'crs = "EPSG:26915"')
        .replace(
            '# position = { x = "XCoord", y = "YCoord", crs = "EPSG:" }',
            'position = { x = "XCoord", y = "YCoord", crs = "ESRI:102696" }',
        )
    )

    layout = followed(Sketch(text, (), ()), tmp_path).layouts[0]
    assert layout.moment.columns == ("DateOccured",)
    assert layout.recorded is not None
    assert layout.recorded.formats == ("%Y-%m",)
    assert layout.reversal is not None
    assert layout.reversal.column == "Count"
    assert layout.location is not None
    assert layout.location.columns == ("ILEADSAddress", "ILEADSStreet")
    assert layout.position is not None


def test_sketches_a_plain_file(plain: Table, sketched: Sketched, tmp_path: Path) -> None:
    made = sketched(plain)

    city = followed(made, tmp_path)
    layout = city.layouts[0]
    assert layout.moment.formats == ("%m/%d/%Y %I:%M %p",)
    assert layout.recorded is not None
    assert layout.recorded.columns == ("Reported",)
    assert layout.incident is not None
    assert layout.incident.column == "Case Number"
    assert layout.location is not None
    assert layout.location.text == "Block"
    assert (city.time_zone, city.crs) == ("America/Chicago", "EPSG:26915")
    assert [rule.category for rule in city.offences] == [
        "drug sale",
        "drug possession",
        "violent",
        "property",
        "disorder",
    ]
    assert "JAYWALKING" in made.text


def test_never_writes_what_is_personal(plain: Table, sketched: Sketched) -> None:
    rows = len(plain["Offense"])
    names = [
        f"Q{chr(97 + at % 26)}zewitt, {chr(65 + at * 7 % 26)}ox{chr(97 + at % 3)}"
        for at in range(rows)
    ]
    hidden = {
        "Victim Name": names,
        "Subject2": names,
        "DOB": [f"{1950 + at}-07-13" for at in range(rows)],
        "Crime Victim Sex": ["ASSAULTED F"] * rows,
        "Contact": [f"({300 + at}) 555-{2000 + at}" for at in range(rows)],
    }

    made = sketched({**hidden, **plain})

    everything = made.text + " ".join(made.checks)
    assert set(made.persons) == set(hidden)
    assert all(f"{column} is about persons" in " ".join(made.checks) for column in hidden)
    values = [value for column in hidden.values() for value in column]
    assert not [value for value in values if value in everything]


def test_refuses_a_file_that_tells_no_date(plain: Table, sketched: Sketched) -> None:
    del plain["Occurred"], plain["Reported"]

    with pytest.raises(NoMoment, match=r"No column of incidents\.csv tells when it was"):
        sketched(plain)


def test_makes_a_person_choose_between_two_readings(
    plain: Table, sketched: Sketched, tmp_path: Path
) -> None:
    plain["Occurred"] = [f"{at % 12 + 1:02d}/{at % 11 + 1:02d}/2021" for at in range(60)]
    del plain["Reported"]

    made = sketched(plain)

    with pytest.raises(BadCityFile, match="moment is missing"):
        followed(made, tmp_path)
    assert "Occurred: every value can be read as %m/%d/%Y and as %d/%m/%Y" in made.checks[0]
    line = '# moment = { column = "Occurred", formats = "%d/%m/%Y" }'
    chosen = Sketch(made.text.replace(line, line[2:]), (), ())
    assert followed(chosen, tmp_path).layouts[0].moment.formats == ("%d/%m/%Y",)


def test_asks_where_the_city_lies_if_no_column_tells(
    plain: Table, sketched: Sketched, tmp_path: Path
) -> None:
    del plain["Latitude"], plain["Longitude"]

    made = sketched(plain)

    with pytest.raises(BadCityFile, match="time_zone is missing"):
        followed(made, tmp_path)
    assert [check for check in made.checks if check.startswith("crs must be written")]


def test_sketches_a_file_of_two_hundred_columns(
    plain: Table, sketched: Sketched, tmp_path: Path
) -> None:
    wide = {f"Extra {at}": [f"{at}-{row % 7}" for row in range(60)] for at in range(193)}

    made = sketched({**wide, **plain})

    assert followed(made, tmp_path).layouts[0].moment.columns == ("Occurred",)


def test_passes_over_columns_with_nothing_in_them(
    plain: Table, sketched: Sketched, tmp_path: Path
) -> None:
    empty = {name: [""] * 60 for name in ("Date", "Offense Type", "X", "Y", "Report Date", "Notes")}

    made = sketched({**empty, **plain})

    assert followed(made, tmp_path) == followed(sketched(plain), tmp_path)


def test_writes_names_that_need_quoting(plain: Table, sketched: Sketched, tmp_path: Path) -> None:
    plain['Date "Occurred"\\\n(local)'] = plain.pop("Occurred")
    plain["Offense"] = [f'{one} "A\\B"' for one in plain["Offense"]]

    made = sketched(plain)

    layout = followed(made, tmp_path).layouts[0]
    assert layout.moment.columns == ('Date "Occurred"\\\n(local)',)


def test_says_the_same_every_time(plain: Table, sketched: Sketched) -> None:
    assert sketched(plain) == sketched(plain)


def test_looks_at_as_many_rows_as_it_is_told(plain: Table, sketched: Sketched) -> None:
    long = {name: list(values) * 10 for name, values in plain.items()}

    made = sketched(long, rows=200)

    assert "from a look at 200 of 600 rows" in " ".join(made.text.replace("\n# ", " ").split())
    assert "100 rows." in made.text  # offences are counted over the whole file
