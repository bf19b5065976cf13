"""A look takes rows from all over a file, and keeps neighbours together."""

from collections.abc import Callable

from commonground.ingest.sketch.looking import RUN, Column, Look, counted

Looked = Callable[..., Look]


def test_looks_at_runs_of_rows_spread_over_the_file(looked: Looked) -> None:
    rows = 20 * RUN

    seen = looked({"n": list(range(rows)), "b": ["x"] * rows}, rows=5 * RUN)

    numbers = [int(value) for value in seen.columns["n"].values]
    assert (seen.rows, seen.total) == (5 * RUN, rows)
    assert numbers == sorted(numbers)
    assert {number // RUN % 4 for number in numbers} == {3}


def test_looks_at_every_row_of_a_small_file(looked: Looked) -> None:
    seen = looked({"n": [1, 2, 3], "b": ["x"] * 3})

    assert seen.columns["n"].values == ("1", "2", "3")


def test_takes_marks_of_nothing_for_nothing(looked: Looked) -> None:
    seen = looked({"n": [" a ", "NULL", "N/A", " "], "b": ["x"] * 4})

    assert seen.columns["n"].values == ("a", "", "", "")
    assert seen.columns["n"].filled == 1


def test_counts_over_the_whole_file(looked: Looked) -> None:
    rows = 4 * RUN
    seen = looked({"kind": ["a", "b"] * (rows // 2), "b": ["x"] * rows}, rows=RUN)

    assert seen.rows == RUN
    assert counted(seen, "kind") == {("a",): rows // 2, ("b",): rows // 2}
    assert counted(seen, "kind", "b") == {("a", "x"): rows // 2, ("b", "x"): rows // 2}


def test_knows_names_that_were_cut_short() -> None:
    assert Column("USER_Repor", ()).is_called("report")
    assert Column("DateOccured", ()).is_called("occur")
    assert not Column("Beat", ()).is_called("report")


def test_reads_numbers() -> None:
    assert Column("x", ("1.5", "", "nan", "inf", "-2e3", "a")).numbers == (
        1.5,
        None,
        None,
        None,
        -2000.0,
        None,
    )
