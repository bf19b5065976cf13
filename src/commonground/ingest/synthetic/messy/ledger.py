"""The rows of messy files before they are written: what each says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from commonground.ingest.synthetic.city import SyntheticCity
from commonground.ingest.synthetic.messy.mess import NOTHING_TO_REVERSE, REJECTED, Mess
from commonground.ingest.synthetic.messy.moments import skipped
from commonground.ingest.synthetic.messy.recording import recorded
from commonground.ingest.synthetic.messy.vocabulary import CALLS

STREAMS = ("charges", "mistakes", "numbers", "faults", "copies", "order")
"""One stream of chance for each step, by position: a new step goes to the end and shifts none."""

LONGEST_WAIT_DAYS = 60
"""Until a mistake is taken back."""

FORMS = 5
"""Ways to write that a place is unknown."""

LOCATED = -1
DICE = 2**31
FAR_FUTURE, UNKNOWN_DAY = pd.Timestamp("9999-09-09 12:00"), pd.Timestamp("1900-01-01 12:00")
"""At noon, so that they are the same days in every time zone."""

COPIED_SHARE = 0.5
"""Of reversals whose record is copied."""


def ledger(
    city: SyntheticCity, *, mess: Mess, zone: str, random: Mapping[str, np.random.Generator]
) -> pd.DataFrame:
    """Return the rows of every file, in their order, with what is wrong with each.

    Parameters
    ----------
    city
        The city.
    mess
        How bad the files are.
    zone
        Time zone that the city's clocks show.
    random
        Where chance comes from, a generator for each of `STREAMS`.

    Returns
    -------
    pandas.DataFrame
        ``layout`` (position in `LAYOUTS`), ``file``; ``number`` (empty where there is none),
        ``at``, ``offence``, ``category`` (position in `CATEGORIES`), ``x_m``, ``y_m`` on the map,
        ``house``, ``street``, ``initiated`` (position in `INITIATORS`), ``reverses``,
        ``cancelled``, ``rejected`` (why, or empty), ``form`` (how an unknown place is written, or
        `LOCATED`), ``lost_zeros``, ``untidy``, and ``dice`` for what does not matter.
    """
    rows = recorded(city, mess=mess, zone=zone, random=random)
    rows = _spoiled(rows, mess, city=city, zone=zone, random=random["faults"])
    rows = _copied(rows, mess, random=random["copies"])
    return _in_files(rows, mess, random=random["order"])


def _spoiled(
    rows: pd.DataFrame,
    mess: Mess,
    *,
    city: SyntheticCity,
    zone: str,
    random: np.random.Generator,
) -> pd.DataFrame:
    """Decide what is wrong with each row."""
    size = len(rows)
    layout, kind = rows["layout"], rows["kind"]
    shares = np.cumsum([getattr(mess, share) for share in REJECTED.values()])
    which = np.searchsorted(shares, random.random(size), side="right")
    rejected = np.array([*REJECTED, ""], dtype=object)[which]
    hours = skipped(city.periods.edges[0], city.periods.edges[-1], zone=zone)
    is_call = layout == CALLS
    impossible = (
        (kind != "record")
        | (is_call & (rejected == "skipped hour"))
        | ((len(hours) == 0) & (rejected == "skipped hour"))
        | (is_call & (rejected == "ragged") & (mess.calls != "csv"))
        | (is_call & (rejected == "unreadable date") & (mess.calls == "parquet"))
    )
    rejected = np.where(impossible, "", rejected)
    rejected[(kind == "orphan").to_numpy()] = NOTHING_TO_REVERSE

    form = random.integers(FORMS, size=size)
    known_by_place = (kind != "record") & (rows["number"] == "")
    located = (random.random(size) >= mess.unlocated) | known_by_place
    dice = random.integers(DICE, size=size)
    written_at = rows["at"].mask(rejected == "far future", FAR_FUTURE)
    written_at = written_at.mask(rejected == "unknown day", UNKNOWN_DAY)
    if len(hours):
        written_at = written_at.mask(
            rejected == "skipped hour", hours.to_numpy()[dice % len(hours)]
        )
    return rows.assign(
        rejected=rejected,
        written_at=written_at,
        form=np.where(located, LOCATED, form),
        lost_zeros=random.random(size) < mess.lost_zeros,
        untidy=random.random(size) < mess.untidy,
        dice=dice,
        reverses=kind.isin(["reversal", "orphan"]),
        cancelled=kind.isin(["reversal", "mistake"]),
        waits_days=np.where(kind == "reversal", dice % LONGEST_WAIT_DAYS, 0),
    )


def _copied(rows: pd.DataFrame, mess: Mess, *, random: np.random.Generator) -> pd.DataFrame:
    """Add rows that stand in the files twice.

    A reversal is copied only if its record is; of a record that is copied alone, one stays.
    """
    size = len(rows)
    drawn = random.random(size) < mess.duplicates
    kind, case = rows["kind"], rows["case"].to_numpy()
    is_mistake, is_reversal = ((kind == one).to_numpy() for one in ("mistake", "reversal"))
    drawn &= ~((rows["number"] == "").to_numpy() & (is_mistake | is_reversal))
    copied_cases = case[drawn & is_mistake]
    both = copied_cases[random.random(len(copied_cases)) < COPIED_SHARE]
    drawn = np.where(is_reversal, np.isin(case, both), drawn)
    copies = rows[drawn]
    alone = (copies["kind"] == "mistake") & ~copies["case"].isin(both)
    copies = copies.assign(cancelled=copies["cancelled"] & ~alone)
    return pd.concat([rows.assign(copy=False), copies.assign(copy=True)], ignore_index=True)


def _in_files(rows: pd.DataFrame, mess: Mess, *, random: np.random.Generator) -> pd.DataFrame:
    """Put the rows of each layout into files, by the day of recording or in any order."""
    recorded = rows["at"] + pd.to_timedelta(rows["waits_days"], unit="D")
    turn = pd.Series(random.permutation(len(rows)), index=rows.index)
    first = turn if mess.shuffled else recorded.rank(method="first").astype(np.int64)
    file = np.zeros(len(rows), dtype=np.int64)
    layout, copy = rows["layout"].to_numpy(), rows["copy"].to_numpy()
    for one in np.unique(layout):
        originals, copies = (layout == one) & ~copy, (layout == one) & copy
        files = min(mess.files, int(originals.sum()))
        place = first[originals].rank().to_numpy(dtype=np.int64) - 1
        file[originals] = place * files // int(originals.sum())
        file[copies] = random.integers(files, size=int(copies.sum()))
    ordered = rows.assign(file=file, first=first)
    kept = ordered.sort_values(["layout", "file", "first"], kind="stable", ignore_index=True)
    return kept.drop(columns=["first", "waits_days"])
