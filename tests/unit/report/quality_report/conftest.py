"""What came of a small made-up city: two agencies, a silence, a thin month, a house number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from commonground.core.incidents import INITIATORS
from commonground.ingest.balance import Balance
from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cities.reading import City
from commonground.ingest.ingesting import Ingested
from commonground.ingest.parts import Part
from commonground.ingest.quality import Quality
from commonground.report.quality_report.documents import write_quality_report

CATEGORIES = ["drug sale", "drug possession", "violent", "overdose"]
INCIDENTS = [120, 400, 800, 60]
HOUSE, CROSSING, BLOCK = "123 ELM ST", "5TH ST / ELM ST", "1200 block OAK AV"


def made_up_quality() -> Quality:
    """Return tables in which everything is to be seen."""
    months = [
        *(("police", month, 100) for month in pd.date_range("2020-01-01", "2021-12-01", freq="MS")),
        *(("fire", month, 10) for month in pd.date_range("2020-06-01", "2020-12-01", freq="MS")),
    ]
    held = pd.DataFrame(months, columns=["agency", "month", "incidents"])
    thin, silent = pd.Timestamp(2020, 2, 1), pd.Timestamp(2020, 5, 1)
    held.loc[(held["agency"] == "police") & (held["month"] == thin), "incidents"] = 20
    held = held[~((held["agency"] == "police") & (held["month"] == silent))]
    stray = pd.DataFrame({"agency": ["police"], "month": [pd.Timestamp(1999, 1, 1)]})
    days = pd.date_range("2020-01-01", "2020-04-09", freq="D")
    return Quality(
        offences=pd.DataFrame(
            {
                "offence": ["DRUGS <SALE>", "ASSAULT", "", "WEIRD THING"],
                "category": ["drug sale", "violent", "overdose", "other"],
                "is_known": [True, True, True, False],
                "rows": [520, 800, 60, 3],
                "incidents": [520, 800, 60, 3],
            }
        ),
        coordinates=pd.DataFrame(
            {"category": CATEGORIES, "incidents": INCIDENTS, "without": [3, 10, 80, 1]}
        ),
        points=pd.DataFrame(
            {
                "category": CATEGORIES,
                "incidents": [117, 390, 720, 59],
                "points": [10, 30, 300, 20],
                "at_busiest": [40, 7, 30, 7],
            }
        ),
        months=pd.concat([held, stray.assign(incidents=1)], ignore_index=True),
        gaps=pd.DataFrame(
            {
                "agency": "police",
                "starts": [thin, silent],
                "ends": [pd.Timestamp(2020, 3, 1), pd.Timestamp(2020, 6, 1)],
                "kind": ["thin", "silent"],
            }
        ),
        records=pd.DataFrame({"rows": [1, 2, 3, 4, 5], "incidents": [1300, 60, 20, 0, 1]}),
        bookings=pd.DataFrame(
            {"institution": ["Jail", "Hospital"], "incidents": [40, 9], "drug": [20, 5]}
        ),
        busiest=pd.DataFrame(
            {
                "location": [HOUSE, CROSSING, BLOCK, "SMALL ST"],
                "x_m": [551123.4, 551223.4, 552123.4, 552923.4],
                "y_m": [4180123.4, 4180223.4, 4181123.4, 4181923.4],
                "incidents": [40, 30, 20, 4],
                "days": [12, 30, 1, 4],
            }
        ),
        initiated=pd.DataFrame(
            [("drug sale", 100, 10, 10), ("violent", 100, 600, 100), ("overdose", 0, 60, 0)],
            columns=["category", *INITIATORS],
        ),
        premises=pd.DataFrame(
            {"category": ["drug sale"], "indoors": [20], "outdoors": [90], "unknown": [10]}
        ),
        hours=pd.DataFrame({"hour": [0.0, 13.0, None], "incidents": [400, 900, 80]}),
        days=pd.DataFrame({"day": days, "incidents": [2] * (len(days) - 1) + [23]}),
        delays=pd.DataFrame({"quantile": [0.5, 0.9], "days": [2.0, 30.0]}),
        alike=4,
        outside=2,
        located=1286,
        findings=("Half of it isn't <known>.",),
    )


def made_up() -> Ingested:
    """Return what came of a city of which everything can be said."""
    city = CityFile.model_validate(
        {
            "city": "Elm City & <surroundings>",
            "source": "Elm City Police",
            "note": "Points are\nmoved.",
            "time_zone": "America/Los_Angeles",
            "crs": "EPSG:26910",
            "layouts": [{"name": "2020", "moment": "when"}],
            "persons": ["DispatchName"],
        }
    )
    parts = [
        Part(
            name=name,
            key=name,
            fingerprint=f"hash of {name}",
            rows=rows,
            layouts=("2020",),
            persons=persons,
        )
        for name, rows, persons in [
            ("one.csv", 1_500, ("Officer (its name)", "DOB (its content)")),
            ("two.csv", 20, ("Officer (its name)",)),
        ]
    ]
    return Ingested(
        city=City(file=city, text="city"),
        balance=Balance(
            rows=1_520, kept=1_380, merged=100, cancelled=20, rejected={"it has no date": 20}
        ),
        quality=made_up_quality(),
        parts=tuple(parts),
        notes=("three.csv holds the same as two.csv and was read once.",),
        covers=(date(2020, 6, 1), date(2020, 12, 31)),
    )


@pytest.fixture
def ingested() -> Ingested:
    """Return what came of a city of which everything can be said; a test may change it."""
    return made_up()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the whole report of it."""
    folder = tmp_path_factory.mktemp("quality")
    write_quality_report(
        made_up(),
        folder,
        title="Elm & <City>",
        provenance={"Made on": "2021-01-01"},
        written_on=date(2021, 1, 1),
    )
    return folder


@pytest.fixture
def bare(ingested: Ingested) -> Ingested:
    """Return what came of a city of which next to nothing is known."""
    held = ingested.quality
    quality = replace(
        held,
        offences=held.offences.query("offence == ''"),
        coordinates=pd.DataFrame({"category": ["overdose"], "incidents": [60], "without": [60]}),
        points=held.points.head(0),
        months=held.months[held.months["agency"] == "fire"],
        gaps=held.gaps.head(0),
        records=pd.DataFrame({"rows": [1, 2, 3, 4, 5], "incidents": [60, 0, 0, 0, 0]}),
        bookings=held.bookings.head(0),
        busiest=held.busiest.head(0),
        initiated=pd.DataFrame([("overdose", 0, 0, 60)], columns=["category", *INITIATORS]),
        premises=held.premises.assign(indoors=0, outdoors=0, unknown=60),
        hours=pd.DataFrame({"hour": [None], "incidents": [60]}),
        days=held.days.head(0),
        delays=held.delays.head(0),
        located=0,
        findings=(),
    )
    return replace(
        ingested,
        quality=quality,
        balance=Balance(rows=60, kept=60, merged=0, cancelled=0, rejected={}),
        parts=(replace(ingested.parts[0], persons=()),),
        notes=(),
        covers=None,
        city=replace(ingested.city, file=ingested.city.file.model_copy(update={"persons": ()})),
    )
