"""Tests of `ingest.sources`: what an analyst names, as files."""

import os
from pathlib import Path

import pytest

from commonground.ingest.sources import NoSource, SourceFile, is_portal, sources_of
from tests.unit.ingest.portals.fakes import serving, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of files, known and unknown, and a folder in it."""
    made = tmp_path / "crimes"
    (made / "old").mkdir(parents=True)
    for name in ("b.csv", "A.CSV.GZ", "c.xlsx", "notes.docx", ".hidden", "old/d.csv"):
        (made / name).write_text("x")
    return made


def named(*sources: str | Path, downloads: Path) -> list[str]:
    return [file.name for file in sources_of(sources, downloads=downloads).files]


def test_takes_every_file_of_a_known_kind_in_a_folder(folder: Path, tmp_path: Path) -> None:
    assert named(folder, downloads=tmp_path) == ["A.CSV.GZ", "b.csv", "c.xlsx"]


def test_takes_what_fits_a_pattern(folder: Path, tmp_path: Path) -> None:
    assert named(f"{folder}/*.csv", downloads=tmp_path) == ["b.csv"]
    assert named(folder / "[bc].*", downloads=tmp_path) == ["b.csv", "c.xlsx"]


def test_takes_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    file = tmp_path / "cases [2015].csv"
    file.write_text("x")

    assert sources_of([file], downloads=tmp_path).files == (SourceFile(file, file.name),)


def test_takes_each_file_once(folder: Path, tmp_path: Path) -> None:
    relative = os.path.relpath(folder / "b.csv")

    assert sorted(
        named(folder, folder / "b.csv", relative, f"{folder}/b*", downloads=tmp_path)
    ) == [
        "A.CSV.GZ",
        "b.csv",
        "c.xlsx",
    ]


def test_keeps_files_in_the_order_they_were_named(folder: Path, tmp_path: Path) -> None:
    assert named(folder / "c.xlsx", folder / "b.csv", downloads=tmp_path) == ["c.xlsx", "b.csv"]


def test_leaves_a_missing_file_to_who_reads_it(tmp_path: Path) -> None:
    assert named(tmp_path / "missing.csv", downloads=tmp_path) == ["missing.csv"]


@pytest.mark.parametrize("pattern", ["*.parquet", "old/../*.txt"])
def test_refuses_a_pattern_that_fits_nothing(folder: Path, tmp_path: Path, pattern: str) -> None:
    with pytest.raises(
        NoSource, match=r"holds nothing to read\. A source is a file ending in \.csv"
    ):
        sources_of([folder / "b.csv", folder / pattern], downloads=tmp_path)


def test_refuses_a_folder_without_a_file_of_a_known_kind(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(NoSource, match="empty holds nothing to read"):
        sources_of([tmp_path / "empty"], downloads=tmp_path)


def test_downloads_what_a_portal_holds(tmp_path: Path) -> None:
    told = []
    with serving(table("socrata")) as portal:
        found = sources_of(
            [portal.url], downloads=tmp_path, progress=lambda *said: told.append(said)
        )

    assert [file.path.suffix for file in found.files] == [".parquet"]
    assert found.files[0].name.startswith(portal.host)
    assert told[-1] == ("Download", 250, 250)


def test_downloads_from_a_portal_only_what_is_new(tmp_path: Path) -> None:
    with serving(table("ckan")) as portal:
        first = sources_of([portal.url], downloads=tmp_path)
        portal.add(50)
        grown = sources_of([portal.url], downloads=tmp_path)

    assert grown.files[: len(first.files)] == first.files
    assert len(grown.files) == len(first.files) + 1


def test_keeps_the_downloads_of_two_portals_apart(tmp_path: Path) -> None:
    with serving(table("ckan")) as one, serving(table("ckan")) as other:
        found = sources_of([one.url, other.url], downloads=tmp_path)

    assert len({file.path.parent for file in found.files}) == 2


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("https://x.test/a", True),
        ("HTTP://x.test", True),
        ("data/http.csv", False),
        ("a.csv", False),
    ],
)
def test_knows_the_address_of_a_portal(source: str, is_one: bool) -> None:
    assert is_portal(source) == is_one


def test_calls_files_of_one_name_by_their_folders_too(tmp_path: Path) -> None:
    for folder in ("2014", "2015"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "cases.csv").write_text("a\n1\n")
    (tmp_path / "2015" / "other.csv").write_text("a\n1\n")

    found = sources_of([tmp_path / "2014", tmp_path / "2015"], downloads=tmp_path / "downloads")

    assert [file.name for file in found.files] == ["2014/cases.csv", "2015/cases.csv", "other.csv"]
