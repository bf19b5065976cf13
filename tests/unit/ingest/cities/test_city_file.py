"""Tests of `ingest.cities.city_file`, by way of reading it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cities.reading import BadCityFile, UnknownCity, packs, read_city

Reads: TypeAlias = Callable[[str], CityFile]

GOOD = """\
city = "Larkhaven"
time_zone = "America/Chicago"
crs = "EPSG:26915"

[[layouts]]
name = "one"
incident = "No"
moment = { column = "When", formats = "%m/%d/%Y" }
offence = "What"
position = { x = "X", y = "Y", crs = "ESRI:102696" }

[[offences]]
category = "drug sale"
offence.contains = ["sale"]
"""


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    def read(text: str) -> CityFile:
        file = tmp_path / "city.toml"
        file.write_text(text, encoding="utf-8")
        return read_city(file).file

    return read


@pytest.mark.parametrize("pack", packs())
def test_every_pack_can_be_followed(pack: str) -> None:
    city = read_city(pack).file

    assert city.layouts
    assert city.offences


def test_no_pack_reads_a_column_that_somebody_else_added() -> None:
    columns = {
        column for pack in packs() for one in read_city(pack).file.layouts for column in one.columns
    }

    assert not [column for column in columns if column.startswith(("norm_", "_source"))]


def test_names_every_column_that_is_read(reads: Reads) -> None:
    layout = reads(GOOD).layouts[0]

    assert set(layout.columns) == {"No", "When", "What", "X", "Y"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"America/Chicago"', '"Chicago"', r"line 2: time_zone: 'Chicago' is no time zone"),
        ('"EPSG:26915"', '"EPSG:2926"', r"line 3: crs: EPSG:2926 measures in US survey foot"),
        ('"EPSG:26915"', '"EPSG:4326"', r"line 3: crs: EPSG:4326 measures in degree"),
        ('"EPSG:26915"', '"UTM"', r"line 3: crs: 'UTM' is no coordinate system"),
        ('"drug sale"', '"drugs"', r"line 13: .*'drugs' is no category; there are drug sale"),
        (
            'formats = "%m/%d/%Y"',
            'formats = ["%m/%d/%Y", "%d/%m/%Y"]',
            r"line 8: .*read the same text as two days",
        ),
        ('x = "X", y = "Y"', 'x = "X"', r"line 10: .*name longitude and latitude, or x and y"),
        (', crs = "ESRI:102696"', "", r"line 10: .*x and y need the coordinate system"),
        ('incident = "No"', 'incidnet = "No"', r"line 7: .*incidnet means nothing here"),
        ('offence.contains = ["sale"]', "offence = {}", r"line 14: .*say what it is, starts with"),
        ('name = "one"', 'name = "one"\nagency = "a"', None),
    ],
)
def test_points_at_the_line_of_what_cannot_be_followed(
    reads: Reads, old: str, new: str, said: str | None
) -> None:
    assert old in GOOD
    if said is None:
        assert reads(GOOD.replace(old, new)).layouts[0].agency == "a"
        return
    with pytest.raises(BadCityFile, match=said):
        reads(GOOD.replace(old, new))


def test_refuses_two_layouts_of_one_name(reads: Reads) -> None:
    again = GOOD[GOOD.index("[[layouts]]") : GOOD.index("[[offences]]")]

    with pytest.raises(BadCityFile, match="two layouts have one name"):
        reads(GOOD + again)


def test_refuses_an_offence_of_an_agency_without_a_layout(reads: Reads) -> None:
    with pytest.raises(BadCityFile, match="names agency 'fire', which no layout has"):
        reads(GOOD + 'agency = "fire"\n')


def test_names_the_packs_where_there_is_no_such_city() -> None:
    with pytest.raises(UnknownCity, match=r"st-louis.*--sketch FILE"):
        read_city("atlantis")


def test_tells_texts_apart_by_their_fingerprint(tmp_path: Path) -> None:
    one, other = tmp_path / "a.toml", tmp_path / "b.toml"
    one.write_text(GOOD)
    other.write_text(GOOD + "\n# A remark.\n")

    assert read_city(one).fingerprint != read_city(other).fingerprint
