"""The page on which a second person agrees to files, or declines them."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.clock import now
from commonground_web.kernel.exports.actions import answer_export
from commonground_web.kernel.exports.models import ExportRequest

LONGEST_PAGE = 50


@exposes("export", "list")
def waiting(request: Request) -> HttpResponse:
    """List the files that wait for a second person, and those of late."""
    mine = ExportRequest.objects.restrict(request.actor)
    asked = list(mine.waiting(at=now()).order_by("asked_at", "pk")[:LONGEST_PAGE])
    answered = list(mine.exclude(answered_at=None).order_by("-answered_at", "pk")[:LONGEST_PAGE])
    names = dict(
        Account.objects.filter(
            pk__in={pk for row in (*asked, *answered) for pk in (row.asked_by, row.answered_by)}
        ).values_list("pk", "name")
    )
    shown = {
        "asked": [(row, names.get(row.asked_by, "")) for row in asked],
        "answered": [
            (row, names.get(row.asked_by, ""), names.get(row.answered_by, "")) for row in answered
        ],
        "may_answer": request.actor.may("answer", "export"),
    }
    return TemplateResponse(request, "exports/exports.html", shown)


@exposes("export", "answer", methods=("POST",), fresh=True)
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Agree to a file, or decline it."""
    asked = get_object_or_404(ExportRequest.objects.restrict(request.actor), pk=pk)
    agreed = "agree" in request.POST
    done_by_button(
        request, lambda: answer_export(asked=asked, agreed=agreed, by=request.actor, at=now())
    )
    return redirect("exports")
