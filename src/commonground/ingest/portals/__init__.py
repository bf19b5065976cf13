"""Open-data portals: Socrata, ArcGIS and CKAN become Parquet pages on disk, whole and resumable.

`portal_of` says which kind an address is, `download` reads all its rows.
"""

from commonground.ingest.portals.download import Download, IncompleteDownload, download
from commonground.ingest.portals.fetching import (
    NotAPortal,
    OversizedPage,
    PortalRefused,
    PortalUnreachable,
)
from commonground.ingest.portals.kinds import UnknownPortal, portal_of
from commonground.ingest.portals.pages import (
    AnotherDownload,
    ChangedSchema,
    DamagedDownload,
    RemovedRows,
)
from commonground.ingest.portals.portal import NoRowKey, PartialAddress, UnorderedRows

__all__ = [
    "AnotherDownload",
    "ChangedSchema",
    "DamagedDownload",
    "Download",
    "IncompleteDownload",
    "NoRowKey",
    "NotAPortal",
    "OversizedPage",
    "PartialAddress",
    "PortalRefused",
    "PortalUnreachable",
    "RemovedRows",
    "UnknownPortal",
    "UnorderedRows",
    "download",
    "portal_of",
]
