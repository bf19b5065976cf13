"""Values as JSON can hold them."""

import json

import numpy as np
import pandas as pd

from commonground.report.pieces.plain import plain, plain_rows


def test_writes_what_json_can_hold() -> None:
    told = plain({"a": np.int64(3), "b": [np.float64(0.5), np.True_], "c": ("x", None)})

    assert told == {"a": 3, "b": [0.5, True], "c": ["x", None]}
    assert json.loads(json.dumps(told)) == told


def test_knows_no_number_that_is_none_or_endless() -> None:
    assert plain([float("nan"), float("inf"), pd.NA]) == [None, None, None]


def test_writes_a_table_as_objects() -> None:
    table = pd.DataFrame({"place": ["b01"], "drug": pd.array([None], dtype="Int64")})

    assert plain_rows(table) == [{"place": "b01", "drug": None}]
