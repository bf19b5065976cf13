"""A panel of sixty places, six of them treated from 2019Q1 on, and a study of it."""

import numpy as np
import pandas as pd

PLACES, TREATED = 60, 6
QUARTERS = [f"{year}Q{quarter}" for year in (2016, 2017, 2018, 2019) for quarter in (1, 2, 3, 4)]

STUDY = """\
name = "Elm Street"
question = "Did crime fall?"
seed = 7

[panel]
file = "panel.csv"
place = "block"
period = "quarter"
treated = "treated"
covariates = ["households"]

[intervention]
name = "Elm Street"

[evaluate]
outcomes = ["crime", "drugs"]
permutations = 39
alternative = "lower"

[evaluate.match]
outcomes = { crime = [4, 4, 4], drugs = [12] }
covariates = ["households"]
"""


def small_table() -> pd.DataFrame:
    """Return the panel as a table, one row a block and quarter."""
    random = np.random.default_rng(3)
    rate = random.gamma(4, 1, PLACES)
    households = random.poisson(30, PLACES)
    rows = []
    for place in range(PLACES):
        for at, quarter in enumerate(QUARTERS):
            treated = place < TREATED and at >= 12
            crime = random.poisson(rate[place] * (0.6 if treated else 1.0))
            drugs = random.binomial(crime, 0.3)
            rows.append((f"b{place:02d}", quarter, crime, drugs, households[place], int(treated)))
    columns = ["block", "quarter", "crime", "drugs", "households", "treated"]
    return pd.DataFrame(rows, columns=columns)
