"""How it was done: the definition and the drawing, every threshold in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from commonground.core.disclosure import CELL_M, FEWEST_PEOPLE
from commonground.core.incidents import AND
from commonground.find.boundaries import FIRM
from commonground.find.design.designing import Designing
from commonground.find.found import Found
from commonground.find.segments import CORNER_M, LONGEST_M
from commonground.find.units import UnitKind
from commonground.report.market_report.content import Content, span
from commonground.report.numbers import count, percent, together

UNITS: Mapping[UnitKind, str] = {
    "street segment": (
        "The city's streets between their crossings, in parts of at most "
        f"{LONGEST_M:g} m. Records within {CORNER_M:g} m of a crossing are the crossing's, and "
        "others the nearest street's within {street:g} m. Off the streets, cells of {cell:g} m."
    ),
    "hundred-block": "The hundred-blocks that records name, and crossings.",
    "cell": (
        "Cells of {cell:g} m, for neither streets nor most blocks have names here: in four grids, "
        "each shifted by half a cell, so that no answer hangs on where a grid begins."
    ),
}
"""What a city is divided into, in words."""

Terms = tuple[tuple[str, str], ...]


def definition_terms(found: Found) -> Terms:
    """Return what a place must show, criterion by criterion."""
    asked, records = found.definition, found.records
    months = asked.short_share_of_months if records.is_short else asked.share_of_months
    quarters = 1.0 if records.is_short else asked.share_of_quarters
    short = (
        f" The record is shorter than {found.drawing.months} months, so more of them are asked for."
        if records.is_short
        else ""
    )
    return (
        (
            "What is counted",
            f"Distinct incidents of {together(list(asked.categories))}; an incident with several "
            "charges counts once.",
        ),
        (
            "Density",
            f"Drug records lie more than {asked.times_city:g} times as thick as in the city as a "
            f"whole: in the middle with a probability of at least {percent(asked.core)}, at the "
            f"edge with one of at least {percent(asked.edge)}.",
        ),
        ("Volume", f"At least {count(asked.fewest_incidents)} drug incidents."),
        (
            "Months and quarters",
            f"A drug incident in at least {percent(months)} of the months and "
            f"{percent(quarters)} of the quarters.{short}",
        ),
        (
            "One day, one week",
            f"At most {percent(asked.most_on_a_day)} of its drug incidents on one day and "
            f"{percent(asked.most_in_a_week)} in one week; more is a police operation.",
        ),
        (
            "Points and largest point",
            f"At least {count(asked.fewest_points)} different points, and none that holds "
            f"{percent(asked.largest_point)} or more of the drug incidents in and around it: a "
            "place and not an address.",
        ),
        (
            "Institution",
            f"Less than {percent(asked.most_at_institution)} of its drug incidents within "
            f"{asked.institution_m:g} m of a booking place that the city file names.",
        ),
        (
            "Chance",
            f"The drug records were put on other incidents at random, in "
            f"{count(found.drawing.relabellings)} made-up cities. At most "
            f"{percent(asked.chance, places=1)} of such cities may hold a place as clear anywhere. "
            "This tells a place of drugs from a place where much of everything is recorded.",
        ),
        (
            "Outdoors, for a corroborated place",
            f"At least {percent(asked.outdoors)} of the incidents whose premise is known.",
        ),
        (
            "Second source, for a corroborated place",
            f"At least {count(asked.fewest_second_source)} records of sale, drug records that "
            "citizens started, or drug calls; or "
            f"{FEWEST_PEOPLE} overdoses.",
        ),
        (
            "Stable",
            f"Two random halves of the record draw areas that overlap by at least "
            f"{percent(asked.stable)}. An unstable place is still a candidate, and is called "
            "unstable wherever it is named.",
        ),
    )


def drawing_terms(content: Content) -> Terms:
    """Return how places are drawn."""
    found = content.found
    drawing, records = found.drawing, found.records
    return (
        (
            "Record",
            f"{count(len(records.day))} incidents with coordinates, "
            f"{count(int(records.is_drug.sum()))} of them about drugs, "
            f"{span(pd.Timestamp(records.first), pd.Timestamp(records.last))}. Criteria are judged "
            f"{content.window}.",
        ),
        ("Street units", UNITS[found.unit].format(cell=drawing.cell_m, street=drawing.street_m)),
        (
            "Density",
            "Around each unit, records are added up with weights that fall with distance "
            f"(standard deviation {drawing.bandwidth_m:g} m) and with age (one of "
            f"{drawing.half_life_days:g} days counts half).",
        ),
        (
            "Extent and boundary",
            "The extent is where records are likelier than not as dense as a market's. The "
            "boundary lies within it, where the place's own incidents are likeliest to end. A "
            f"place that is too large for one intervention is parted: one has "
            f"{drawing.smallest_ha:g} to {drawing.largest_ha:g} hectares as a rule.",
        ),
        (
            "Firmness",
            f"The city was drawn {count(drawing.replicates)} times with weeks of the record drawn "
            f"anew, and from {count(drawing.halves)} pairs of random halves of it, which tell how "
            "much of such a drawing a fresh record would repeat. Firm is what "
            f"{percent(FIRM)} of fresh records would draw.",
        ),
        (
            "City",
            f"{count(found.city_ha)} hectares: "
            + (
                "within the boundary that was given."
                if found.city is not None
                else "the ground near any incident, for no boundary was given."
            ),
        ),
        ("An intervention", _design(found.design)),
        ("Random numbers", f"Seed {found.seed}: the same records give the same places."),
        (
            "What a record may be",
            f"One of several categories, as in drug sale{AND}weapon; it is counted with each.",
        ),
        (
            "What is not shown",
            "Names of persons are in none of the records. Overdoses and calls for help are on no "
            f"map, and counts of them below {FEWEST_PEOPLE} are not shown. Positions are moved to "
            f"the middle of cells of {CELL_M:g} m before they are drawn.",
        ),
    )


def _design(plan: Designing) -> str:
    """Say how interventions are laid out."""
    rings = together([f"{reach:g} m" for reach in plan.rings_m])
    chosen = (
        f"Controls are those that a person named: {together(list(plan.named_controls))}."
        if plan.named_controls
        else f"Up to {count(plan.controls)} controls are chosen among the other places that were "
        "looked at, booking places, addresses and raids left out, and the next-busiest ground, "
        "grown to the target's size: those most like the target in drug incidents and in crime."
    )
    return (
        f"Rings reach to {rings} from the boundary, on the target's side of the city's edge and of "
        f"barriers, and leave out every candidate place. {chosen} Rings of controls lie at least "
        f"{plan.gap_m:g} m from the target's. Candidate places within {plan.alternatives_m:g} m, "
        "from middle to middle, and at least the nearest one, are alternatives and never controls. "
        f"A change could be shown if it is found with a probability of {percent(plan.power)} at a "
        f"level of {percent(plan.alpha)}, counts varying as much more than by chance as they do "
        "from month to month."
    )
