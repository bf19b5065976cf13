"""Evidence: what the records say of each of several places at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.find.records import MONTHS_A_QUARTER, Records
from commonground.numerics.calibration import Floats
from commonground.numerics.level_sets import log_likelihood_ratio

Places = NDArray[np.intp]
"""Place of each record: 0 for none, then 1, 2 and so on."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Numbers of each place, from place 1 on; each of shape (places,).

    Parameters
    ----------
    drug, all_kinds
        Distinct drug incidents, and incidents of every kind, in the window.
    expected
        Drug incidents, were the share of drugs the same everywhere.
    clearness
        Log-likelihood ratio of the drug incidents against the expected.
    months, quarters
        How many months and quarters of the window have a drug incident.
    on_a_day, in_a_week
        Largest share of the drug incidents on one day, and in one week.
    points
        Distinct points with a drug incident.
    largest_point
        Share of the drug incidents at the commonest point.
    """

    drug: Floats
    all_kinds: Floats
    expected: Floats
    clearness: Floats
    months: Floats
    quarters: Floats
    on_a_day: Floats
    in_a_week: Floats
    points: Floats
    largest_point: Floats


def evidence_of(
    places: Places,
    *,
    records: Records,
    is_drug: NDArray[np.bool_],
    times: NDArray[np.float64] | None = None,
) -> Evidence:
    """Return what the records of the window say of each place.

    Parameters
    ----------
    places
        Place of each record.
    records
        The records.
    is_drug
        Which of them count as drug records.
    times
        How often each record is counted; once if left out.
    """
    recent = records.is_recent if times is None else records.is_recent & (times > 0)
    often = np.ones(len(places)) if times is None else times
    count = int(places.max(initial=0)) + 1
    inside = recent & is_drug & (places > 0)
    place, once = places[inside], often[inside]

    drug = np.bincount(place, once, minlength=count)[1:].astype(np.float64)
    all_kinds = np.bincount(places[recent], often[recent], minlength=count)[1:].astype(np.float64)
    cases = float(often[recent & is_drug].sum())
    expected = all_kinds * cases / float(often[recent].sum())

    def by(key: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return how many values a key takes at each place, and the share of the commonest."""
        pairs, at = np.unique(place * (key.max() + 1) + key[inside], return_inverse=True)
        held = np.bincount(at.ravel(), once, minlength=len(pairs))
        home = pairs // (key.max() + 1)
        most = np.zeros(count)
        np.maximum.at(most, home, held)
        kinds = np.bincount(home, minlength=count)[1:].astype(np.float64)
        return kinds, most[1:] / np.maximum(drug, 1)

    month = np.minimum(records.month, records.window_months - 1)
    points, largest_point = by(records.point)
    return Evidence(
        drug=drug,
        all_kinds=all_kinds,
        expected=expected,
        clearness=log_likelihood_ratio(drug, expected=expected, total=cases),
        months=by(month)[0],
        quarters=by(month // MONTHS_A_QUARTER)[0],
        on_a_day=by(records.day)[1],
        in_a_week=by(records.week)[1],
        points=points,
        largest_point=largest_point,
    )
