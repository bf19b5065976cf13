"""Synthetic cities of which everything is known: the ground on which methods are tried.

`synthetic_city` makes one, `city_panel` counts it into a panel, `write_city` writes it down.
The package `messy` writes it as the files that agencies publish.
"""

from commonground.ingest.synthetic.city import (
    SyntheticCity,
    Truth,
    city_panel,
    expected_change,
    synthetic_city,
)
from commonground.ingest.synthetic.files import write_city
from commonground.ingest.synthetic.plan import (
    CATEGORIES,
    OUTCOMES,
    CityPlan,
    ImpossibleCity,
    Operation,
)
from commonground.ingest.synthetic.planting import BookingPlace, Market
from commonground.ingest.synthetic.sources import PlantedOperation

__all__ = [
    "CATEGORIES",
    "OUTCOMES",
    "BookingPlace",
    "CityPlan",
    "ImpossibleCity",
    "Market",
    "Operation",
    "PlantedOperation",
    "SyntheticCity",
    "Truth",
    "city_panel",
    "expected_change",
    "synthetic_city",
    "write_city",
]
