"""Which kind of portal an address is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import urllib3

from commonground.core.errors import DataError
from commonground.ingest.portals.arcgis import ArcGIS
from commonground.ingest.portals.ckan import CKAN
from commonground.ingest.portals.fetching import Fetcher
from commonground.ingest.portals.portal import Portal
from commonground.ingest.portals.socrata import Socrata

KINDS: tuple[type[ArcGIS | CKAN | Socrata], ...] = (ArcGIS, CKAN, Socrata)
"""In the order of how sure their addresses are: Socrata's may be any web page's."""

SCHEMES = ("http", "https")


class UnknownPortal(DataError):
    """An address that is none of the three kinds."""


def portal_of(url: str) -> str:
    """Return which kind of portal an address is: ``arcgis``, ``ckan`` or ``socrata``.

    Parameters
    ----------
    url
        Address of a table: of the data themselves, or of the page that shows them.

    Raises
    ------
    UnknownPortal
        If it is none of the three.
    PartialAddress
        If it asks for a part of a table, or holds a token.
    """
    return _recognised(url)[0].kind


def opened(
    url: str,
    *,
    pool: urllib3.PoolManager,
    tokens: Mapping[str, str],
    sleep: Callable[[float], None],
) -> Portal:
    """Return the table at an address, ready to be asked.

    Parameters
    ----------
    url
        As for `portal_of`.
    pool
        Where connections come from.
    tokens
        Tokens by the name of their environment variable.
    sleep
        Called with seconds to wait between tries.
    """
    kind, address = _recognised(url)
    secret = tokens.get(kind.token.variable, "").strip()
    fetcher = Fetcher(pool=pool, token=kind.token, secret=secret, sleep=sleep)
    return kind(address=address, fetcher=fetcher)


def _recognised(url: str) -> tuple[type[ArcGIS | CKAN | Socrata], str]:
    try:
        split = urlsplit(url.strip())
    except ValueError:
        raise _unknown("The address") from None
    if split.scheme in SCHEMES and split.hostname:
        for kind in KINDS:
            address = kind.address_in(split)
            if address is not None:
                return kind, address
    shown = f"{split.scheme}://{split.hostname}{split.path}" if split.hostname else repr(url)
    raise _unknown(shown)


def _unknown(shown: str) -> UnknownPortal:
    forms = "; ".join(kind.form for kind in KINDS)
    return UnknownPortal(f"{shown} is no portal's table that could be read. Needed is: {forms}.")
