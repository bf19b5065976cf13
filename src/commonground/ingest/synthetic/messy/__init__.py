"""The synthetic city as the files that agencies publish, with all their faults, and the truth.

`Mess` says how bad they are, `write_messy` writes them with a city file, and what it returns holds
the incidents that an importer must come to.
"""

from commonground.ingest.synthetic.messy.mess import ImpossibleMess, Mess
from commonground.ingest.synthetic.messy.publishing import MessyFiles, write_messy
from commonground.ingest.synthetic.messy.whereabouts import CRS, ORIGIN_M, places_on_the_map

__all__ = [
    "CRS",
    "ORIGIN_M",
    "ImpossibleMess",
    "Mess",
    "MessyFiles",
    "places_on_the_map",
    "write_messy",
]
