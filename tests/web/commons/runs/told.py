"""A run as the library writes it, small and made up."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from commonground.core.headline import HEADLINE, SEAL, digest_of

RESULT = b'{"made": "up"}\n'

FINDING = {
    "name": "drug incidents",
    "until": "2018Q4",
    "observed": 41.0,
    "expected": 95.9,
    "change": -0.57,
    "lower": -0.68,
    "upper": -0.43,
    "confidence": 0.9,
    "verdict": "fell",
    "meaning": "The whole interval lies below no change.",
}
PLACE = {
    "name": "800 block of 5th Avenue",
    "tier": "candidate",
    "drug": 97,
    "drug_low": 84.0,
    "drug_high": 110.0,
    "boundary_ha": 8.5,
    "stable": True,
}


def told(**changed: Any) -> dict[str, Any]:
    """Return a headline, sealed, with these of its parts changed before it was."""
    said = {
        "format": 1,
        "kind": "effect",
        "title": "A market of Elm City",
        "question": "Did drug crime change?",
        "answer": "Recorded drug incidents fell by about 57 %.",
        "findings": [FINDING],
        "places": [],
        "caveats": ["One area had the intervention."],
        "provenance": {
            "Made on": "2026-01-02",
            "Versions": "commonground 0.1.0, numpy 2.4.6",
        },
        "result": {"file": "effect.json", "sha256": hashlib.sha256(RESULT).hexdigest()},
        **changed,
    }
    return {**said, SEAL: digest_of(said)}


def files(headline: dict[str, Any] | None = None, *, result: bytes = RESULT) -> dict[str, bytes]:
    """Return the files of a run by their names."""
    return {
        HEADLINE: json.dumps(headline or told()).encode(),
        "effect.json": result,
        "report.html": b"<p>never taken in</p>",
    }


def folder_of(path: Path, **changed: Any) -> Path:
    """Write a run into a folder."""
    path.mkdir()
    for name, content in files(**changed).items():
        (path / name).write_bytes(content)
    return path


def zip_of(held: dict[str, bytes], *, under: str = "run/") -> bytes:
    """Return a zip of files."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in held.items():
            parts.writestr(f"{under}{name}", content)
    return zipped.getvalue()
