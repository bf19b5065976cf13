"""Notes: what weakens a design, in words."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from commonground.core.disclosure import FEWEST_PEOPLE
from commonground.find.design.design import Design
from commonground.find.design.setting import Setting

LARGEST_RINGS = 3.0
"""Rings that are larger than this many targets hold so much else that little shows in them."""

CUT_SHARE = 0.05
"""From this share of ground on it is said that a barrier or the city's edge cuts it off."""

A_YEAR = 12


def notes_of(
    design: Design, *, refused: int, without_crime: bool, months: int, setting: Setting
) -> tuple[str, ...]:
    """Return what weakens a design, most important first.

    Parameters
    ----------
    design
        The design, its controls chosen.
    refused
        Areas that are like the target and were refused as controls.
    without_crime
        Whether all crime was left out.
    months
        Months that the record reaches back, as far as it was looked at.
    setting
        The city.
    """
    return (
        *_controls(design, refused=refused, setting=setting),
        *_record(months, without_crime=without_crime),
        *_rings(design, setting),
        *_alternatives(design, setting),
    )


def _controls(design: Design, *, refused: int, setting: Setting) -> Iterator[str]:
    plan, count = setting.plan, len(design.controls)
    wanted = len(plan.named_controls) or plan.controls
    if not count:
        yield (
            "No area can serve as a control, so there is nothing to hold a change against, and no "
            "detectable change is given. A fall here would not be comparable with anything."
        )
    elif count < wanted:
        yield (
            f"{count} of {wanted} controls could be had: no other area is like it in size and drug "
            "incidents and lies far enough away."
        )
    if refused and count < wanted:
        areas = "1 area that is" if refused == 1 else f"{refused} areas that are"
        yield (
            f"{areas} like it cannot be a control: an alternative, or with its rings within "
            f"{plan.gap_m:g} m of the target's, or over those of another control."
        )
    candidates = {market.id for market in setting.candidates}
    own = [one.name for one in design.controls if one.id in candidates]
    if own:
        yield (
            f"Controls that are candidate places themselves: {', '.join(own)}. They can be "
            "compared with only as long as nothing is done there."
        )


def _record(months: int, *, without_crime: bool) -> Iterator[str]:
    if months < A_YEAR:
        yield (
            f"Short record: {months} months can be looked back. A whole year would hold every "
            "season, and show smaller changes."
        )
    if without_crime:
        yield (
            "All crime is left out: beside the number of all incidents here it would tell of fewer "
            f"than {FEWEST_PEOPLE} people who were ill or called for help."
        )


def _rings(design: Design, setting: Setting) -> Iterator[str]:
    times = sum(band.shape.area for band in design.rings) / design.target.area
    if times > LARGEST_RINGS:
        yield (
            f"The rings together are {times:.1f} times as large as the target. What moves a block "
            "or two is thinned out in so much ground: read the inner ring on its own as well."
        )
    reach = setting.plan.reach_m
    whole = design.target.buffer(reach)
    cut = 1 - setting.land.around(design.target, reach).area / whole.area
    if cut >= CUT_SHARE:
        yield (
            f"The edge of the city, or a barrier, cuts off {cut:.0%} of the ground within "
            f"{reach:g} m."
        )
    parted = [
        name
        for name, area in (
            ("the target", design.target),
            *((f"the control {one.name}", one.area) for one in design.controls),
        )
        if setting.land.is_parted(area)
    ]
    if parted:
        yield (
            f"A barrier runs through {' and '.join(parted)}: rings there lie on both sides of it. "
            "Look whether people cross, and take the place for two if they do not."
        )
    known = shapely.difference(setting.boundaries, design.target)
    taken = shapely.intersection(whole, known).area / whole.area
    if taken >= CUT_SHARE:
        yield (
            f"{taken:.0%} of the ground within {reach:g} m is other candidate places'. They are no "
            "part of the rings: watch them as alternatives."
        )


def _alternatives(design: Design, setting: Setting) -> Iterator[str]:
    reach = setting.plan.alternatives_m
    if not design.alternatives:
        yield "No other candidate place is known that the market could move to."
    elif design.alternatives[0].distance_m > reach:
        yield (
            f"No other candidate place lies within {reach / 1000:g} km. The nearest is watched all "
            "the same."
        )
