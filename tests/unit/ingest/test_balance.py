"""Tests of `ingest.balance`: it adds up, or it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.ingest.balance import Balance, UnevenBalance

COUNTS = st.integers(0, 10**9)


def test_adds_up() -> None:
    balance = Balance(rows=100, kept=60, merged=20, cancelled=10, rejected={"a": 7, "b": 3})

    assert balance.rejections == 10


def test_writes_itself_as_one_line() -> None:
    balance = Balance(
        rows=548_413, kept=523_261, merged=7_891, cancelled=17_056, rejected={"a": 205}
    )

    assert str(balance) == (
        "548,413 rows in = 523,261 incidents kept + 7,891 rows merged + 17,056 in reversals "
        "cancelled + 205 rejected"
    )


@pytest.mark.parametrize("rows", [99, 101])
def test_refuses_rows_that_are_unaccounted_for(rows: int) -> None:
    with pytest.raises(UnevenBalance, match=f"{rows} rows went in and 100 came out"):
        Balance(rows=rows, kept=60, merged=20, cancelled=10, rejected={"a": 10})


@given(kept=COUNTS, merged=COUNTS, cancelled=COUNTS, rejected=st.dictionaries(st.text(), COUNTS))
def test_takes_whatever_adds_up(
    kept: int, merged: int, cancelled: int, rejected: dict[str, int]
) -> None:
    rows = kept + merged + cancelled + sum(rejected.values())

    assert Balance(rows, kept, merged, cancelled, rejected).rejections == sum(rejected.values())
