"""What a result says in a few numbers and sentences, with where it comes from: for other programs.

It holds aggregates and no row of anything. Counts of fewer than eleven are withheld from it, and
what would give them away, whatever the study shows to its own analysts. Its last line is a digest
of all others, so that whoever takes it in can tell whether somebody has edited it since.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commonground.core.disclosure import FEWEST_PEOPLE
from commonground.core.headline import FORMAT, HEADLINE, SEAL, digest_of
from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.names import named
from commonground.report.prose import paragraph
from commonground.report.verdicts import MEANING, findings
from commonground.report.withheld import withheld
from commonground.study.folder import EFFECT, FOUND
from commonground.study.provenance import sha256

_OF_PLACE = ("name", "tier", "drug", "drug_low", "drug_high", "boundary_ha", "stable")


def effect_headline(
    effect: Effect,
    *,
    title: str,
    question: str,
    names: Mapping[str, str],
    provenance: Mapping[str, str],
) -> dict[str, Any]:
    """Return what an effect comes to.

    Parameters
    ----------
    effect
        The answer of a run.
    title, question
        What the study is called and asks.
    names
        What readers call outcomes.
    provenance
        What the answer rests on.
    """
    shown = named(withheld(effect, fewest=FEWEST_PEOPLE), names)
    return {
        "format": FORMAT,
        "kind": "effect",
        "title": title,
        "question": question,
        "answer": paragraph(shown),
        "findings": [
            {
                "name": finding.outcome,
                "until": finding.horizon,
                "observed": _number(finding.observed),
                "expected": _number(finding.counterfactual),
                "change": _number(finding.change),
                "lower": _number(finding.lower),
                "upper": _number(finding.upper),
                "confidence": shown.inference.confidence,
                "verdict": str(finding.verdict),
                "meaning": MEANING[finding.verdict],
            }
            for finding in findings(shown)
        ],
        "places": [],
        "caveats": list(shown.caveats),
        "provenance": dict(provenance),
    }


def places_headline(told: Mapping[str, Any], *, provenance: Mapping[str, str]) -> dict[str, Any]:
    """Return what a search for places comes to.

    Parameters
    ----------
    told
        What was found, as `markets_to_json` tells it.
    provenance
        What it rests on.
    """
    features = [feature["properties"] for feature in told["places"]]
    return {
        "format": FORMAT,
        "kind": "places",
        "title": f"Candidate places in {told['city']}",
        "question": "",
        "answer": told["answer"],
        "findings": [],
        "places": [
            {key: place[key] for key in _OF_PLACE}
            for place in features
            if (place["drug"] or 0) >= FEWEST_PEOPLE
        ],
        "caveats": list(told["caveats"]),
        "provenance": dict(provenance),
    }


def write_headline(headline: Mapping[str, Any], folder: Path) -> None:
    """Write a headline beside the result that it is of, with the digests of both.

    Parameters
    ----------
    headline
        What to write.
    folder
        Where the result was written.
    """
    result = FOUND if headline["kind"] == "places" else EFFECT
    whole = {**headline, "result": {"file": result, "sha256": sha256(folder / result)}}
    sealed = {**whole, SEAL: digest_of(whole)}
    text = json.dumps(sealed, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / HEADLINE).write_text(text + "\n", encoding="utf-8")


def _number(value: float) -> float | None:
    """Return a number, or nothing where it is withheld or an interval has no end."""
    return float(value) if math.isfinite(value) else None
