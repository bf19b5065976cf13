"""Boundaries that tests draw."""

from typing import Any


def ring(*corners: tuple[float, float]) -> dict[str, Any]:
    """Return a polygon of one ring."""
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*corners, corners[0])]]}


SQUARE = ring((-80.0, 36.0), (-79.998, 36.0), (-79.998, 36.002), (-80.0, 36.002))
