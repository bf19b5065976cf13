"""The designs of a city: one for each candidate place, with what its records could show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from commonground.core.errors import MethodError
from commonground.core.market import Market, Shape
from commonground.find.design.alternatives import alternatives_of
from commonground.find.design.busiest import Busiest
from commonground.find.design.controls import chosen_controls
from commonground.find.design.counting import CRIME, OUTCOMES, Counted, Kinds, People
from commonground.find.design.design import Band, Design
from commonground.find.design.designing import Designing
from commonground.find.design.detecting import Counts, Detectable, detectable_of
from commonground.find.design.land import Land
from commonground.find.design.notes import notes_of
from commonground.find.design.setting import Setting
from commonground.find.ground import Ground


class UnknownControl(MethodError):
    """A control that was named and is no place that was looked at."""


def designs_of(
    markets: Sequence[Market],
    *,
    within: Ground,
    bandwidth_m: float,
    plan: Designing,
    city: Shape | None = None,
    barriers: Sequence[Shape] = (),
) -> tuple[Design, ...]:
    """Lay out an intervention at each candidate place of a city.

    Parameters
    ----------
    markets
        Every place that was looked at.
    within
        The city and its records.
    bandwidth_m
        Standard deviation of the kernel that shows the next-busiest ground.
    plan
        How designs are drawn.
    city
        Boundary of the city in metres; no ring reaches beyond it.
    barriers
        Lines and polygons in metres that nobody crosses on foot.

    Returns
    -------
    tuple of Design
        One a candidate place, in their order.

    Raises
    ------
    UnknownControl
        If a control that was named is no place that was looked at.
    """
    _require_known(plan.named_controls, markets)
    if not any(market.is_candidate for market in markets):
        return ()
    land = Land.of(city, barriers)
    kinds = Kinds.of(within.records)
    busiest = Busiest.of(
        within,
        kinds=kinds,
        markets=markets,
        land=land,
        reach_m=plan.reach_m,
        bandwidth_m=bandwidth_m,
    )
    setting = Setting(markets=tuple(markets), busiest=busiest, land=land, plan=plan)
    counted = Counted.from_records(within.records, kinds=kinds, longest=plan.months[-1])
    people = People.among(within.records, kinds=kinds)
    drawn = [
        _design(market, setting=setting, counted=counted, people=people)
        for market in setting.candidates
    ]
    return tuple(
        replace(
            one,
            not_with=tuple(
                other.place for other in drawn if other is not one and one.conflicts(other)
            ),
        )
        for one in drawn
    )


def _design(market: Market, *, setting: Setting, counted: Counted, people: People) -> Design:
    plan, drawn = setting.plan, setting.places[market.id]
    alternatives = alternatives_of(
        market, candidates=setting.candidates, reach_m=plan.alternatives_m
    )
    bare = Design(
        place=market.id,
        name=market.name,
        target=drawn.area,
        rings=drawn.rings,
        controls=(),
        alternatives=alternatives,
        gap_asked_m=plan.gap_m,
    )
    chosen = chosen_controls(
        market,
        treated=drawn.whole,
        excluded=[one.id for one in alternatives],
        setting=setting,
    )
    design = replace(bare, controls=chosen.controls)
    compared = [one.id for one in chosen.controls]
    extents = [one.extent for one in setting.markets if one.id in (market.id, *compared)]
    tells = any(people.are_few_within(extent) for extent in extents)
    return replace(
        design,
        detectable=_detectable(design, counted=counted, plan=plan, without_crime=tells),
        notes=notes_of(
            design,
            refused=chosen.refused,
            without_crime=tells,
            months=counted.months,
            setting=setting,
        ),
    )


def _detectable(
    design: Design, *, counted: Counted, plan: Designing, without_crime: bool
) -> tuple[Detectable, ...]:
    def within_all(bands: Sequence[Band]) -> Counts:
        counts: Counts = np.stack([counted.within(band.shape) for band in bands]).sum(axis=0)
        return counts

    return detectable_of(
        counted.within(design.target),
        rings=within_all(design.rings),
        controls=[(counted.within(one.area), within_all(one.rings)) for one in design.controls],
        outcomes=[one for one in OUTCOMES if not (without_crime and one == CRIME)],
        plan=plan,
    )


def _require_known(named: Sequence[str], markets: Sequence[Market]) -> None:
    known = [market.id for market in markets]
    unknown = [key for key in named if key not in known]
    if unknown:
        raise UnknownControl(
            f"{unknown[0]!r} is named as a control and is no place that was looked at; there are "
            f"{', '.join(known) or 'none'}. Name one of these, or let controls be chosen."
        )
