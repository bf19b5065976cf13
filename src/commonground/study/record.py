"""An effect as JSON, and back."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from commonground.core.errors import DataError
from commonground.core.intervention import Intervention, Ring
from commonground.evaluate.diagnostics import Diagnostics
from commonground.evaluate.micro_synthetic_control import Effect
from commonground.evaluate.question import Inference
from commonground.evaluate.weights import SyntheticWeights

UNWRITTEN = ("placebo_rows", "jackknife_rows", "joint_rows")
"""Draws handed in from outside; a record names the seed instead."""

SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
"""JSON knows no such numbers; they are written as these words."""


class UnreadableRecord(DataError):
    """A file that is not the record of an effect."""


def effect_to_json(effect: Effect) -> dict[str, Any]:
    """Return an effect as JSON: frames as lists of rows, special numbers as words."""
    weights = effect.weights
    return {
        "intervention": asdict(effect.intervention),
        "starts": effect.starts,
        "estimates": _rows(effect.estimates),
        "uncertainty": _rows(effect.uncertainty),
        "joint": _rows(effect.joint),
        "series": _rows(effect.series),
        "caveats": list(effect.caveats),
        "weights": {
            "places": list(weights.places),
            "values": {str(at): weights.values[at] for at in np.flatnonzero(weights.values)},
            "donors": weights.donors.tolist(),
            "model": weights.model,
            "balance": _rows(weights.balance),
            "misfit": _number(weights.misfit),
            "gap": _number(weights.gap),
            "caveats": list(weights.caveats),
        },
        "inference": {
            field.name: getattr(effect.inference, field.name)
            for field in fields(Inference)
            if field.name not in UNWRITTEN
        },
        "diagnostics": None
        if effect.diagnostics is None
        else {
            field.name: _part(getattr(effect.diagnostics, field.name))
            for field in fields(Diagnostics)
        },
    }


def effect_from_json(record: dict[str, Any]) -> Effect:
    """Return the effect that `effect_to_json` wrote."""
    intervention = _intervention(record["intervention"])
    checks = record["diagnostics"]
    return Effect(
        intervention=intervention,
        weights=_weights(record["weights"], intervention),
        estimates=_frame(record["estimates"]),
        uncertainty=_frame(record["uncertainty"]),
        joint=_frame(record["joint"]),
        series=_frame(record["series"]),
        starts=record["starts"],
        inference=_inference(record["inference"]),
        diagnostics=None
        if checks is None
        else Diagnostics(
            fit=_frame(checks["fit"]),
            equally_good=_frame(checks["equally_good"]),
            without_donors=_frame(checks["without_donors"]),
            placebo_in_time=_frame(checks["placebo_in_time"]),
            detectable=_frame(checks["detectable"]),
            notes=tuple(checks["notes"]),
        ),
        caveats=tuple(record["caveats"]),
    )


def write_effect(effect: Effect, path: Path) -> None:
    """Write an effect as a JSON file."""
    path.write_text(json.dumps(effect_to_json(effect), allow_nan=False) + "\n", encoding="utf-8")


def read_effect(path: Path) -> Effect:
    """Read an effect from a JSON file.

    Raises
    ------
    UnreadableRecord
        If the file is not there or is something else.
    """
    try:
        return effect_from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise UnreadableRecord(
            f"{path} is not there. Give the folder of a run, made by `commonground run` or "
            "`commonground evaluate`."
        ) from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise UnreadableRecord(f"{path} is not the record of an effect: {error!r}.") from None


def _part(value: pd.DataFrame | tuple[str, ...]) -> list[Any]:
    return _rows(value) if isinstance(value, pd.DataFrame) else list(value)


def _rows(frame: pd.DataFrame) -> list[Any]:
    """Return column names, then one list a row."""
    rows = ([_number(value) for value in row] for row in frame.itertuples(index=False))
    return [list(frame.columns), *rows]


def _frame(rows: list[Any]) -> pd.DataFrame:
    """Return the frame that `_rows` wrote."""
    columns, *written = rows
    values = [[SPECIAL.get(v, v) if isinstance(v, str) else v for v in row] for row in written]
    return pd.DataFrame(values, columns=columns)


def _number(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _intervention(record: dict[str, Any]) -> Intervention:
    return Intervention(
        name=record["name"],
        area=tuple(record["area"]),
        starts=record["starts"],
        buffer=tuple(Ring(ring["name"], tuple(ring["places"])) for ring in record["buffer"]),
        comparison=None if record["comparison"] is None else tuple(record["comparison"]),
    )


def _weights(record: dict[str, Any], intervention: Intervention) -> SyntheticWeights:
    values = np.zeros(len(record["places"]))
    for at, weight in record["values"].items():
        values[int(at)] = weight
    return SyntheticWeights(
        intervention=intervention,
        places=tuple(record["places"]),
        values=values,
        donors=np.array(record["donors"], dtype=np.intp),
        model=record["model"],
        balance=_frame(record["balance"]),
        misfit=float(record["misfit"]),
        gap=float(record["gap"]),
        caveats=tuple(record["caveats"]),
    )


def _inference(record: dict[str, Any]) -> Inference:
    tuples = {name: tuple(record[name]) for name in ("kinds", "joint") if record[name] is not None}
    return Inference(**{**record, **tuples})
