"""Bad input from end to end: one clear message, and the last good result as it was."""

import gzip
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import shapely

from commonground.ingest.files import unpack
from commonground.study.folder import MARK, WORK
from commonground.study.ingest import run_ingest
from tests.program import Said, called
from tests.unit.ingest.elm_city import CITY, HEADER, TODAY, row, rows, write_city, write_rows
from tests.unit.ingest.portals.fakes import Asked, FakePortal, Reply, serving

BLOCKS = [shapely.box(-90.3, 38.5, -90.15, 38.7), shapely.box(-90.15, 38.5, -90.0, 38.7)]


@dataclass(frozen=True)
class Place:
    """A folder with a city file, a sound file, and the result of ingesting it."""

    folder: Path

    @property
    def out(self) -> Path:
        """The last good result."""
        return self.folder / "out"

    def ingest(self, *sources: object, city: object = None) -> Said:
        """Ingest sources over the last good result."""
        words = sources or (self.folder / "cases.csv",)
        return called(
            "ingest", *words, "--city", city or self.folder / "city.toml", "--out", self.out
        )

    def held(self) -> dict[str, bytes]:
        """Return everything in the result, but for what is kept from run to run."""
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {
            name: path.read_bytes()
            for path in files
            if (name := str(path.relative_to(self.out))).split("/")[0] not in WORK
        }


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest a sound file once."""
    folder = tmp_path_factory.mktemp("good")
    file = write_rows(folder)
    run_ingest(
        [file],
        city=write_city(folder),
        out=folder / "out",
        today=TODAY,
        workers=1,
        documents=False,
    )
    return folder


@pytest.fixture
def place(good: Path, tmp_path: Path) -> Place:
    """Give a copy of the sound file and its result."""
    return Place(Path(shutil.copytree(good, tmp_path / "elm")))


def assert_refused(place: Place, said: Callable[[], Said], *, match: str) -> None:
    """Refuse in one message, without a traceback, and leave everything as it was."""
    before, beside = place.held(), {path.name for path in place.folder.iterdir()}

    told = said()

    assert (told.code, told.out) == (1, "")
    assert "Traceback" not in told.err
    assert re.search(match, told.err.splitlines()[0] if "\n  -" not in told.err else told.err)
    assert told.err.count("Error: ") == 1
    assert place.held() == before
    assert {path.name for path in place.folder.iterdir()} == beside
    assert {path.name for path in place.out.iterdir()} <= {
        *WORK,
        *(name.split("/")[0] for name in before),
    }
    assert not list(place.out.rglob("*.unfinished")) + list(place.out.rglob("scratch/*"))


def header_twice(folder: Path) -> Path:
    return write_rows(
        folder, [f"{line},x" for line in rows()], name="a.csv", header=f"{HEADER},When"
    )


def column_gone(folder: Path) -> Path:
    return write_rows(folder, name="a.csv", header="No,When,What,Lon,Y")


def mixed_date_orders(folder: Path) -> Path:
    return write_rows(folder, [*rows(), row("x", day="31/12/2015")], name="a.csv")


def swapped_coordinates(folder: Path) -> Path:
    return write_rows(folder, [row(at, lon=38.6, lat=-90.2) for at in range(30)], name="a.csv")


def feet(folder: Path) -> Path:
    return write_rows(
        folder, [row(at, lon=900_000, lat=1_020_000) for at in range(30)], name="a.csv"
    )


def empty_file(folder: Path) -> Path:
    (folder / "a.csv").write_text("")
    return folder / "a.csv"


def empty_lines(folder: Path) -> Path:
    (folder / "a.csv").write_text("\n\n\n")
    return folder / "a.csv"


def header_only(folder: Path) -> Path:
    return write_rows(folder, [], name="a.csv")


def gzip_bomb(folder: Path) -> Path:
    content = (HEADER + "\n" + (row(1) + "\n") * 60_000).encode()
    (folder / "a.csv.gz").write_bytes(gzip.compress(content))
    return folder / "a.csv.gz"


def workbook_bomb(folder: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (HEADER, row(1)):
        book.active.append(line.split(","))
    book.save(folder / "small.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    with (
        zipfile.ZipFile(folder / "small.xlsx") as small,
        zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as large,
    ):
        for name in small.namelist():
            large.writestr(name, small.read(name) + b" " * (20_000_000 if name == sheet else 0))
    (folder / "small.xlsx").unlink()
    return folder / "a.xlsx"


def web_page(folder: Path) -> Path:
    (folder / "a.csv").write_text("\n<!DOCTYPE html>\n<html><body>Log in</body></html>\n")
    return folder / "a.csv"


def damaged_gzip(folder: Path) -> Path:
    packed = gzip.compress("\n".join([HEADER, *rows()]).encode())
    (folder / "a.csv.gz").write_bytes(packed[:-20])
    return folder / "a.csv.gz"


def damaged_parquet(folder: Path) -> Path:
    sound = [line.split(",") for line in rows(20_000)]
    pd.DataFrame(sound, columns=HEADER.split(",")).to_parquet(folder / "a.parquet")
    whole = (folder / "a.parquet").read_bytes()
    scrambled = whole[:5_000] + b"\xff" * 20_000 + whole[25_000:]
    (folder / "a.parquet").write_bytes(scrambled)
    return folder / "a.parquet"


def no_incident_left(folder: Path) -> Path:
    return write_rows(folder, [row(at, day="3/4/2031") for at in range(5)], name="a.csv")


def about_persons(folder: Path) -> Path:
    file = write_rows(folder, name="a.csv", header=HEADER.replace("What", "VictimName"))
    write_city(folder, text=CITY.replace('"What"', '"VictimName"'))
    return file


def no_file(folder: Path) -> Path:
    return folder / "a.csv"


def unknown_kind(folder: Path) -> Path:
    (folder / "a.docx").write_text("x")
    return folder / "a.docx"


def folder_of_nothing(folder: Path) -> Path:
    (folder / "nothing").mkdir()
    return folder / "nothing"


REFUSED: dict[Callable[[Path], Path], str] = {
    header_twice: r"a\.csv has 2 columns named 'When'\. Rename or remove one",
    column_gone: r"a\.csv has no layout of the city file: of 'cases' it lacks 'Lat'",
    mixed_date_orders: r"a\.csv: 1 of 61 dates .* '31/12/2015 10:00' in row 61",
    swapped_coordinates: r"a\.csv: 30 of 30 coordinates .* have changed places\. Swap them",
    feet: r"a\.csv: 30 of 30 coordinates .* metres or feet of a local system",
    empty_file: r"a\.csv is empty\. Download it again",
    empty_lines: r"a\.csv is empty\. Download it again",
    header_only: r"(?i)a\.csv .*no rows|No row tells of an incident",
    gzip_bomb: r"a\.csv\.gz unpacks to more than .* over 300 times its own",
    workbook_bomb: r"a\.xlsx unpacks to more than .* over 300 times its own",
    web_page: r"a\.csv is a web page, not the data",
    damaged_gzip: r"a\.csv\.gz ends in the middle",
    damaged_parquet: r"a\.parquet cannot be read as Parquet: .* Download it again",
    no_incident_left: r"Of 5 rows 5 are left out because its date .* future, as in '3/4/2031",
    about_persons: r"column 'VictimName' seems to be about persons",
    no_file: r"There is no file .*a\.csv\. Check its name and folder",
    unknown_kind: r"a\.docx is of no known kind; its name must end in \.csv",
    folder_of_nothing: r"nothing holds nothing to read",
}


@pytest.mark.parametrize("fault", REFUSED, ids=lambda fault: fault.__name__)
def test_refuses_a_bad_file_and_leaves_the_last_result(
    place: Place, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Path], Path]
) -> None:
    monkeypatch.setattr(unpack, "BOMB_BYTES", 1_000_000)
    bad = fault(place.folder)

    assert_refused(place, lambda: place.ingest(bad), match=REFUSED[fault])


def test_refuses_one_bad_file_among_good_ones(place: Place) -> None:
    bad = column_gone(place.folder)

    assert_refused(
        place, lambda: place.ingest(place.folder / "cases.csv", bad), match=r"a\.csv has no layout"
    )


class WebPages(FakePortal):
    """A portal that answers every question with a page for people."""

    def answer(self, asked: Asked) -> Reply:
        """Send a page."""
        self.asked.append(asked)
        page = b"<!DOCTYPE html><html><title>Down for maintenance</title></html>"
        return Reply(page, headers={"Content-Type": "text/html"})


@pytest.fixture
def web_pages() -> Iterator[FakePortal]:
    with serving(WebPages(kind="socrata", rows=[])) as portal:
        yield portal


def test_refuses_a_portal_that_answers_with_a_web_page(place: Place, web_pages: FakePortal) -> None:
    assert_refused(place, lambda: place.ingest(web_pages.url), match="(?i)web page|HTML")


def test_refuses_an_address_that_is_no_portal(place: Place) -> None:
    address = "http://127.0.0.1:9/somewhere/else"

    assert_refused(place, lambda: place.ingest(address), match="no portal's table")


def test_refuses_an_unknown_city_and_says_what_to_do(place: Place) -> None:
    assert_refused(
        place,
        lambda: place.ingest(city="atlantis"),
        match=r"no city file atlantis.*st-louis.*--sketch FILE",
    )


WRONG_LINES = {
    (
        'crs = "EPSG:26915"',
        'crs = "EPSG:2926"',
    ): r"line 3: crs: EPSG:2926 measures in US survey foot",
    ('"America/Chicago"', '"Chicago"'): r"line 2: time_zone: 'Chicago' is no time zone",
    ('incident = "No"', 'number = "No"'): r"line 8: .*number means nothing here",
    ('category = "violent"', 'category = "murder"'): r"line 18: .*'murder' is no category",
    ("[[layouts]]", "[[layouts"): r"city\.toml is not a TOML file: .*line 6",
}


@pytest.mark.parametrize("change", WRONG_LINES, ids=lambda change: change[1])
def test_points_at_the_line_of_a_city_file_that_is_wrong(
    place: Place, change: tuple[str, str]
) -> None:
    assert change[0] in CITY
    city = write_city(place.folder, text=CITY.replace(*change))

    assert_refused(place, lambda: place.ingest(city=city), match=WRONG_LINES[change])


@pytest.mark.parametrize("has_folder", [True, False], ids=["other files", "a file"])
def test_leaves_alone_what_is_no_result_of_ours(
    place: Place, tmp_path: Path, has_folder: bool
) -> None:
    other = tmp_path / "thesis"
    if has_folder:
        other.mkdir()
    note = other / "chapter.txt" if has_folder else other
    note.write_text("mine")

    told = called(
        "ingest", place.folder / "cases.csv", "--city", place.folder / "city.toml", "--out", other
    )

    assert (told.code, told.out) == (1, "")
    assert re.search("holds files that are not a run|is a file; name a folder", told.err)
    assert note.read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"elm", "thesis"}


def in_parquet(folder: Path) -> Path:
    """Write blocks in degrees to a file that names no coordinate system."""
    file = folder / "blocks.parquet"
    pd.DataFrame({"block": ["west", "east"], "geometry": shapely.to_wkb(BLOCKS)}).to_parquet(file)
    return file


def counted(place: Place, *words: object) -> Said:
    return place.ingest(place.folder / "cases.csv", "--places", in_parquet(place.folder), *words)


def test_refuses_places_without_the_column_that_names_them(place: Place) -> None:
    in_parquet(place.folder)

    assert_refused(
        place,
        lambda: counted(place),
        match=r"blocks\.parquet has no column 'place'; there are block",
    )


def test_refuses_places_that_are_not_there(place: Place) -> None:
    missing = place.folder / "none.geojson"

    assert_refused(
        place,
        lambda: place.ingest(place.folder / "cases.csv", "--places", missing),
        match=r"There is no file .*none\.geojson",
    )


def test_counts_in_boundaries_that_are_in_degrees(place: Place) -> None:
    told = counted(place, "--place", "block")

    assert told.code == 0, told.err
    panel = pd.read_parquet(place.out / "panel.parquet")
    assert panel.groupby("place")["any_crime"].sum().sum() == 60
    assert (panel.groupby("place")["any_crime"].sum() > 0).all()


UNTIDY = [
    *rows(58),
    row("N1", lon="NaN", lat="NaN"),
    row("N2", lon="NULL", lat=""),
    row("spring", day="3/8/2015", hour="2:30"),
    row("autumn", day="11/1/2015", hour="1:30"),
]


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    """Ingest a file with small faults: two encodings, a skipped hour, NaN as text."""
    folder = tmp_path_factory.mktemp("untidy")
    lines = "\n".join([HEADER, *UNTIDY, row("utf-8", what="SALE – café")]).encode()
    lines += b"\n" + row("cp1252", what="SALE – café").encode("cp1252") + b"\n"
    (folder / "cases.csv").write_bytes(lines)
    words = ("--city", write_city(folder), "--out", folder / "out", "--json")
    return called("ingest", folder / "cases.csv", *words), folder / "out"


def test_balances_a_file_with_small_faults(untidy: tuple[Said, Path]) -> None:
    told = json.loads(untidy[0].out)

    assert (untidy[0].code, untidy[0].err) == (0, "")
    assert told["balance"] == {
        "rows": 64,
        "kept": 62,
        "merged": 0,
        "cancelled": 0,
        "rejected": 2,
    }


def test_rejects_a_row_in_another_encoding_and_says_so(untidy: tuple[Said, Path]) -> None:
    rejects = pd.read_csv(untidy[1] / "rejects.csv")
    row = rejects[rejects["reason"] == "the row cannot be read"]

    assert row["row"].tolist() == [64]
    assert "no text in UTF-8" in row["value"].iloc[0]
    incidents = pd.read_parquet(untidy[1] / "charges.parquet")
    assert "SALE – café" in set(incidents["offence"])


def test_rejects_the_hour_that_the_clocks_skipped(untidy: tuple[Said, Path]) -> None:
    rejects = pd.read_csv(untidy[1] / "rejects.csv")
    skipped = rejects[rejects["reason"].str.contains("the clocks skipped that hour")]

    assert skipped[["file", "row", "value"]].to_numpy().tolist() == [
        ["cases.csv", 61, "3/8/2015 2:30"]
    ]


def test_keeps_an_incident_whose_coordinates_are_nan_as_text(untidy: tuple[Said, Path]) -> None:
    incidents = pd.read_parquet(untidy[1] / "incidents.parquet").set_index("incident")

    assert incidents["x_m"].isna().sum() == 2
    assert incidents.loc[["police N1", "police N2"], "x_m"].isna().all()


def test_writes_what_the_report_rests_on(untidy: tuple[Said, Path]) -> None:
    assert json.loads((untidy[1] / MARK).read_text())["Balance"].startswith("64 rows in = 62 ")
