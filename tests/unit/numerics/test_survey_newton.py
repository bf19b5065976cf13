"""R's stopping rule."""

import numpy as np

from commonground.numerics.calibration import calibrate
from commonground.numerics.survey_newton import LOOSE, MOST_STEPS, calibrate_as_survey


def _problem() -> tuple[np.ndarray, np.ndarray]:
    """Return a problem on which R's rule stops well before the optimum."""
    random = np.random.default_rng(15)
    heavy = random.poisson(0.5, 400) * random.poisson(20, 400)
    values = np.column_stack([np.ones(400), heavy, random.poisson(0.1, (400, 6))])
    return values[20:], values[:20].sum(axis=0)


def test_stops_at_the_loose_tolerance_near_the_exact_weights() -> None:
    donors, targets = _problem()

    loose = calibrate_as_survey(donors=donors, targets=targets, base_weight=20 / 380)
    exact = calibrate(donors=donors, targets=targets, base_weight=20 / 380)

    assert exact.misfit < loose.misfit < LOOSE
    assert np.abs(loose.weights - exact.weights).max() < 100 * LOOSE


def test_gives_up_after_its_steps_without_a_word_but_with_a_flag() -> None:
    donors = np.column_stack([np.ones(3), [1.0, 2.0, 3.0]])

    found = calibrate_as_survey(donors=donors, targets=np.array([1.0, 9.0]), base_weight=1 / 3)

    assert found.steps == MOST_STEPS
    assert not found.is_exact
