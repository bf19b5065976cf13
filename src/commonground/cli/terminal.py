"""What everything on a terminal is made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from commonground.core.progress import Progress as Told

WIDTH = 100
"""Columns of text; narrower terminals wrap."""


@contextmanager
def shown_progress() -> Iterator[Told]:
    """Show on standard error what is under way, with a bar, if a person is watching."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total, visible=done < total)

        yield told


def terminal() -> Console:
    """Return the terminal, no wider than reads well."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def print_table(console: Console, table: Table) -> None:
    """Print a table without the spaces that fill its last column."""
    with console.capture() as printed:
        console.print(table)
    lines = (line.rstrip() for line in printed.get().rstrip().splitlines())
    console.print(Text.from_ansi("\n".join(lines)), soft_wrap=True)


def plain_table(title: str) -> Table:
    """Return a table without lines."""
    return Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
