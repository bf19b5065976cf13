"""Where a result comes from: what went in, with which versions, from which seed."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.find.design.design import Design
from commonground.find.found import Found
from commonground.ingest.cities.reading import City
from commonground.ingest.ingesting import Ingested

WORKING_PARTS = ("commonground", "numpy", "scipy", "pandas")
"""Packages whose version can change a digit."""

INGESTING_PARTS = ("commonground", "duckdb", "ibis-framework", "pyproj", "pyarrow")
"""Packages whose version can change an incident."""

FINDING_PARTS = ("commonground", "numpy", "scipy", "pandas", "shapely", "pyproj")
"""Packages whose version can move a boundary."""

CHUNK = 1 << 20


MADE_ON = "Made on"


def provenance_of(
    *,
    inputs: Mapping[str, Path],
    panel: Panel,
    intervention: Intervention,
    design: Design | None = None,
    seed: int,
    today: date,
) -> dict[str, str]:
    """Return what a result rests on, as names and values for people.

    ``inputs`` are the files that decide the answer, by what they are. They are named without their
    folders: a report travels, a path does not. With a design its fingerprint is given too, so that
    a reader can hold it against the one that was published before the start.
    """
    return {
        MADE_ON: today.isoformat(),
        **{what: f"{file.name}, SHA-256 {sha256(file)}" for what, file in inputs.items()},
        "Contents": (
            f"{len(panel.places)} places, {len(panel.periods)} periods "
            f"({panel.periods.labels[0]} to {panel.periods.labels[-1]}), "
            f"{len(panel.outcomes)} outcomes, {panel.covariates.shape[1]} covariates"
        ),
        "Missing counts": str(int(panel.missing.sum())),
        **({} if design is None else {"Design, fixed as": f"SHA-256 {design.fingerprint}"}),
        "Intervention, fixed as": f"SHA-256 {intervention.fingerprint}",
        "Seed": str(seed),
        "Versions": ", ".join(f"{name} {version(name)}" for name in WORKING_PARTS),
        "Python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
    }


def ingest_provenance(ingested: Ingested, *, today: date) -> dict[str, str]:
    """Return what incidents rest on, as names and values for people."""
    city = ingested.city
    combined = hashlib.sha256("".join(sorted(part.fingerprint for part in ingested.parts)).encode())
    return {
        MADE_ON: today.isoformat(),
        "City file": f"{city.file.city}, SHA-256 {city.fingerprint}",
        **({"Published by": city.file.source} if city.file.source else {}),
        "Files": (f"{len(ingested.parts)}, SHA-256 of their sorted SHA-256 {combined.hexdigest()}"),
        "Balance": str(ingested.balance),
        "Versions": ", ".join(f"{name} {version(name)}" for name in INGESTING_PARTS),
        "Python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
    }


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def find_provenance(
    *, inputs: Mapping[str, Path], city: City, found: Found, today: date
) -> dict[str, str]:
    """Return what found places rest on, as names and values for people.

    ``inputs`` are the files that decide the answer, by what they are.
    """
    records = found.records
    return {
        MADE_ON: today.isoformat(),
        **{what: f"{file.name}, SHA-256 {sha256(file)}" for what, file in inputs.items()},
        "City file": f"{city.file.city}, SHA-256 {city.fingerprint}",
        "Contents": (
            f"{len(records.day):,} located incidents from {records.first} to {records.last}, "
            f"{int(records.is_drug.sum()):,} of them drug records"
        ),
        **_stated_weights(found),
        "Street units": f"{found.unit}s",
        "Seed": str(found.seed),
        "Versions": ", ".join(f"{name} {version(name)}" for name in FINDING_PARTS),
        "Python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
    }


def _stated_weights(found: Found) -> dict[str, str]:
    if found.ranking is None:
        return {}
    stated = found.ranking.weights.of
    return {"Weights": ", ".join(f"{name} {weight:g}" for name, weight in stated.items())}
