"""Sums around units are those of a Gaussian, and vary as counts do."""

import numpy as np
import pytest

from commonground.find.kernel import ROWS_AT_ONCE, Kernel

BANDWIDTH_M = 100.0


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    x, y = np.random.default_rng(1).random((2, ROWS_AT_ONCE + 900)) * 5_000
    return Kernel(x, y, BANDWIDTH_M)


def test_adds_up_what_lies_around_by_a_gaussian(kernel: Kernel) -> None:
    counts = np.random.default_rng(2).poisson(2.0, len(kernel.x_m)).astype(float)

    sums = kernel.sums(counts)

    for at in (0, 17, ROWS_AT_ONCE, len(counts) - 1):
        away = np.hypot(kernel.x_m - kernel.x_m[at], kernel.y_m - kernel.y_m[at])
        heights = np.where(away <= 350, 2 * np.exp(-(away**2) / 20_000), 0.0)
        assert sums[at] == pytest.approx(heights @ counts, rel=1e-9)


def test_gives_the_same_whether_it_is_held_or_made_anew(kernel: Kernel) -> None:
    counts = np.random.default_rng(3).random(len(kernel.x_m))

    assert np.array_equal(kernel.held().sums(counts), kernel.sums(counts))


def test_sums_vary_as_counts_do() -> None:
    window_ha = Kernel(np.zeros(1), np.zeros(1), BANDWIDTH_M).window_ha

    # over a plain of density one, the mean and the variance of such a sum are both 4 pi s^2
    r = np.linspace(0, 1_000, 200_001)
    ring = 2 * np.pi * r * (r[1] - r[0])
    heights = 2 * np.exp(-(r**2) / 20_000)
    assert window_ha == pytest.approx((heights * ring).sum() / 10_000, rel=1e-5)
    assert window_ha == pytest.approx((heights**2 * ring).sum() / 10_000, rel=1e-5)
