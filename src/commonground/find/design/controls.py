"""Controls: of the areas that are like a target, those that lie clear of it and of one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from commonground.core.market import Market, Shape
from commonground.find.design.choices import Choice, choices_for
from commonground.find.design.design import Control
from commonground.find.design.setting import Ringed, Setting

MOST_TRIED = 40
"""Areas that are tried for one target: those that come after are hardly like it."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The controls of one target.

    Parameters
    ----------
    controls
        The controls, in the order in which they were chosen.
    refused
        How many areas that came before the last of them, or before the search ended, were refused
        for lying too near or overlapping.
    """

    controls: tuple[Control, ...]
    refused: int


def chosen_controls(
    target: Market, *, treated: Shape, excluded: Sequence[str], setting: Setting
) -> Chosen:
    """Return the controls of a target, as many as were asked for if there are so many.

    Each of the areas that are like it, the most alike first, becomes a control if its rings keep
    the gap from the target's and overlap no other control's. Where a person named controls only
    those are tried, in the order in which they were named.

    Parameters
    ----------
    target
        The place.
    treated
        Target and rings, in metres.
    excluded
        Ids of places that are no controls: its alternatives.
    setting
        The city.
    """
    plan = setting.plan
    wanted = len(plan.named_controls) or plan.controls
    chosen: list[Control] = []
    taken: list[Shape] = []
    refused = 0
    for choice in _choices(target, setting)[:MOST_TRIED]:
        if len(chosen) == wanted:
            break
        if choice.market is None and setting.busiest.is_address(choice.squares):
            continue
        drawn = _ringed(choice, setting)
        too_near = choice.id in excluded or shapely.distance(drawn.whole, treated) < plan.gap_m
        if too_near or any(shapely.intersects(drawn.whole, other) for other in [treated, *taken]):
            refused += 1
            continue
        chosen.append(_control(choice, drawn, setting))
        taken.append(drawn.whole)
    return Chosen(tuple(chosen), refused)


def _choices(target: Market, setting: Setting) -> list[Choice]:
    plan, busiest = setting.plan, setting.busiest
    if not plan.named_controls:
        return choices_for(
            target, markets=setting.markets, busiest=busiest, apart_m=plan.alternatives_m
        )
    by_id = {market.id: market for market in setting.markets}
    named = [by_id[key] for key in plan.named_controls if key != target.id]
    within = busiest.ground.raster.within
    return [Choice(one.id, one, within(one.boundary), unlikeness=0.0) for one in named]


def _ringed(choice: Choice, setting: Setting) -> Ringed:
    if choice.market is not None:
        return setting.places[choice.id]
    return setting.ringed(setting.busiest.ground.raster.outline(choice.squares))


def _control(choice: Choice, drawn: Ringed, setting: Setting) -> Control:
    if choice.market is not None:
        name = choice.market.name
    else:
        name = setting.busiest.name_of(choice.squares) or choice.id
    return Control(
        id=choice.id,
        name=name,
        kind="ground" if choice.market is None else "place",
        area=drawn.area,
        rings=drawn.rings,
    )
