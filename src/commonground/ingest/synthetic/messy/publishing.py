"""A synthetic city's messy files, written with a city file and what must come of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from commonground.ingest.balance import Balance
from commonground.ingest.cities.reading import read_city
from commonground.ingest.synthetic.city import SyntheticCity
from commonground.ingest.synthetic.messy.analyst import city_file
from commonground.ingest.synthetic.messy.formats import write_calls, write_csv
from commonground.ingest.synthetic.messy.ledger import STREAMS, ledger
from commonground.ingest.synthetic.messy.mess import ImpossibleMess, Mess
from commonground.ingest.synthetic.messy.settled import balance_of, rejects, settled
from commonground.ingest.synthetic.messy.tables import published
from commonground.ingest.synthetic.messy.vocabulary import CALLS, LAYOUTS, RMS

CITY_FILE = "city.toml"
STEMS = ("police-cases", "police-rms-export", "calls-for-service")
TIDY = Mess()


@dataclass(frozen=True, slots=True, eq=False)
class MessyFiles:
    """Messy files, and the truth about them.

    Parameters
    ----------
    files
        What the agencies publish.
    city_file
        How to read it, as an analyst would write it down.
    truth
        The incidents that an importer must come to: the columns of `Incidents`, with
        ``categories``, ``rows``, ``agency``, ``hour_known`` and ``numbered``. ``x_m`` and ``y_m``
        are in the city file's coordinate system, to the millimetre, and empty where unknown.
        Incidents that are not ``numbered`` are to be compared by what they say.
    balance
        Where every row must end up.
    rejects
        Rows to reject: ``layout``, ``reason`` and ``rows``.
    """

    files: tuple[Path, ...]
    city_file: Path
    truth: pd.DataFrame
    balance: Balance
    rejects: pd.DataFrame


def write_messy(
    city: SyntheticCity,
    folder: str | Path,
    *,
    seed: int,
    mess: Mess = TIDY,
    zone: str = "America/Chicago",
) -> MessyFiles:
    """Write a city's incidents as the files of two agencies in three layouts.

    The police published incidents in one layout, then changed their records system; the dispatch
    centre publishes overdoses and calls for service. The same city, mess and seed give the same
    files. XLSX files are the same but for the moment of writing that they carry.

    Parameters
    ----------
    city
        The city.
    folder
        Where to; made if it is not there.
    seed
        Of everything that chance decides.
    mess
        What is wrong with the files, and how they are written.
    zone
        Time zone that the city's clocks show. Where clocks never skip an hour, no row is in one.

    Raises
    ------
    ImpossibleMess
        If the city has no incidents.
    """
    if not len(city.incidents):
        raise ImpossibleMess("The city has no incidents; there is nothing to write.")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    seeds = np.random.SeedSequence(seed).spawn(len(STREAMS))
    random = {
        name: np.random.default_rng(of_step) for name, of_step in zip(STREAMS, seeds, strict=True)
    }
    rows = ledger(city, mess=mess, zone=zone, random=random)

    files = []
    for layout in range(len(LAYOUTS)):
        of = rows[rows["layout"] == layout].reset_index(drop=True)
        if len(of):
            files += _written(of, folder, layout=layout, mess=mess, zone=zone)
    city_path = folder / CITY_FILE
    city_path.write_text(city_file(city, mess=mess, zone=zone), encoding="utf-8")
    read_city(city_path)

    truth = settled(rows, mess=mess)
    return MessyFiles(
        files=tuple(files),
        city_file=city_path,
        truth=truth,
        balance=balance_of(rows, incidents=truth),
        rejects=rejects(rows),
    )


def _written(rows: pd.DataFrame, folder: Path, *, layout: int, mess: Mess, zone: str) -> list[Path]:
    """Write the files of one layout."""
    table = published(rows, layout=layout, mess=mess, zone=zone)
    ragged = (rows["rejected"] == "ragged").to_numpy()
    encoding = mess.encoding if layout == RMS else "ascii"
    written = []
    for file in np.unique(rows["file"]).tolist():
        of = (rows["file"] == file).to_numpy()
        stem = folder / f"{STEMS[layout]}-{file + 1}"
        if layout == CALLS and mess.calls != "csv":
            written.append(write_calls(table[of], stem, mess=mess))
        else:
            path = write_csv(
                table[of].reset_index(drop=True),
                stem.with_suffix(".csv"),
                mess=mess,
                encoding=encoding,
                ragged=np.flatnonzero(ragged[of]),
            )
            written.append(path)
    return written
