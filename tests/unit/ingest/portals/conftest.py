"""A portal of each kind, with 250 incidents."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commonground.ingest.portals import Download, download
from tests.unit.ingest.portals.fakes import KINDS, FakePortal, serving, table

PAGE_ROWS = 100

Fetch = Callable[..., Download]


@pytest.fixture(params=KINDS)
def portal(request: pytest.FixtureRequest) -> Iterator[FakePortal]:
    """Serve a portal of each kind in turn."""
    with serving(table(request.param)) as serves:
        yield serves


@pytest.fixture
def socrata() -> Iterator[FakePortal]:
    """Serve a Socrata portal."""
    with serving(table("socrata")) as serves:
        yield serves


@pytest.fixture
def arcgis() -> Iterator[FakePortal]:
    """Serve an ArcGIS portal."""
    with serving(table("arcgis")) as serves:
        yield serves


@pytest.fixture
def ckan() -> Iterator[FakePortal]:
    """Serve a CKAN portal."""
    with serving(table("ckan")) as serves:
        yield serves


@pytest.fixture
def waits() -> list[float]:
    """Seconds that a download would have waited."""
    return []


@pytest.fixture
def fetch(tmp_path: Path, waits: list[float]) -> Fetch:
    """Download into one folder, a hundred rows a page, without waiting."""

    def fetched(portal: FakePortal, *, url: str | None = None, **how: Any) -> Download:  # noqa: ANN401  passed on
        options = {"to": tmp_path / "raw", "page_rows": PAGE_ROWS, "tokens": {}, **how}
        return download(url or portal.url, sleep=waits.append, **options)

    return fetched
