"""Who keeps which entries: a coordinator all of them, a partner those of their own agency."""

from __future__ import annotations

from commonground_web.commons.services.models import Organization
from commonground_web.commons.services.models.directory import EDITING_ALL
from commonground_web.kernel.access.actions import NotPermitted
from commonground_web.kernel.access.actor import Actor


def may_keep(organization: Organization, *, by: Actor) -> bool:
    """Say whether an actor keeps the entries of an organisation, if their role lets them at all."""
    if by.is_system or by.roles & EDITING_ALL:
        return True
    return organization.agency_id is not None and organization.agency_id == by.agency


def require_kept(organization: Organization, *, by: Actor) -> None:
    """Find nothing for whoever does not keep the entries of an organisation.

    Raises
    ------
    NotPermitted
        If they do not.
    """
    if not may_keep(organization, by=by):
        raise NotPermitted
