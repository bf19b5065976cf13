"""Caveats: what weakens an answer about places, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commonground.find.found import Found
from commonground.find.ground import Ground
from commonground.find.segments import NOWHERE

MOSTLY = 0.9
"""From this share of possession on, records tell of use and searches rather than of selling."""


def caveats_of(found: Found) -> tuple[str, ...]:
    """Return what weakens an answer, most important first."""
    return tuple(_said(found))


def street_notes_of(ground: Ground, *, street_m: float, cell_m: float) -> tuple[str, ...]:
    """Return which streets were left out, and how many drug records lie on none.

    Parameters
    ----------
    ground
        The city.
    street_m
        How far from its middle a street reaches.
    cell_m
        Side of the cells that are the units off the streets.
    """
    if ground.streets is None or ground.on_street is None:
        return ()
    drug = ground.on_street[ground.records.is_drug]
    off = int((drug == NOWHERE).sum())
    if not off:
        return ground.streets.notes
    return (
        *ground.streets.notes,
        f"{off:,} of {len(drug):,} drug records lie more than {street_m:g} m from every street; "
        f"cells of {cell_m:g} m stand for streets there.",
    )


def _said(found: Found) -> Iterator[str]:
    records = found.records
    frame = records.frame[records.is_drug]
    total = len(frame)
    yield from _without_place(found)
    possession = int((frame["category"] == "drug possession").sum())
    sales = int((frame["category"] == "drug sale").sum())
    if possession >= MOSTLY * total:
        yield (
            f"{possession / total:.0%} of the {total:,} drug records are possession and "
            f"{sales:,} are sale. They show where people are searched and found with drugs, as "
            "much as where drugs are sold: a place below is one to go and look at, and a market "
            "that the police did not search is not among them."
        )
    unknown = int((frame["category"] == "other drug").sum())
    if unknown >= MOSTLY * total:
        yield (
            f"{unknown / total:.0%} of the {total:,} drug records say neither sale nor possession, "
            "so they cannot tell selling from using."
        )
    if (frame["initiated_by"] == "unknown").all():
        yield (
            "The records do not say whether police or citizens started them. Drug records are "
            "mostly made where police look, so their number is no measure of a market alone."
        )
    if records.is_short:
        yield (
            f"Short record: it covers {records.window_months} months of the "
            f"{found.drawing.months} that the definition asks for. Every quarter and "
            f"{found.definition.short_share_of_months:.0%} of the months must have an incident "
            "instead."
        )
    if not np.isnan(found.agreement) and found.agreement < found.definition.stable:
        yield (
            f"Two random halves of the record draw areas that overlap by {found.agreement:.0%} "
            "only: with so few drug records a boundary is rough."
        )
    if len(found.institutions) == 0:
        yield (
            "The city file names no institution where incidents are put on record. Places of one "
            "point are rejected all the same, but look at each candidate for a jail, a police "
            "station, a court, a hospital or a school."
        )
    yield from records.notes
    yield from found.street_notes


def _without_place(found: Found) -> Iterator[str]:
    """Name reviews that are of none of the places, and so decide nothing."""
    known = {market.id for market in found.markets}
    for review in found.reviews:
        if review.place not in known:
            yield (
                f"The review of {review.place} on {review.on} is of no place that was looked at, "
                f"and decides nothing. There are {', '.join(sorted(known)) or 'none'}."
            )
