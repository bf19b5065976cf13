"""What is done to organisations and services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from commonground_web.commons.services.actions.owning import require_kept
from commonground_web.commons.services.models import Organization, Service
from commonground_web.commons.services.models.directory import EDITING_ALL
from commonground_web.kernel.access.actions import NotPermitted, Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.compartments.records import Record

Given = Mapping[str, Any]
"""Values by the names of fields, as a form cleaned them."""


@action("organization", "create")
def add_organization(*, given: Given, by: Actor, at: datetime) -> Organization:  # noqa: ARG001
    """Add an organisation to the directory."""
    organization = Organization(**given)
    _require_one_per_agency(organization)
    organization.save(force_insert=True)
    open_access().did("organization.added", organization)
    return organization


@action("organization", "update")
def change_organization(
    *,
    organization: Organization,
    given: Given,
    by: Actor,
    at: datetime,  # noqa: ARG001 - as all actions
) -> None:
    """Change what the directory says of an organisation; whose it is, a coordinator says."""
    organization.lock()
    require_kept(organization, by=by)
    if "agency" in given and not by.roles & EDITING_ALL:
        raise NotPermitted
    put(organization, given)
    _require_one_per_agency(organization)
    organization.save()
    open_access().did("organization.changed", organization)


@action("service", "create")
def add_service(*, given: Given, by: Actor, at: datetime) -> Service:  # noqa: ARG001
    """Add a service of an organisation."""
    service = Service(**given)
    require_kept(service.organization, by=by)
    service.save(force_insert=True)
    open_access().did("service.added", service)
    return service


@action("service", "update")
def change_service(*, service: Service, given: Given, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Change what the directory says of a service."""
    service.lock()
    require_kept(service.organization, by=by)
    put(service, given)
    require_kept(service.organization, by=by)
    service.save()
    open_access().did("service.changed", service)


def put(row: Record, given: Given) -> None:
    """Set the fields of a row."""
    for name, value in given.items():
        setattr(row, name, value)


def _require_one_per_agency(organization: Organization) -> None:
    others = Organization.objects.exclude(pk=organization.pk)
    if organization.agency_id and others.filter(agency=organization.agency_id).exists():
        raise Refused(_("This agency is in the directory already, as another organisation."))
