"""The pieces a report is made of, before any template sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section.

    Parameters
    ----------
    kind
        How it is set.
    text
        Of a paragraph or listing; caption of a table or figure.
    items
        Of a list, or (term, meaning) of terms.
    columns, rows
        Of a table, every cell as text; ``numeric`` says which columns line up on the right.
    figure, title, alt
        Name of a figure, what it shows, and what is to be seen in it.
    """

    kind: Literal["lead", "text", "list", "terms", "table", "figure", "listing"]
    text: str = ""
    items: tuple[str | tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    figure: str = ""
    title: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Parameters
    ----------
    heading
        What it is about.
    blocks
        Its pieces, in order.
    on_new_page
        Whether a page begins with it, where there are pages.
    """

    heading: str
    blocks: tuple[Block, ...]
    on_new_page: bool = False


def table_block(
    caption: str,
    columns: list[str],
    rows: list[tuple[str, ...]],
    *,
    text_columns: tuple[int, ...],
) -> Block:
    """Return a table; columns that hold text line up on the left, numbers on the right."""
    return Block(
        "table",
        text=caption,
        columns=tuple(columns),
        numeric=tuple(at not in text_columns for at in range(len(columns))),
        rows=tuple(rows),
    )
