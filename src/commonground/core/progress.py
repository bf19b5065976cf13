"""Progress: how long work tells whoever watches where it stands."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, what is done of it, and what there is to do."""


def quietly(stage: str, done: int, total: int) -> None:
    """Take note of progress where nobody asked."""
