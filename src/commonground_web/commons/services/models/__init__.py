"""The tables of the service directory."""

from commonground_web.commons.services.models.capacity import Capacity, Reservation, Unit
from commonground_web.commons.services.models.details import Address, Phone, Schedule
from commonground_web.commons.services.models.directory import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from commonground_web.commons.services.models.imports import DirectoryImport

__all__ = [
    "Address",
    "Capacity",
    "DirectoryImport",
    "Location",
    "Organization",
    "Phone",
    "Reservation",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "Unit",
]
