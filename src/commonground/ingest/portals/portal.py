"""What the three kinds of portal have in common: a layout, a count, and pages in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol
from urllib.parse import SplitResult, parse_qsl

from commonground.core.errors import DataError
from commonground.ingest.portals.fetching import Token

Row = Mapping[str, object]
"""One row as the portal's JSON gives it; a column without a value may be left out."""

ANEW = "Download the table anew, into an empty folder."
"""What to do where pages on disk and rows at the portal no longer fit together."""

TOKEN_PARAMETERS = frozenset({"token", "$$app_token", "apikey", "api_key"})


class PartialAddress(DataError):
    """An address that asks for a part of the data, or that holds a secret."""


class NoRowKey(DataError):
    """A table without a key by which its rows can be read in order."""


class UnorderedRows(DataError):
    """Rows that came out of order, or twice."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table looks like, before its rows are read.

    Parameters
    ----------
    columns
        Names of the columns, in order.
    page_rows
        Rows to ask for at a time where nobody says otherwise.
    notes
        What a reader of the rows must know.
    """

    columns: tuple[str, ...]
    page_rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a table has been read: the last row's key, and the rows up to it."""

    key: str
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Rows that follow a mark.

    Parameters
    ----------
    rows
        The rows, in the order of their keys.
    key
        Key of the last row, in words that only this kind of portal understands.
    is_last
        Whether the portal says that nothing follows.
    columns
        Names of the columns where the portal sent them with the page.
    follows
        Key of the row before the first, where the portal sent that too; empty if it is gone.
    """

    rows: Sequence[Row]
    key: str
    is_last: bool
    columns: tuple[str, ...] | None = None
    follows: str | None = None


class Portal(Protocol):
    """One table of one portal."""

    kind: ClassVar[str]
    form: ClassVar[str]
    token: ClassVar[Token]

    @property
    def address(self) -> str:
        """The table's address, without secrets and always written the same way."""

    def describe(self) -> Layout:
        """Return the columns and the size of a page."""

    def count(self) -> int:
        """Return how many rows the portal says there are."""

    def page(self, *, after: Mark | None, rows: int) -> Page:
        """Return at most so many rows that follow a mark, the first ones where there is none."""


def require_whole(url: SplitResult, *, narrows: Callable[[str, str], bool]) -> None:
    """Refuse an address that asks for a part of a table, or that holds a token.

    Parameters
    ----------
    url
        The address.
    narrows
        Whether a parameter, given its name in small letters and its value, leaves rows out.
    """
    asked = [(name.lower(), value) for name, value in parse_qsl(url.query)]
    if "@" in url.netloc or any(name in TOKEN_PARAMETERS for name, _ in asked):
        raise PartialAddress(
            f"The address at {url.hostname} holds a token or a password, and addresses are written "
            "down. Take it out, and put a token in the environment: SOCRATA_APP_TOKEN, "
            "ARCGIS_TOKEN or CKAN_API_KEY."
        )
    for name, value in asked:
        if narrows(name, value):
            raise PartialAddress(
                f"The address asks for part of the data ({name}={value}). Give the address of the "
                "whole table; what is not needed can be left out afterwards."
            )
