"""What the gates are told of agreements and of the boundary: what the Commons keeps itself."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from commonground_web.commons.agencies.models import ROOMS, Agency, Agreement, Kind
from commonground_web.commons.agencies.standing import agencies_in_standing
from commonground_web.commons.sites.models import Boundary
from commonground_web.commons.steps.gates.facts import tells
from commonground_web.kernel.clock import today
from commonground_web.kernel.rooms import Room

POLICE = (Kind.POLICE, Kind.SHERIFF)
WITH_NAMES = tuple(kind for kind, room in ROOMS.items() if room is Room.CASEROOM)


@tells("police_bound")
def police_bound(site: uuid.UUID) -> bool:  # noqa: ARG001 - agreements are of the whole room
    """Tell whether a memorandum of a police department or a sheriff is in force."""
    return _bound(*POLICE).exists()


@tells("prosecutor_bound")
def prosecutor_bound(site: uuid.UUID) -> bool:  # noqa: ARG001 - agreements are of the whole room
    """Tell whether a memorandum of a prosecutor is in force."""
    return _bound(Kind.PROSECUTOR).exists()


@tells("sharing_bound")
def sharing_bound(site: uuid.UUID) -> bool | None:  # noqa: ARG001 - agreements are of the whole room
    """Tell whether every agency that weighs names has agreed to the rules on them.

    Not known while no agency that works in the case room has a memorandum in force.
    """
    agreed = Agreement.objects.filter(kind=Agreement.Kind.PART_23).in_force(today())
    bound = _bound(*WITH_NAMES)
    if not bound.exists():
        return None
    return not bound.exclude(pk__in=agreed.values("agency")).exists()


@tells("boundary_approved")
def boundary_approved(site: uuid.UUID) -> bool:
    """Tell whether a boundary of the site was approved by a second person, and is in force."""
    approved = Boundary.objects.filter(site=site, approved_by__isnull=False)
    return bool(approved.filter(valid_from__lte=today()).exists())


def _bound(*kinds: Kind) -> QuerySet[Agency]:
    found: QuerySet[Agency] = Agency.objects.filter(
        kind__in=kinds, pk__in=agencies_in_standing(today())
    )
    return found
