"""A portal's table, page by page onto disk: stopped anywhere, it goes on from there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from commonground.core.errors import DataError
from commonground.core.progress import Progress, quietly
from commonground.ingest.portals.fetching import connections
from commonground.ingest.portals.kinds import opened
from commonground.ingest.portals.pages import State, resumed, save, with_columns, with_page
from commonground.ingest.portals.portal import ANEW, Portal


class IncompleteDownload(DataError):
    """Fewer rows than the portal counts."""


@dataclass(frozen=True, slots=True)
class Download:
    """The rows of a portal's table, on disk.

    Parameters
    ----------
    files
        Parquet files of text columns, in the order of the rows.
    rows
        Rows in the files.
    promised
        Rows that the portal counted when the last one had been read.
    kind
        Kind of the portal: ``arcgis``, ``ckan`` or ``socrata``.
    notes
        What a reader of the rows must know.
    """

    files: tuple[Path, ...]
    rows: int
    promised: int
    kind: str
    notes: tuple[str, ...] = ()


def download(
    url: str,
    *,
    to: Path,
    page_rows: int | None = None,
    tokens: Mapping[str, str] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    progress: Progress = quietly,
) -> Download:
    """Read the rows of a portal's table that are not in a folder yet.

    Rows are read in the order of a key that the portal never changes, so that rows which come or
    go meanwhile neither hide others nor repeat them. After a break, or when the table has grown,
    the same call goes on where the last one ended.

    Parameters
    ----------
    url
        Address of the table, or of the page that shows it.
    to
        Folder for the pages; made if it is not there. It may hold pages of this table only.
    page_rows
        Rows to ask for at a time; as many as suits the portal if left out.
    tokens
        Tokens by name: ``SOCRATA_APP_TOKEN``, ``ARCGIS_TOKEN``, ``CKAN_API_KEY``; the environment
        if left out. They are sent, and never written.
    sleep
        Called with seconds to wait before another try.
    progress
        Told of the rows read.

    Raises
    ------
    UnknownPortal, PartialAddress
        If the address is not that of a portal's whole table.
    PortalUnreachable, PortalRefused, NotAPortal, OversizedPage
        If the portal does not answer, says no, or answers something else than rows.
    AnotherDownload, DamagedDownload
        If the folder holds another table's pages, or not all of this one's.
    ChangedSchema, UnorderedRows, NoRowKey
        If the rows do not belong together.
    IncompleteDownload
        If fewer rows came than the portal counts; the pages stay.
    """
    if page_rows is not None and page_rows < 1:
        raise ValueError(f"page_rows must be at least 1, not {page_rows}")
    tokens = os.environ if tokens is None else tokens

    with connections(url) as pool:
        portal = opened(url, pool=pool, tokens=tokens, sleep=sleep)
        state = resumed(to, url=portal.address, kind=portal.kind)
        layout = portal.describe()
        to.mkdir(parents=True, exist_ok=True)
        state = with_columns(to, state=state, columns=layout.columns)

        reading = _Reading(portal, to, page_rows or layout.page_rows, progress)
        promised = portal.count()
        state, counted = reading.completed(state, promised=promised)

    state = replace(state, finished=True)
    save(to, state=state)
    return Download(
        files=tuple(to / page.file for page in state.pages),
        rows=state.rows,
        promised=counted,
        kind=portal.kind,
        notes=(*layout.notes, *_notes(state, promised=promised, counted=counted)),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One table on its way into one folder."""

    portal: Portal
    to: Path
    page_rows: int
    progress: Progress

    def completed(self, state: State, *, promised: int) -> tuple[State, int]:
        """Read on until there are as many rows as the portal counts, and return that count too."""
        counted = promised
        while True:
            before = state.rows
            state = self._to_the_end(state, promised=counted)
            counted = self.portal.count()
            if state.rows >= counted:
                return state, counted
            if state.rows == before:
                raise IncompleteDownload(
                    f"{state.url} counts {counted} rows and sent {state.rows}. They are kept: run "
                    "the same again to read on. If they stay too few, rows were put in among those "
                    f"already read. {ANEW}"
                )

    def _to_the_end(self, state: State, *, promised: int) -> State:
        is_last = False
        while not is_last:
            self.progress("Download", state.rows, max(promised, state.rows))
            page = self.portal.page(after=state.mark, rows=self.page_rows)
            state = with_page(self.to, state=state, page=page)
            is_last = page.is_last

        self.progress("Download", state.rows, max(promised, state.rows))
        return state


def _notes(state: State, *, promised: int, counted: int) -> list[str]:
    notes = []
    if counted != promised:
        notes.append(
            f"The portal counted {promised} rows at the start and {counted} at the end: its table "
            "changed while it was read."
        )
    if state.rows > counted:
        notes.append(
            f"{state.rows - counted} of {state.rows} rows are no longer at the portal, which does "
            f"not say which. To be rid of them: {ANEW}"
        )
    return notes
