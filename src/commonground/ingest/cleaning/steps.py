"""Steps: a long query in views, one on the other."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

    Step = Callable[[ir.Table], ir.Table]
    """Puts a view between two steps of a query."""


def stepwise(engine: DuckDB) -> Step:
    """Return what puts a view between two steps of a long query.

    Ibis writes an expression out again wherever a later step uses it, so that a query of many
    steps grows beyond what an engine can take. A view keeps it as long as its steps are.
    """
    numbers = count()
    session = uuid.uuid4().hex

    def step(table: ir.Table) -> ir.Table:
        return engine.create_view(f"step_{session}_{next(numbers)}", table)

    return step
