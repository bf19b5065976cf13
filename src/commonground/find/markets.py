"""Markets: every place with enough incidents, judged line by line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commonground.core.market import TIERS, Market, Review
from commonground.find.criteria import criteria_of, tier_of
from commonground.find.facts import Institution, facts_of, hours_of, locations_of, numbers_of
from commonground.find.ids import place_id
from commonground.find.judged import Judged, Place
from commonground.find.naming import busiest_block, streets_of
from commonground.find.street_names import busiest_segment, streets_along
from commonground.find.units import has_names


def markets_of(
    judged: Judged,
    *,
    institutions: Sequence[Institution] = (),
    reviews: Sequence[Review] = (),
) -> tuple[Market, ...]:
    """Return the places that have enough incidents to be looked at, each with its criteria.

    Parameters
    ----------
    judged
        The places, and what is known of them.
    institutions
        Booking places that are known.
    reviews
        Persons' recorded reviews.
    """
    fewest = judged.ground.definition.fewest_incidents
    enough = np.flatnonzero(judged.evidence.drug >= fewest)
    made = [
        _market(Place(judged, int(at)), institutions=institutions, reviews=reviews) for at in enough
    ]
    return tuple(
        sorted(made, key=lambda one: (-TIERS.index(one.tier), -one.numbers["drug"], one.id))
    )


def _market(
    place: Place, *, institutions: Sequence[Institution], reviews: Sequence[Review]
) -> Market:
    facts = facts_of(place, institutions=institutions)
    criteria = criteria_of(facts, definition=place.judged.ground.definition)
    outline = place.judged.ground.raster.outline
    key = place_id(place.judged.ground.raster, place.densest)
    name, streets = _called(place)
    return Market(
        id=key,
        name=name or key,
        tier=tier_of(criteria, reviews=tuple(one for one in reviews if one.place == key)),
        boundary=outline(place.inside),
        extent=outline(place.squares),
        firm=outline(place.firm),
        criteria=criteria,
        numbers=numbers_of(place, facts=facts),
        streets=streets,
        hours=hours_of(place),
    )


def _called(place: Place) -> tuple[str | None, tuple[str, ...]]:
    """Return what people call a place, and its streets.

    Blocks that most records name come first: nobody knows a place better than who was there. The
    city's streets say what each street lies between, which records do not.
    """
    written, ground = locations_of(place), place.judged.ground
    name, named = busiest_block(written), streets_of(written)
    if ground.streets is None or ground.on_street is None or not ground.streets.have_names:
        return name, named
    units = ground.on_street[place.drug]
    if not has_names(ground.records):
        name = busiest_segment(ground.streets, units) or name
    return name, streets_along(ground.streets, units) or named
