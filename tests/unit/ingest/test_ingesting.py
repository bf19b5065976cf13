"""Tests of `ingest.ingesting`: any city's files, with every row accounted for."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commonground.ingest.cities.reading import read_city
from commonground.ingest.ingesting import Ingested, ingest, read_incidents
from commonground.ingest.synthetic.messy import Mess, MessyFiles, write_messy
from tests.unit.ingest.mess import messes, small_city

TODAY = date(2026, 11, 21)

Once: TypeAlias = tuple[Ingested, pd.DataFrame]

AS_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
"""A mess that fails is told as it was drawn: to make it smaller would take minutes."""

TO_THE_MILLIMETRE = 0.0021
"""Metres: files hold positions in feet or degrees, and both ends round to a millimetre."""

COMPARED = [
    "agency",
    "at",
    "x_m",
    "y_m",
    "category",
    "categories",
    "initiated_by",
    "hour_known",
    "rows",
]


def taken_in(
    messy: MessyFiles, folder: Path, *, files: Sequence[Path] | None = None, workers: int = 2
) -> tuple[Ingested, pd.DataFrame]:
    """Ingest messy files, and return what came of them and the incidents in a fixed order."""
    ingested = ingest(
        messy.files if files is None else files,
        city=read_city(messy.city_file),
        out=folder / "out",
        work=folder / "work",
        today=TODAY,
        workers=workers,
    )
    return ingested, read_incidents(folder / "out").frame


def in_order(incidents: pd.DataFrame) -> pd.DataFrame:
    rounded = incidents.assign(x=incidents["x_m"].round(1), y=incidents["y_m"].round(1))
    order = ["at", "categories", "agency", "initiated_by", "rows", "x", "y"]
    return rounded.sort_values(order, ignore_index=True)[COMPARED]


def assert_alike(found: pd.DataFrame, truth: pd.DataFrame) -> None:
    one, other = in_order(found), in_order(truth)
    assert len(one) == len(other)
    for column in COMPARED:
        if column in ("x_m", "y_m"):
            np.testing.assert_allclose(
                one[column].to_numpy(float), other[column].to_numpy(float), atol=TO_THE_MILLIMETRE
            )
        else:
            assert one[column].tolist() == other[column].tolist(), column


def assert_balanced(found: Ingested, messy: MessyFiles) -> None:
    balance = found.balance
    assert (balance.rows, balance.kept, balance.merged, balance.cancelled) == (
        messy.balance.rows,
        messy.balance.kept,
        messy.balance.merged,
        messy.balance.cancelled,
    )
    assert balance.rejections == sum(messy.balance.rejected.values())


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> MessyFiles:
    """Give a small city whose files hold a little of everything."""
    mess = Mess(
        ragged=0.04, unfounded=0.04, no_date=0.04, orphans=0.02, reversals=0.1, files=2, calls="csv"
    )
    return write_messy(small_city(3), tmp_path_factory.mktemp("messy"), seed=3, mess=mess)


@pytest.fixture(scope="module")
def once(messy: MessyFiles, tmp_path_factory: pytest.TempPathFactory) -> Once:
    return taken_in(messy, tmp_path_factory.mktemp("once"))


def test_comes_to_the_incidents_that_were_planted(messy: MessyFiles, once: Once) -> None:
    ingested, found = once

    assert_balanced(ingested, messy)
    assert_alike(found, messy.truth)


def test_says_why_each_row_was_rejected(messy: MessyFiles, once: Once) -> None:
    ingested, _ = once
    rejected = ingested.balance.rejected

    assert (
        rejected["it reverses no record that is here"]
        == messy.balance.rejected["nothing to reverse"]
    )
    assert rejected["the row cannot be read"] == messy.balance.rejected["ragged"]
    assert rejected["unfounded"] == messy.balance.rejected["unfounded"]


def test_leaves_out_columns_about_persons_and_says_so(once: Once) -> None:
    ingested, found = once
    said = " ".join(person for part in ingested.parts for person in part.persons)

    assert "dob" in said.lower()
    assert not [column for column in found.columns if "name" in column or "dob" in column]


@pytest.mark.parametrize("change", ["one worker", "rows in another order", "one file a row or two"])
def test_comes_to_the_same_in_any_order_chunks_and_number_of_workers(
    messy: MessyFiles, once: Once, tmp_path: Path, change: str
) -> None:
    files, workers = list(messy.files), 2
    if change == "one worker":
        workers = 1
    else:
        files = again_written(files, tmp_path / "again", in_pieces="file" in change)

    _, found = taken_in(messy, tmp_path, files=files, workers=workers)

    pd.testing.assert_frame_equal(found, once[1])


def again_written(files: Sequence[Path], folder: Path, *, in_pieces: bool) -> list[Path]:
    """Write text files again with their rows shuffled, and cut into many files if told to."""
    folder.mkdir()
    written = []
    random = np.random.default_rng(5)
    for file in files:
        text = file.read_bytes()
        head, *rows = text.splitlines(keepends=True)
        rows = [rows[at] for at in random.permutation(len(rows))]
        size = -(-len(rows) // 3) if in_pieces else len(rows)
        for at in range(0, len(rows), size):
            to = folder / f"{at}-{file.name}"
            to.write_bytes(head + b"".join(rows[at : at + size]))
            written.append(to)
    return written[::-1]


def test_reads_only_what_is_new_of_a_source_that_has_grown(
    messy: MessyFiles, once: Once, tmp_path: Path
) -> None:
    first, _ = taken_in(messy, tmp_path, files=messy.files[:-1])
    grown, found = taken_in(messy, tmp_path)
    again, _ = taken_in(messy, tmp_path)

    assert [part.is_new for part in first.parts] == [True] * (len(messy.files) - 1)
    assert [part.is_new for part in grown.parts] == [False] * (len(messy.files) - 1) + [True]
    assert not any(part.is_new for part in again.parts)
    pd.testing.assert_frame_equal(found, once[1])


def test_cleans_only_the_new_rows_of_files_that_have_grown(
    messy: MessyFiles, once: Once, tmp_path: Path
) -> None:
    folder = tmp_path / "growing"
    folder.mkdir()
    for file in messy.files:
        lines = file.read_bytes().splitlines(keepends=True)
        (folder / file.name).write_bytes(b"".join(lines[: len(lines) // 2]))
    growing = [folder / file.name for file in messy.files]
    first, _ = taken_in(messy, tmp_path, files=growing)
    for file in messy.files:
        shutil.copyfile(file, folder / file.name)

    grown, found = taken_in(messy, tmp_path, files=growing)

    assert [part.known for part in grown.parts] == [part.rows for part in first.parts]
    assert len(list((tmp_path / "work" / "parts").glob("*.json"))) == len(messy.files)
    pd.testing.assert_frame_equal(found, once[1])


def test_reads_everything_anew_if_the_city_file_has_changed(
    messy: MessyFiles, tmp_path: Path
) -> None:
    taken_in(messy, tmp_path)
    city = tmp_path / "city.toml"
    city.write_text(messy.city_file.read_text() + "\n# A remark.\n")

    again = ingest(
        messy.files, city=read_city(city), out=tmp_path / "out", work=tmp_path / "work", today=TODAY
    )

    assert all(part.is_new for part in again.parts)


def test_goes_on_where_it_was_interrupted(messy: MessyFiles, once: Once, tmp_path: Path) -> None:
    def interrupted(stage: str, done: int, total: int) -> None:
        if stage == "Read" and 0 < done == total - 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(
            messy.files,
            city=read_city(messy.city_file),
            out=tmp_path / "out",
            work=tmp_path / "work",
            today=TODAY,
            progress=interrupted,
        )
    again, found = taken_in(messy, tmp_path)

    assert [part.is_new for part in again.parts].count(False) == len(messy.files) - 2
    pd.testing.assert_frame_equal(found, once[1])


def test_reads_a_file_once_that_is_given_twice(
    messy: MessyFiles, once: Once, tmp_path: Path
) -> None:
    copy = tmp_path / f"copy-{messy.files[0].name}"
    shutil.copyfile(messy.files[0], copy)

    ingested, found = taken_in(messy, tmp_path, files=[*messy.files, copy, messy.files[0]])

    assert any("holds the same as" in note for note in ingested.notes)
    pd.testing.assert_frame_equal(found, once[1])


def check(mess: Mess, seed: int, folder: Path) -> None:
    messy = write_messy(small_city(seed), folder / "files", seed=seed, mess=mess)
    ingested, found = taken_in(messy, folder)

    assert_balanced(ingested, messy)
    assert_alike(found, messy.truth)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=AS_DRAWN,
)
@given(mess=messes(), seed=st.integers(0, 1000))
def test_balances_any_mess(mess: Mess, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    check(mess, seed, tmp_path_factory.mktemp("mess"))


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=AS_DRAWN)
@given(mess=messes(), seed=st.integers(0, 1000))
def test_balances_any_mess_many_times(
    mess: Mess, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(mess, seed, tmp_path_factory.mktemp("mess"))
