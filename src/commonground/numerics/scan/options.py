"""How large a circle may grow, and how chance is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """Limits of the circles, and of the replicates that say what chance alone would give.

    Parameters
    ----------
    seed
        Same seed, same result, for any number of workers.
    radius_m
        Largest distance in metres between the centre and a location of its circle.
    share
        Largest share of the population in a circle, up to 1. With both limits, both hold.
    replicates
        Data sets drawn under the null hypothesis.
    workers
        Threads to draw and search them on.
    alpha
        Secondary clusters have a smaller p than this.
    """

    seed: int
    radius_m: float | None = None
    share: float | None = None
    replicates: int = 999
    workers: int = 1
    alpha: float = 0.05

    def __post_init__(self) -> None:
        if self.radius_m is None and self.share is None:
            raise ValueError("circles need a limit: give a largest radius, a largest share or both")
        if self.radius_m is not None and not self.radius_m > 0:
            raise ValueError(f"the largest radius is {self.radius_m} m; it must be above 0")
        if self.share is not None and not 0 < self.share <= 1:
            raise ValueError(f"the largest share is {self.share}; it must be above 0 and at most 1")
        if self.replicates < 1:
            raise ValueError(f"{self.replicates} replicates; at least 1 is needed")
        if not 0 < self.alpha <= 1:
            raise ValueError(f"alpha is {self.alpha}; it must be above 0 and at most 1")
