"""An effect survives being written down."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.study.record import (
    UnreadableRecord,
    effect_from_json,
    effect_to_json,
    read_effect,
    write_effect,
)
from commonground.study.run import evaluate_study

TODAY = date(2026, 1, 2)


@pytest.fixture
def effect(study_file: Path) -> Effect:
    """Evaluate the small study."""
    return evaluate_study(study_file, today=TODAY).effect


def test_comes_back_as_it_was(effect: Effect, tmp_path: Path) -> None:
    write_effect(effect, tmp_path / "effect.json")
    back = read_effect(tmp_path / "effect.json")

    for table in ("estimates", "uncertainty", "joint", "series"):
        pd.testing.assert_frame_equal(getattr(back, table), getattr(effect, table))
    for table in ("fit", "equally_good", "without_donors", "placebo_in_time", "detectable"):
        pd.testing.assert_frame_equal(
            getattr(back.diagnostics, table), getattr(effect.diagnostics, table)
        )
    pd.testing.assert_frame_equal(back.weights.balance, effect.weights.balance)
    np.testing.assert_array_equal(back.weights.values, effect.weights.values)
    assert (back.intervention, back.inference) == (effect.intervention, effect.inference)
    assert back.caveats == effect.caveats
    assert back.summary() == effect.summary()


def test_is_json_that_any_program_reads(effect: Effect) -> None:
    record = effect_to_json(effect)
    freedom = [row[record["uncertainty"][0].index("freedom")] for row in record["uncertainty"][1:]]

    text = json.dumps(record, allow_nan=False)

    assert {"inf", "nan"} <= set(filter(lambda value: isinstance(value, str), freedom))
    assert effect_from_json(json.loads(text)).summary() == effect.summary()


def test_says_that_there_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRecord, match="Give the folder of a run"):
        read_effect(tmp_path / "effect.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"intervention": 3}'])
def test_refuses_something_else(tmp_path: Path, text: str) -> None:
    (tmp_path / "effect.json").write_text(text)

    with pytest.raises(UnreadableRecord, match="is not the record of an effect"):
        read_effect(tmp_path / "effect.json")
