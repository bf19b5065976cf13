"""The page on which oversight forwards a contest to the case room."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.contests.actions import forward_contest
from commonground_web.commons.contests.forms import ForwardForm
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.clock import now


@exposes(
    "complaint", "forward", methods=FORM_METHODS, with_entities=("candidate",), asks_purpose=True
)
def forward(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Choose by name whom a contest is of, and forward it."""
    found = get_object_or_404(Complaint.objects.restrict(request.actor), pk=pk)
    form = ForwardForm(
        request.POST or None,
        candidates=Candidate.objects.restrict(request.actor),
        sites=naming.sites(),
        initial={"grounds": found.given_grounds, "asks": found.asks},
    )
    if done_by_form(
        form,
        lambda: forward_contest(
            complaint=found, forwarded=form.forwarded(), by=request.actor, at=now()
        ),
    ):
        return redirect("complaint", pk=pk)
    context = {"form": form, "complaint": found}
    return TemplateResponse(request, "commons/contest_forward.html", context)
