"""What an importer must make of messy files: the incidents, and a balance of the rows."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.incidents import AND, CATEGORIES, INITIATORS
from commonground.ingest.balance import Balance
from commonground.ingest.synthetic.messy.ledger import LOCATED
from commonground.ingest.synthetic.messy.mess import NOTHING_TO_REVERSE, REJECTED, Mess
from commonground.ingest.synthetic.messy.vocabulary import AGENCIES, LAYOUTS

DIGITS = 3
"""Positions to the millimetre."""

ALIKE = ["layout", "number", "at", "offence", "x_m", "y_m", "house", "street", "initiated"]


def settled(rows: pd.DataFrame, *, mess: Mess) -> pd.DataFrame:
    """Return the incidents that an importer must come to.

    Parameters
    ----------
    rows
        A ledger.
    mess
        How unnumbered rows that are alike count.

    Returns
    -------
    pandas.DataFrame
        The columns of `Incidents`, with ``categories``, ``rows``, ``agency``, ``hour_known`` and
        ``numbered``. Incidents without a number are named by their place in the ledger.
    """
    of = rows[(rows["rejected"] == "") & ~rows["cancelled"]]
    located = (of["form"] == LOCATED).to_numpy()
    of = of.assign(
        agency=np.array(AGENCIES, dtype=object)[of["layout"]],
        x_m=of["x_m"].where(located).round(DIGITS),
        y_m=of["y_m"].where(located).round(DIGITS),
        unlocated=~located,
    )
    incident = of["agency"] + " " + _name(of, identical=mess.identical)
    of = of.assign(incident=incident, bit=1 << of["category"].to_numpy(dtype=np.int64))
    of = of.sort_values(["incident", "unlocated", "at", "category"], kind="stable")
    by_incident = of.groupby("incident", sort=True)
    starts = np.flatnonzero(~of["incident"].duplicated().to_numpy())
    leading = of.iloc[starts].set_index("incident")
    incidents = pd.DataFrame(
        {
            "incident": leading.index.to_numpy(),
            "at": by_incident["at"].min().to_numpy(),
            "x_m": leading["x_m"].to_numpy(),
            "y_m": leading["y_m"].to_numpy(),
            **_categories(_either(of["bit"].to_numpy(), starts)),
            "initiated_by": np.array(INITIATORS, dtype=object)[leading["initiated"]],
            "rows": by_incident.size().to_numpy(),
            "agency": leading["agency"].to_numpy(),
            "hour_known": True,
            "numbered": (leading["number"] != "").to_numpy(),
        }
    )
    return incidents.sort_values(["at", "incident"], ignore_index=True)


def rejects(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the rows that must be rejected.

    Parameters
    ----------
    rows
        A ledger.

    Returns
    -------
    pandas.DataFrame
        ``layout``, ``reason`` and ``rows``, most first within a layout.
    """
    counted = rows[rows["rejected"] != ""].groupby(["layout", "rejected"]).size()
    table = counted.rename("rows").reset_index().rename(columns={"rejected": "reason"})
    table = table.sort_values(["layout", "rows", "reason"], ascending=[True, False, True])
    named = np.array(LAYOUTS, dtype=object)[table["layout"]]
    return table.assign(layout=named).reset_index(drop=True)


def balance_of(rows: pd.DataFrame, *, incidents: pd.DataFrame) -> Balance:
    """Account for every row of a ledger.

    Parameters
    ----------
    rows
        The ledger.
    incidents
        What `settled` made of it.
    """
    counted = rows["rejected"].value_counts()
    reasons = {one: int(counted.get(one, 0)) for one in (*REJECTED, NOTHING_TO_REVERSE)}
    return Balance(
        rows=len(rows),
        kept=len(incidents),
        merged=int((incidents["rows"] - 1).sum()),
        cancelled=int(rows["cancelled"].sum()),
        rejected=MappingProxyType(reasons),
    )


def _name(rows: pd.DataFrame, *, identical: str) -> pd.Series:
    """Return the number of each row's incident; of those without, one that they share if alike."""
    bare = rows["number"] == ""
    unnumbered = rows[bare]
    if identical == "merge":
        alike = unnumbered.groupby(ALIKE, dropna=False, sort=False).ngroup()
    else:
        alike = pd.Series(np.arange(len(unnumbered)), index=unnumbered.index)
    return rows["number"].mask(bare, "without number " + alike.astype(str).reindex(rows.index))


def _either(bits: NDArray[np.int64], starts: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the bits that are set in any row of each incident."""
    if not len(starts):
        return bits
    return np.asarray(np.bitwise_or.reduceat(bits, starts))


def _categories(held: NDArray[np.int64]) -> dict[str, NDArray[np.object_]]:
    """Return the categories that the bits stand for, and the first of them."""
    sets, which = np.unique(held, return_inverse=True)
    lists = [[c for at, c in enumerate(CATEGORIES) if bits >> at & 1] for bits in sets.tolist()]
    joined = np.array([AND.join(one) for one in lists], dtype=object)
    leading = np.array([one[0] for one in lists], dtype=object)
    return {"category": leading[which], "categories": joined[which]}
