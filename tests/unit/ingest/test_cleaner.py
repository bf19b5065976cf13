"""Tests of `ingest.cleaner`: each file cleaned once, and of one that grows the new rows."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pandas as pd
import pytest

from commonground.ingest import cleaner as cleaning
from commonground.ingest import parts
from commonground.ingest.cities.reading import read_city
from commonground.ingest.cleaner import (
    UNREADABLE_ROW,
    Cleaner,
    PersonalColumn,
    UnknownLayout,
)
from commonground.ingest.cleaning.rows import TOO_LATE
from commonground.ingest.engines import duckdb_engine
from commonground.ingest.files import RepeatedColumn, UnreadableFile
from commonground.ingest.parts import Part
from commonground.ingest.sources import SourceFile
from tests.unit.ingest.elm_city import (
    CITY,
    HEADER,
    TODAY,
    row,
    rows,
    write_city,
    write_rows,
)

Cleaners: TypeAlias = Callable[..., Cleaner]


@pytest.fixture
def cleaner(tmp_path: Path) -> Iterator[Cleaners]:
    """Give cleaners of one folder of parts."""
    engines = []

    def made(*, text: str = CITY, today: date = TODAY) -> Cleaner:
        engines.append(duckdb_engine(spill=tmp_path / "spill", workers=1))
        city = read_city(write_city(tmp_path, text=text))
        return Cleaner(city, kept=tmp_path / "parts", engine=engines[-1], today=today)

    yield made
    for engine in engines:
        engine.disconnect()


def source(file: Path) -> SourceFile:
    return SourceFile(file, file.name)


def held(cleaner: Cleaner, part: Part) -> pd.DataFrame:
    return pd.read_parquet(cleaner.parts.rows(part)).sort_values("_row", ignore_index=True)


def kept(folder: Path) -> set[str]:
    """Return what lies in the folder of parts."""
    return {entry.name for entry in (folder / "parts").iterdir()}


def test_cleans_a_file_into_a_part(cleaner: Cleaners, tmp_path: Path) -> None:
    elm = cleaner()
    part = elm.part(source(write_rows(tmp_path)))

    assert (part.name, part.rows, part.layouts, part.is_new) == ("cases.csv", 60, ("cases",), True)
    assert held(elm, part)["_row"].tolist() == list(range(1, 61))
    assert kept(tmp_path) == {f"{part.key}.parquet", f"{part.key}.json"}


def test_uses_a_part_again(cleaner: Cleaners, tmp_path: Path) -> None:
    file = write_rows(tmp_path)
    first = cleaner().part(source(file))
    written = {name: (tmp_path / "parts" / name).stat().st_mtime_ns for name in kept(tmp_path)}

    again = cleaner().part(source(file.rename(tmp_path / "renamed.csv")))

    assert again == replace(first, name="renamed.csv", known=60)
    assert {
        name: (tmp_path / "parts" / name).stat().st_mtime_ns for name in kept(tmp_path)
    } == written


def test_makes_a_part_anew_if_what_it_rests_on_has_changed(
    cleaner: Cleaners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [cleaner().part(source(write_rows(tmp_path)))]

    made.append(cleaner().part(source(write_rows(tmp_path, rows(61)))))
    made.append(cleaner(text=CITY + "# A remark.").part(source(tmp_path / "cases.csv")))
    monkeypatch.setattr(cleaning, "CLEANED_AS", cleaning.CLEANED_AS + 1)
    made.append(cleaner().part(source(tmp_path / "cases.csv")))

    assert [part.rows for part in made] == [60, 61, 61, 61]
    assert all(part.is_new for part in made)
    assert len({part.key for part in made}) == 4


RAGGED = "61,3/4/2015 10:00"
GROWN = [*rows(), RAGGED, row(62, day="3/31/2015"), row(63, day="31/31/2015")]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
def test_cleans_only_the_new_rows_of_a_file_that_has_grown(
    cleaner: Cleaners, tmp_path: Path, ending: str
) -> None:
    def write(lines: list[str], name: str) -> SourceFile:
        file = write_rows(tmp_path, lines, name=f"{name}.csv")
        if ending == ".csv.gz":
            (tmp_path / f"{name}.csv.gz").write_bytes(gzip.compress(file.read_bytes()))
        if ending == ".parquet":
            cells = [[*line.split(","), None, None, None][:5] for line in lines]
            table = pd.DataFrame(cells, columns=HEADER.split(","))
            table.to_parquet(tmp_path / f"{name}{ending}")
        return source(tmp_path / f"{name}{ending}")

    sizes, elm = (60, 61, 63), cleaner()
    grown = [elm.part(write(GROWN[:size], "cases")) for size in sizes]
    at_once = elm.part(write(GROWN, "others"))
    elm.parts.tidy([grown[-1]])

    assert [part.rows for part in grown] == [*sizes]
    assert [part.known for part in grown] == [0, 60, 61]
    assert at_once.known in (0, 63)
    pd.testing.assert_frame_equal(held(elm, grown[-1]), held(elm, at_once))
    assert kept(tmp_path) == {
        f"{part.key}{end}" for part in (grown[-1], at_once) for end in (".json", ".parquet")
    }


@pytest.mark.parametrize("change", ["a row", "the order", "the name", "fewer rows", "the day"])
def test_cleans_a_file_anew_that_has_changed_otherwise(
    cleaner: Cleaners, tmp_path: Path, change: str
) -> None:
    before = [*rows(), row("x", day="2/1/2026")] if change == "the day" else rows()
    first = cleaner().part(source(write_rows(tmp_path, before)))
    after = {
        "a row": [*before[:30], row(1_000), *before[31:], row(61)],
        "the order": [*before[::-1], row(61)],
        "fewer rows": before[:-1],
    }.get(change, [*before, row(61)])

    file = write_rows(tmp_path, after, name="new.csv" if change == "the name" else "cases.csv")
    day = date(2026, 2, 1) if change == "the day" else TODAY
    again = cleaner(today=day).part(source(file))

    assert first.key != again.key
    assert (again.known, again.rows) == (0, len(after))


def test_keeps_an_outgrown_part_that_is_in_use(cleaner: Cleaners, tmp_path: Path) -> None:
    elm = cleaner()
    small = elm.part(source(write_rows(tmp_path)))
    large = elm.part(source(write_rows(tmp_path, [*rows(), row(61)])))

    elm.parts.tidy([small, large])

    assert large.known == 60
    assert elm.parts.rows(small).exists()
    assert cleaner().part(source(write_rows(tmp_path, name="copy.csv"))).known == 60


def test_makes_a_part_anew_on_another_day_if_that_could_judge_a_row_otherwise(
    cleaner: Cleaners, tmp_path: Path
) -> None:
    tomorrow = date(2026, 2, 1)
    sound = write_rows(tmp_path, name="sound.csv")
    ahead = write_rows(tmp_path, [*rows(), row("x", day="2/1/2026")], name="ahead.csv")
    first = [cleaner().part(source(file)) for file in (sound, ahead)]
    same = cleaner().part(source(ahead))

    later = cleaner(today=tomorrow)
    again = [later.part(source(file)) for file in (sound, ahead)]

    assert [part.judged_on for part in first] == [None, "2026-01-31"]
    assert not same.is_new
    assert [part.is_new for part in again] == [False, True]
    assert TOO_LATE not in set(held(later, again[1])["reason"])


def test_reads_files_of_several_layouts_and_shapes(cleaner: Cleaners, tmp_path: Path) -> None:
    second = CITY[CITY.index("[[layouts]]") : CITY.index("[[offences]]")]
    for one, other in {'"cases"': '"new"', '"When"': '"On"', '"What"': '"Offense"'}.items():
        second = second.replace(one, other)
    elm = cleaner(text=CITY + second)
    old = write_rows(tmp_path, name="a.csv")
    new = write_rows(tmp_path, name="b.csv", header="No,On,Offense,Lon,Lat")
    more = write_rows(tmp_path, rows(5), name="c.csv")

    made = [elm.part(source(file)) for file in (old, new, more)]

    assert [part.layouts for part in made] == [("cases",), ("new",), ("cases",)]
    assert [set(held(elm, part)["layout"]) for part in made] == [{"cases"}, {"new"}, {"cases"}]
    assert [len(held(elm, part)) for part in made] == [60, 60, 5]


def test_names_what_a_file_lacks_whose_column_is_gone(cleaner: Cleaners, tmp_path: Path) -> None:
    june = write_rows(tmp_path, name="2015-06.csv", header="No,When,Offense,Lon,Latitude")

    with pytest.raises(
        UnknownLayout,
        match=r"2015-06\.csv has no layout .* of 'cases' it lacks 'What', 'Lat'\. "
        r"Its columns are No, When, Offense, Lon, Latitude",
    ):
        cleaner().part(source(june))


def test_refuses_a_header_that_stands_twice(cleaner: Cleaners, tmp_path: Path) -> None:
    file = write_rows(tmp_path, [f"{line},x" for line in rows()], header=f"{HEADER},What")

    with pytest.raises(RepeatedColumn, match="has 2 columns named 'What'"):
        cleaner().part(source(file))


def test_rejects_a_header_that_is_repeated_as_a_row(cleaner: Cleaners, tmp_path: Path) -> None:
    elm = cleaner()
    part = elm.part(source(write_rows(tmp_path, [*rows(), HEADER, *rows(3)])))

    rejected = held(elm, part).dropna(subset="reason")
    assert rejected["_row"].tolist() == [61]


NAMED = {"What": "VictimName"}
WITH_NAMES = HEADER.replace("What", "VictimName")


def test_refuses_to_read_a_column_about_persons_without_consent(
    cleaner: Cleaners, tmp_path: Path
) -> None:
    text = CITY.replace('offence = "What"', 'offence = "VictimName"')

    with pytest.raises(PersonalColumn, match=r"'VictimName' .* persons = \['VictimName'\]"):
        cleaner(text=text).part(source(write_rows(tmp_path, header=WITH_NAMES)))


def test_reads_a_column_that_the_city_file_says_is_about_no_person(
    cleaner: Cleaners, tmp_path: Path
) -> None:
    text = 'persons = ["VictimName"]\n' + CITY.replace('offence = "What"', 'offence = "VictimName"')
    elm = cleaner(text=text)
    part = elm.part(source(write_rows(tmp_path, header=WITH_NAMES)))

    assert part.persons == ()
    assert set(held(elm, part)["offence"]) == {"ASSAULT", "SALE OF DRUGS"}


def test_leaves_columns_about_persons_out_and_says_so(cleaner: Cleaners, tmp_path: Path) -> None:
    lines = [f"{line},SECRET,1/2/1980" for line in rows()]
    elm = cleaner()
    part = elm.part(source(write_rows(tmp_path, lines, header=f"{HEADER},SuspectName,DOB")))

    assert [person.split(" ")[0] for person in part.persons] == ["SuspectName", "DOB"]
    assert not [path for path in (tmp_path / "parts").iterdir() if b"SECRET" in path.read_bytes()]


def test_rejects_rows_that_cannot_be_read_without_keeping_what_stands_in_them(
    cleaner: Cleaners, tmp_path: Path
) -> None:
    lines = rows()
    lines[9] = "10,SECRET"
    lines[19] += ",SECRET"
    elm = cleaner()
    part = elm.part(source(write_rows(tmp_path, lines)))

    found = held(elm, part)
    assert (part.rows, len(found)) == (60, 60)
    rejected = found[found["reason"] == UNREADABLE_ROW]
    assert rejected["_row"].tolist() == [10, 20]
    assert rejected["value"].tolist() == [
        "2 values where the header has 5.",
        "6 values where the header has 5.",
    ]
    assert not [path for path in (tmp_path / "parts").iterdir() if b"SECRET" in path.read_bytes()]


def test_says_what_was_found_out_by_looking(cleaner: Cleaners, tmp_path: Path) -> None:
    lines = [line.replace(",", ";") for line in rows()]
    part = cleaner().part(source(write_rows(tmp_path, lines, header=HEADER.replace(",", ";"))))

    assert any("';'" in note for note in part.notes)


def test_reads_what_the_city_file_says_of_text_files(cleaner: Cleaners, tmp_path: Path) -> None:
    file = write_rows(
        tmp_path, [line.replace(",", "|") for line in rows()], header="Elm City cases"
    )
    content = file.read_text().replace("cases\n", f"cases\n{HEADER.replace(',', '|')}\n", 1)
    packed = tmp_path / "cases.csv.gz"
    packed.write_bytes(gzip.compress(content.encode("utf-16")))
    said = '\n[files]\nencoding = "utf-16"\nseparator = "|"\nskip_lines = 1\n'

    assert cleaner(text=CITY + said).part(source(packed)).rows == 60


@pytest.mark.parametrize(
    "stage", [(cleaning, "require_plausible_places"), (parts, "asdict")], ids=lambda at: at[1]
)
def test_leaves_no_broken_part_after_a_crash(
    cleaner: Cleaners,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: tuple[ModuleType, str],
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    file = write_rows(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(*stage, crash)
        with pytest.raises(KeyboardInterrupt):
            cleaner().part(source(file))

    assert not [name for name in kept(tmp_path) if name.endswith(".json")]
    again = cleaner().part(source(file))
    assert (again.is_new, again.rows) == (True, 60)
    assert kept(tmp_path) == {f"{again.key}.parquet", f"{again.key}.json"}


def test_keeps_nothing_of_a_file_that_is_refused(cleaner: Cleaners, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        cleaner().part(source(write_rows(tmp_path, [], header="")))

    assert kept(tmp_path) == set()


def test_looks_for_persons_in_the_whole_of_a_column_that_is_read(
    cleaner: Cleaners, tmp_path: Path
) -> None:
    letters = [chr(ord("a") + at % 26) + chr(ord("a") + at // 26) for at in range(500)]
    lines = [f"{line}," for line in rows(2_500)]
    lines += [
        f'{line},"Ly{two}, An{two[::-1]}"' for line, two in zip(rows(500), letters, strict=True)
    ]
    text = CITY.replace('offence = "What"', 'offence = "What"\ndescription = "Note"')

    with pytest.raises(PersonalColumn, match="'Note' seems to be about persons"):
        cleaner(text=text).part(source(write_rows(tmp_path, lines, header=f"{HEADER},Note")))


def test_gives_a_file_the_fuller_of_two_generations(cleaner: Cleaners, tmp_path: Path) -> None:
    older = """
[[layouts]]
name = "older"
incident = "No"
moment = { column = "When", formats = "%m/%d/%Y %H:%M" }
offence = "What"
"""
    text = CITY.replace("[[layouts]]", f"{older}\n[[layouts]]", 1)
    elm = cleaner(text=text)

    part = elm.part(source(write_rows(tmp_path)))

    assert part.layouts == ("cases",)
    assert set(held(elm, part)["place_known"]) == {"located"}
