"""Reviews: what persons who went and looked found at a place, written down."""

from __future__ import annotations

from pathlib import Path

from commonground.core.errors import DataError
from commonground.core.market import Review
from commonground.core.written import Section, followed


class UnreadableReviews(DataError):
    """A file of reviews that cannot be followed."""


class Reviews(Section):
    """A file of reviews: one ``[[reviews]]`` for each look that a person took at a place."""

    reviews: tuple[Review, ...] = ()


def read_reviews(file: Path) -> tuple[Review, ...]:
    """Read persons' recorded reviews of places.

    Parameters
    ----------
    file
        A TOML file with one ``[[reviews]]`` for each: ``place``, ``by`` (a role and an
        organisation), ``on`` (a day), ``finding`` (``"market"`` or ``"no market"``) and ``basis``.

    Raises
    ------
    UnreadableReviews
        If it is missing or cannot be followed.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableReviews(f"{file} cannot be read: {problem}.") from None
    return followed(text, model=Reviews, name=file.name, error=UnreadableReviews).reviews
