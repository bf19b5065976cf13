"""Chance: how clear a place would look in a city whose records had nothing to do with drugs."""

from __future__ import annotations

import numpy as np

from commonground.core.progress import Progress, quietly
from commonground.find.evidence import evidence_of
from commonground.find.ground import Ground
from commonground.find.stability import BATCH
from commonground.numerics.calibration import Floats
from commonground.numerics.parallel import ordered


def clearest_by_chance(
    ground: Ground,
    *,
    relabellings: int,
    seed: int,
    workers: int = 1,
    progress: Progress = quietly,
) -> Floats:
    """Return how clear the clearest area of each relabelled city is.

    The same incidents stay where and when they were; which of them are about drugs is drawn at
    random. People and police are not spread evenly, so such cities have dense areas too.

    Parameters
    ----------
    ground
        The city.
    relabellings
        How many cities to make.
    seed
        Same seed, same cities, whatever the number of workers.
    workers
        Threads.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.

    Returns
    -------
    numpy.ndarray
        Greatest log-likelihood ratio of each city, of areas with enough incidents, shape
        (relabellings,); 0 where there is none.
    """
    seeds = np.random.SeedSequence(seed).spawn(relabellings)
    batches = [range(at, min(at + BATCH, relabellings)) for at in range(0, relabellings, BATCH)]
    records = ground.records

    def clearest(batch: range) -> list[float]:
        found = []
        for city in batch:
            is_drug = np.random.default_rng(seeds[city]).permutation(records.is_drug)
            division = city % len(ground.divisions)
            areas = ground.areas(division, ground.counts(division, is_drug=is_drug))
            evidence = evidence_of(
                areas[ground.divisions[division].of], records=records, is_drug=is_drug
            )
            enough = evidence.drug >= ground.definition.fewest_incidents
            found.append(float(evidence.clearness[enough].max(initial=0.0)))
        return found

    made: list[float] = []
    for some in ordered(clearest, batches, workers=workers):
        made += some
        progress("Relabel", len(made), relabellings)
    return np.array(made)


def chance_of(clearness: Floats, *, by_chance: Floats) -> Floats:
    """Return the probability of as clear an area anywhere in a relabelled city, never 0.

    Parameters
    ----------
    clearness
        Log-likelihood ratio of each place.
    by_chance
        The greatest one of each relabelled city.
    """
    as_clear = (by_chance >= clearness[:, None]).sum(axis=1)
    return np.asarray((1 + as_clear) / (1 + len(by_chance)))
