"""Where a result comes from: what went in, with which versions, from which seed."""

from __future__ import annotations

import hashlib
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel

WORKING_PARTS = ("commonground", "numpy", "scipy", "pandas")
"""Packages whose version can change a digit."""

CHUNK = 1 << 20


def provenance_of(
    *,
    study_file: Path,
    panel_file: Path,
    panel: Panel,
    intervention: Intervention,
    seed: int,
    today: date,
) -> dict[str, str]:
    """Return what a result rests on, as names and values for people.

    Files are named without their folders: a report travels, a path does not.
    """
    return {
        "Made on": today.isoformat(),
        "Study file": f"{study_file.name}, SHA-256 {sha256(study_file)}",
        "Panel": f"{panel_file.name}, SHA-256 {sha256(panel_file)}",
        "Contents": (
            f"{len(panel.places)} places, {len(panel.periods)} periods "
            f"({panel.periods.labels[0]} to {panel.periods.labels[-1]}), "
            f"{len(panel.outcomes)} outcomes, {panel.covariates.shape[1]} covariates"
        ),
        "Missing counts": str(int(panel.missing.sum())),
        "Intervention, fixed as": f"SHA-256 {intervention.fingerprint}",
        "Seed": str(seed),
        "Versions": ", ".join(f"{name} {version(name)}" for name in WORKING_PARTS),
        "Python": f"{platform.python_version()} on {platform.system()} {platform.machine()}",
    }


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
