"""Finding: from a city's incidents to its candidate places."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from commonground.core.incidents import Incidents
from commonground.core.market import Review, Shape
from commonground.core.progress import Progress, quietly
from commonground.find.boundaries import drawn_places
from commonground.find.caveats import caveats_of, street_notes_of
from commonground.find.chance import chance_of, clearest_by_chance
from commonground.find.definition import Definition, Drawing, ImpossibleDefinition
from commonground.find.design.designing import Designing
from commonground.find.design.designs import designs_of
from commonground.find.evidence import evidence_of
from commonground.find.exposure import Layer, exposures_of, require_layers
from commonground.find.facts import Institution
from commonground.find.found import Found
from commonground.find.ground import Ground, ground_of
from commonground.find.ids import placed_reviews
from commonground.find.judged import Judged
from commonground.find.markets import markets_of
from commonground.find.ranking import ranking_of
from commonground.find.records import Records, records_of
from commonground.find.segments import Segments
from commonground.find.sensitivity import sensitivity_of
from commonground.find.stability import Half, Halves, inclusion, overlap, random_halves, times_dense
from commonground.find.tallies import tallies_of
from commonground.find.weights import Weights, require_known
from commonground.numerics.calibration import Floats

HALF_REPLICATES = 20
"""Bootstraps of each half; what is averaged over halves needs fewer."""


def find_markets(  # noqa: PLR0913  what to look at, what for, and how
    incidents: Incidents,
    *,
    definition: Definition | None = None,
    drawing: Drawing | None = None,
    design: Designing | None = None,
    until: date | None = None,
    city: Shape | None = None,
    streets: Segments | None = None,
    barriers: Sequence[Shape] = (),
    institutions: Sequence[Institution] = (),
    reviews: Sequence[Review] = (),
    layers: Sequence[Layer] = (),
    weights: Weights | None = None,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress = quietly,
) -> Found:
    """Find the places of a city that its records show as possible open-air drug markets.

    Parameters
    ----------
    incidents
        Incidents of every category: what is not about drugs is what drugs are compared to.
    definition
        What counts as a possible market.
    drawing
        How places are drawn, and how often the drawing is tried.
    design
        How an intervention at each candidate place is laid out.
    until
        Last day to look at; the last of the record if left out.
    city
        Boundary of the city, in the metres of the incidents. Without it the city is the ground
        near any incident.
    streets
        Its streets, in the same metres; their segments and crossings are then the units, and
        places are called after them. See `segments_of`.
    barriers
        Lines and polygons, in the same metres, that nobody crosses on foot: water, motorways,
        railways. No ring of a design reaches across.
    institutions
        Booking places that are known.
    reviews
        Persons' recorded reviews of places.
    layers
        What is counted within 300 m of each place, such as schools or homes.
    weights
        How much each kind of harm counts. Without weights nothing is ranked.
    seed
        Same seed, same answer, whatever the number of workers.
    workers
        Threads; all cores if left out.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.

    Returns
    -------
    Found
        The places with the evidence for and against; none, where the records show none.

    Raises
    ------
    NowhereToLook, TooShortRecord, NoDrugRecords
        If the records cannot show a market anywhere.
    UnusableLayer, ImpossibleWeights
        If a layer does not lie in the city, or what is weighed is not counted.
    StreetsElsewhere
        If no record lies on any of the streets.
    """
    definition, drawing = definition or Definition(), drawing or Drawing()
    design = design or Designing()
    _require_enough_cities(definition, drawing)
    if weights is not None:
        require_known(weights, layers)
    workers = workers or os.cpu_count() or 1
    for_weeks, for_halves, for_cities, for_ranks = (
        int(one) for one in np.random.SeedSequence(seed).generate_state(4)
    )
    records = records_of(
        incidents, definition=definition, drawing=drawing, until=until, boundary=city
    )
    require_layers(layers, records=records)
    ground = ground_of(records, definition=definition, drawing=drawing, city=city, streets=streets)

    by_chance = clearest_by_chance(
        ground,
        relabellings=drawing.relabellings,
        seed=for_cities,
        workers=workers,
        progress=progress,
    )
    halves = compared_halves(
        ground, count=drawing.halves, seed=for_halves, workers=workers, progress=progress
    )
    judged = judged_places(
        ground,
        drawing=drawing,
        by_chance=by_chance,
        halves=halves,
        seed=for_weeks,
        workers=workers,
        progress=progress,
    )
    reviews = placed_reviews(reviews, judged=judged)
    markets = markets_of(judged, institutions=institutions, reviews=reviews)
    exposures = exposures_of(markets, layers)
    ranking = None
    if weights is not None:
        ranking = ranking_of(
            markets,
            tallies=tallies_of(markets, judged=judged),
            exposures=exposures,
            weights=weights,
            seed=for_ranks,
        )
    smaller = int((judged.evidence.drug < definition.fewest_incidents).sum())
    agreement = float(np.mean([overlap(pair.one.drawn, pair.other.drawn) for pair in halves]))
    del judged, halves  # they are large, and other choices need the room

    found = Found(
        markets=markets,
        records=records,
        definition=definition,
        drawing=drawing,
        seed=seed,
        city_ha=ground.city_ha,
        city=city,
        smaller=smaller,
        clearest_by_chance=by_chance,
        institutions=_booked(records, definition, institutions),
        agreement=agreement,
        sensitivity=sensitivity_of(
            incidents,
            ground=ground,
            markets=markets,
            drawing=drawing,
            city=city,
            progress=progress,
        ),
        caveats=(),
        exposures=exposures,
        ranking=ranking,
        unit=ground.unit,
        street_notes=street_notes_of(ground, street_m=drawing.street_m, cell_m=drawing.cell_m),
        designs=designs_of(
            markets,
            within=ground,
            bandwidth_m=drawing.bandwidth_m,
            plan=design,
            city=city,
            barriers=barriers,
        ),
        design=design,
        barriers=tuple(barriers),
        reviews=reviews,
    )
    return replace(found, caveats=caveats_of(found))


def judged_places(  # noqa: PLR0913  a city, and how it is drawn
    ground: Ground,
    *,
    drawing: Drawing,
    by_chance: Floats,
    halves: Sequence[Halves] = (),
    times: Floats | None = None,
    seed: int = 0,
    workers: int = 1,
    progress: Progress = quietly,
) -> Judged:
    """Draw the places of a city and count what speaks for each.

    Parameters
    ----------
    ground
        The city.
    drawing
        How places are drawn.
    by_chance
        How clear the clearest area of each relabelled city is; as from `clearest_by_chance`.
    halves
        What pairs of random halves of the record draw, if they are to be compared.
    times
        How often each record is counted; once if left out.
    seed, workers, progress
        As for `find_markets`.
    """
    records = ground.records
    dense = inclusion(
        ground,
        replicates=drawing.replicates,
        seed=seed,
        times=times,
        workers=workers,
        progress=progress,
    )
    drawn = drawn_places(dense, ground=ground, drawing=drawing)
    square = ground.raster.positions(records.x_m, records.y_m)
    evidence = evidence_of(
        drawn.extent[square], records=records, is_drug=records.is_drug, times=times
    )
    return Judged(
        ground=ground,
        drawn=drawn,
        dense=dense,
        evidence=evidence,
        chance=chance_of(evidence.clearness, by_chance=by_chance),
        halves=halves,
    )


def _require_enough_cities(definition: Definition, drawing: Drawing) -> None:
    needed = math.ceil(1 / definition.chance - 1e-9) - 1
    if drawing.relabellings < needed:
        raise ImpossibleDefinition(
            f"{drawing.relabellings} relabelled cities cannot show a chance of "
            f"{definition.chance:g}; make at least {needed}."
        )


def compared_halves(
    ground: Ground,
    *,
    count: int,
    seed: int,
    workers: int = 1,
    progress: Progress = quietly,
) -> tuple[Halves, ...]:
    """Return what random halves of the record draw, each counted twice to weigh as the whole.

    Parameters
    ----------
    ground
        The city.
    count
        Pairs of halves.
    seed, workers, progress
        As for `find_markets`.
    """
    for_parting, *for_weeks = map(int, np.random.SeedSequence(seed).generate_state(1 + 2 * count))
    drawn = []
    for done, half in enumerate(random_halves(ground.records, count=count, seed=for_parting)):
        progress("Halves", done, count)
        one, other = (
            Half.of(
                times_dense(
                    ground,
                    replicates=HALF_REPLICATES,
                    seed=for_weeks[2 * done + at],
                    times=np.where(part, 2.0, 0.0),
                    workers=workers,
                ),
                replicates=HALF_REPLICATES,
                raster=ground.raster,
            )
            for at, part in enumerate((half, ~half))
        )
        drawn.append(Halves(one, other, HALF_REPLICATES, ground.raster.size))
    progress("Halves", count, count)
    return tuple(drawn)


def _booked(
    records: Records, definition: Definition, institutions: Sequence[Institution]
) -> pd.DataFrame:
    """Count what each institution put on record in the window."""
    is_drug = records.booked.are(*definition.categories)
    at = list(records.booked.frame.get("booked_at", []))
    names = list(dict.fromkeys([*(one.name for one in institutions), *at]))
    held = Counter(at)
    drug = Counter(name for name, one in zip(at, is_drug, strict=True) if one)
    return pd.DataFrame(
        {
            "institution": names,
            "incidents": [held[name] for name in names],
            "drug": [drug[name] for name in names],
        }
    )
