"""A first city file for a file nobody has described, written by looking at it.

`sketch` writes it, and says what a person must check.
"""

from commonground.ingest.sketch.moments import NoMoment
from commonground.ingest.sketch.sketching import ROWS, Sketch, sketch

__all__ = ["ROWS", "NoMoment", "Sketch", "sketch"]
