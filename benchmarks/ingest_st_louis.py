"""Ten years of St. Louis, from published rows to incidents, beside the same work in pandas."""

import sys
import time
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.measure import Cost, cost_of

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT.parent / "shared" / "data" / "stlouis_slmpd_incidents_2008_2017.parquet"
BAR_S = 10.0
"""Wall seconds of the whole command: reading, balancing, quality tables and the report."""

COLUMNS = {
    "at": ("DateOccured", "DateOccur", "Date Occur"),
    "recorded": ("MonthReportedtoMSHP", "CodedMonth", "Coded Month"),
    "number": ("Complaint",),
    "offence": ("Crime",),
    "counts": ("Count",),
    "x": ("XCoord", "X-Coord"),
    "y": ("YCoord", "Y-Coord"),
    "house": ("ILEADSAddress", "ILEADS-Address"),
    "street": ("ILEADSStreet", "ILEADS-Street"),
}
LEVELS = (
    ["number", "offence", "at"],
    ["number", "offence"],
    ["at", "offence", "house", "street"],
    ["at", "offence", "house"],
    ["at", "offence"],
)
CATEGORIES = {"183": "drug sale", "182": "drug possession", "18": "other drug", "15": "weapon"}
RUNS = 2
COMMAND = "from commonground.cli import main; main()"


def filled_in(columns: list[pd.Series]) -> pd.Series:
    """Return the first value that stands in a row, without spaces around it."""
    first, *others = columns
    for other in others:
        first = first.fillna(other)
    first = first.str.strip()
    return first.where(first != "")


def ingest_with_pandas(out: str) -> None:
    """Do in pandas what an analyst does by hand: no report, no quality tables, no rejects file."""
    from pyproj import Transformer

    raw = pd.read_parquet(FILE, columns=[name for names in COLUMNS.values() for name in names])
    rows = pd.DataFrame(
        {field: filled_in([raw[name] for name in names]) for field, names in COLUMNS.items()}
    )
    rows["at"] = pd.to_datetime(rows["at"], format="%m/%d/%Y %H:%M", errors="coerce")
    year = rows["at"].dt.year
    skipped = (
        rows["at"].dt.tz_localize("America/Chicago", ambiguous="NaT", nonexistent="NaT").isna()
    )
    skipped &= rows["at"].dt.month.lt(6)
    rows = rows[rows["at"].notna() & ~skipped & year.gt(1900)]
    rows["offence"] = rows["offence"].str.zfill(6)
    x, y = (pd.to_numeric(rows[axis], errors="coerce").to_numpy() for axis in ("x", "y"))
    located = (x != 0) & (y != 0)
    project = Transformer.from_crs("ESRI:102696", "EPSG:26915", always_xy=True)
    x_m, y_m = project.transform(x, y)
    rows["x_m"], rows["y_m"] = np.where(located, x_m, np.nan), np.where(located, y_m, np.nan)
    rows["category"] = "other"
    for prefix, category in reversed(CATEGORIES.items()):
        rows.loc[rows["offence"].str.startswith(prefix), "category"] = category

    records, reversals = rows[rows["counts"] == "1"], rows[rows["counts"] == "-1"]
    for keys in LEVELS:
        ours, theirs = (
            side.dropna(subset=keys).sort_values("recorded") for side in (reversals, records)
        )
        ours, theirs = (
            side.assign(turn=side.groupby(keys).cumcount()).reset_index() for side in (ours, theirs)
        )
        pairs = ours.merge(theirs, on=[*keys, "turn"], suffixes=("", "_its"))
        pairs = pairs[pairs["recorded"] >= pairs.get("recorded_its", pairs["recorded"])]
        reversals, records = reversals.drop(pairs["index"]), records.drop(pairs["index_its"])
    order = records.sort_values(["at", "category"], kind="stable")
    numbered = order[order["number"].notna()].groupby("number", sort=False)
    merged = numbered.first().assign(rows=numbered.size()).reset_index()
    incidents = pd.concat([merged, order[order["number"].isna()].assign(rows=1)])
    incidents.sort_values("at").to_parquet(out)


def cost_of_ours(folder: Path) -> Cost:
    """Run the command as a user does, in a folder that has nothing yet."""
    arguments = ["ingest", str(FILE), "--city", "st-louis", "--out", str(folder / "ours")]
    return cost_of([sys.executable, "-c", COMMAND, *arguments])


def cost_of_pandas(folder: Path) -> Cost:
    """Run the work in pandas in a process of its own."""
    module = "benchmarks.ingest_st_louis"
    return cost_of([sys.executable, "-m", module, str(folder / "pandas.parquet")])


def main() -> int:
    """Measure both, each in a process of its own."""
    if not FILE.exists():
        print(f"needs ../shared/data/{FILE.name}, which is not on this machine")
        return 1
    walls = {}
    for name, measured in (("common ground", cost_of_ours), ("pandas", cost_of_pandas)):
        walls[name], cost = min((timed(measured) for _ in range(RUNS)), key=itemgetter(0))
        print(
            f"{name:14s} {walls[name]:5.1f} s wall, {cost.cpu_s:5.1f} CPU s, "
            f"{cost.peak_mib:5.0f} MiB"
        )
    print(
        f"548,413 rows in {walls['common ground']:.1f} s (bar {BAR_S:g}; the better of {RUNS} "
        f"runs), {walls['pandas'] / walls['common ground']:.1f} times as fast as pandas, which "
        "makes neither quality tables nor a report"
    )
    return int(walls["common ground"] > BAR_S)


def timed(measured: Callable[[Path], Cost]) -> tuple[float, Cost]:
    """Return the wall seconds and the cost of a process that writes into an empty folder."""
    with TemporaryDirectory() as made:
        began = time.perf_counter()
        cost = measured(Path(made))
        return time.perf_counter() - began, cost


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ingest_with_pandas(sys.argv[1])
    else:
        sys.exit(main())
