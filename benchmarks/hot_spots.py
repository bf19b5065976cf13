"""Hot-spot methods that analysts use today, each as the squares that it calls hot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.special import ndtr

from commonground.find.raster import Raster
from commonground.find.records import Records
from commonground.numerics.kernels import gaussian_density
from commonground.numerics.neighbourhoods.false_discovery import discoveries
from commonground.numerics.neighbourhoods.getis_ord import getis_ord

CELL_M = 100.0
HOT_SHARE = 0.01
"""Share of the city that density methods call hot."""

FALSE_SHARE = 0.01
FEWEST, FEWEST_POINTS, LARGEST_POINT = 12, 3, 0.8
"""What a hot spot must hold to be acted on; the same for every method."""

Method = Callable[[Records, Raster, NDArray[np.bool_]], NDArray[np.bool_]]


def getis_ord_with_fdr(
    records: Records, raster: Raster, is_drug: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return squares in cells of 100 m whose Gi* stands out, the false discovery rate held.

    As mapping programs do it: from the normal tail of the statistic, which counts the cell itself.
    """
    size = round(CELL_M / raster.step_m)
    rows, columns = (-(-length // size) for length in raster.shape)
    row, column = np.divmod(raster.positions(records.x_m, records.y_m), raster.shape[1])
    cell = row // size * columns + column // size
    held = np.unique(cell)
    counts = np.bincount(cell[is_drug], minlength=rows * columns)[held]
    coarse = Raster(raster.west, raster.south, CELL_M, (rows, columns))
    starts, others = coarse.neighbours(held)
    p = ndtr(-getis_ord(counts, starts=starts, others=others).z)
    hot = np.zeros(rows * columns, dtype=bool)
    hot[held[discoveries(p, rate=FALSE_SHARE)]] = True
    squares = np.kron(hot.reshape(rows, columns), np.ones((size, size), dtype=bool))
    return np.asarray(squares[: raster.shape[0], : raster.shape[1]].ravel(), dtype=bool)


def kernel_density(
    records: Records, raster: Raster, is_drug: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the hundredth of the city, near any record, with the highest kernel density."""
    x, y = (
        (edge + (np.arange(length) + 0.5) * raster.step_m).astype(np.float64)
        for edge, length in zip((raster.west, raster.south), raster.shape[::-1], strict=True)
    )
    density = gaussian_density(
        np.column_stack([records.x_m[is_drug], records.y_m[is_drug]]), x_m=x, y_m=y, bandwidth_m=100
    ).ravel()
    empty = np.ones(raster.shape, dtype=bool)
    empty.ravel()[raster.positions(records.x_m, records.y_m)] = False
    city = (ndimage.distance_transform_edt(empty, sampling=raster.step_m) <= CELL_M).ravel()
    level = np.quantile(density[city], 1 - HOT_SHARE)
    return np.asarray(city & (density > level))


def dbscan(records: Records, raster: Raster, is_drug: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return squares near points of clusters of at least 12 within 100 m."""
    from sklearn.cluster import DBSCAN

    points = np.column_stack([records.x_m[is_drug], records.y_m[is_drug]])
    labels = DBSCAN(eps=CELL_M, min_samples=FEWEST).fit(points).labels_
    far = np.ones(raster.shape, dtype=bool)
    far.ravel()[raster.positions(*points[labels >= 0].T)] = False
    if far.all():
        return ~far.ravel()
    away = ndimage.distance_transform_edt(far, sampling=raster.step_m)
    return np.asarray((away <= CELL_M / 2).ravel())


def spots(
    hot: NDArray[np.bool_], records: Records, raster: Raster, is_drug: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the hot spots that could be acted on: number of each square's, 0 for none."""
    numbered, count = ndimage.label(hot.reshape(raster.shape), structure=np.ones((3, 3)))
    flat = numbered.ravel().astype(np.intp)
    chosen = is_drug & records.is_recent
    spot = flat[raster.positions(records.x_m, records.y_m)[chosen]]
    point = records.point[chosen]
    pairs, held = np.unique(np.column_stack([spot, point]), axis=0, return_counts=True)
    incidents = np.bincount(pairs[:, 0], held, minlength=count + 1)
    points = np.bincount(pairs[:, 0], minlength=count + 1)
    largest = np.zeros(count + 1)
    np.maximum.at(largest, pairs[:, 0], held)
    usable = (incidents >= FEWEST) & (points >= FEWEST_POINTS)
    usable &= largest < LARGEST_POINT * np.maximum(incidents, 1)
    usable[0] = False
    return np.where(usable[flat], flat, 0)
