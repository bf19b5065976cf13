"""Concentration in St. Louis, 2008-2017, beside the figures that others counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest

from commonground.numerics.concentration import chance_concentration, concentration

Shared: TypeAlias = Callable[[str], Path]

ST_LOUIS = "stlouis_slmpd_incidents_2008_2017.parquet"

BLOCKS = 16_050
"""Hundred-blocks with two or more incidents in ten years."""

ONE_PLACE, TWO_PLACES = 0.05 + 1e-9, 0.005 + 1e-9
"""Per cent: half of the last digit printed."""

ROUNDING = 1e-6
"""Blocks by which a whole number of them may be missed."""


@pytest.fixture(scope="module")
def incidents(shared_data: Shared) -> pd.DataFrame:
    """Give the records that are not reversals, with their hundred-blocks.

    A number that is none counts as 0, as in the reference.
    """
    columns = ["norm_count", "norm_block_no", "norm_street", "norm_drug", "norm_datetime"]
    table = pd.read_parquet(shared_data(ST_LOUIS), columns=columns)
    table = table[table["norm_count"] == 1]
    number = pd.to_numeric(table["norm_block_no"], errors="coerce").fillna(0) // 100 * 100
    street = table["norm_street"].fillna("").str.strip()
    return pd.DataFrame(
        {
            "block": number.astype(int).astype(str) + " " + street,
            "is_drug": table["norm_drug"],
            "year": table["norm_datetime"].dt.year,
        }
    )


@pytest.fixture(scope="module")
def drugs(incidents: pd.DataFrame) -> pd.DataFrame:
    """Give the drug incidents on all blocks; shares are of those with two incidents or more."""
    return incidents[incidents["is_drug"]]


def per_cent(blocks: pd.Series) -> np.ndarray:
    """Return the shares of blocks that hold 25, 50 and 80 % of the incidents."""
    return as_printed(concentration(blocks.value_counts().to_numpy(), units=BLOCKS).unit_shares)


def as_printed(shares: np.ndarray) -> np.ndarray:
    """Count as the reference does: whole blocks, and one more than it takes; .006 % each."""
    return np.asarray(100 * (np.ceil(shares * BLOCKS - ROUNDING) + 1) / BLOCKS)


def test_has_as_many_blocks(incidents: pd.DataFrame) -> None:
    assert (incidents["block"].value_counts() >= 2).sum() == BLOCKS


def test_has_the_shares_of_ten_years(drugs: pd.DataFrame) -> None:
    assert per_cent(drugs["block"]) == pytest.approx([1.0, 4.5, 15.8], abs=ONE_PLACE)


def test_has_the_shares_of_2017(drugs: pd.DataFrame) -> None:
    found = per_cent(drugs.loc[drugs["year"] == 2017, "block"])

    assert (drugs["year"] == 2017).sum() == 1460
    assert found[0] == pytest.approx(0.36, abs=TWO_PLACES)
    assert found[1:] == pytest.approx([1.6, 4.3], abs=ONE_PLACE)


def test_has_the_range_of_single_years(incidents: pd.DataFrame, drugs: pd.DataFrame) -> None:
    for some, lowest, highest in (
        (drugs, [0.4, 1.6, 4.3], [0.7, 2.5, 7.2]),
        (incidents, [2.1, 7.9, 22.7], [2.6, 8.5, 24.6]),
    ):
        years = np.array(
            [per_cent(some.loc[some["year"] == year, "block"]) for year in range(2008, 2018)]
        )

        assert years.min(axis=0) == pytest.approx(lowest, abs=ONE_PLACE)
        assert years.max(axis=0) == pytest.approx(highest, abs=ONE_PLACE)


def test_has_the_benchmark_of_chance(drugs: pd.DataFrame) -> None:
    chance = chance_concentration(1460, units=BLOCKS, seed=0)

    assert as_printed(chance.expected) == pytest.approx([1.9, 4.2, 6.9], abs=ONE_PLACE)
    found = per_cent(drugs.loc[drugs["year"] == 2017, "block"])
    assert (found < 100 * chance.lower).all()
