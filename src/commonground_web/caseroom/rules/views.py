"""The files of rules: a signed version as everyone may read it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from commonground_web.caseroom.criteria.models import CriteriaSet
from commonground_web.caseroom.policies.models import Policy
from commonground_web.caseroom.rules.files import Version, rules_of
from commonground_web.caseroom.sides import Side
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request


@exposes("criteria", "view")
def criteria_file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a signed set of criteria as a file, to be brought into the Commons."""
    return _file(get_object_or_404(CriteriaSet.objects.restrict(request.actor), pk=pk))


@exposes("policy", "view")
def policy_file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a signed policy as a file, to be brought into the Commons."""
    return _file(get_object_or_404(Policy.objects.restrict(request.actor), pk=pk))


def _file(version: Version) -> HttpResponse:
    if version.signatures.count() < len(Side):
        raise Http404
    rules = rules_of(version)
    return HttpResponse(
        rules.as_file(),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{rules.on}-{rules.number}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )
