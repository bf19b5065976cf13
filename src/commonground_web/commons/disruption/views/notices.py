"""The pages of notices: give one, read what your agency is told, and say that it was read."""

from __future__ import annotations

import uuid

from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.actions.notices import Telling, acknowledge, give_notice
from commonground_web.commons.disruption.forms import NoticeForm
from commonground_web.commons.disruption.lists import notices
from commonground_web.commons.disruption.models import HEALTH, LAW, DisruptionNotice, NoticeTo
from commonground_web.commons.disruption.views.operations import operation_of
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.shown import show


@exposes("notice", "list")
def listing(request: Request) -> HttpResponse:
    """List the notices that the actor may see, the newest first, with who has read them."""
    told = NoticeTo.objects.select_related("agency").order_by("agency__name")
    unread = NoticeTo.objects.restrict(request.actor).filter(
        notice=OuterRef("pk"), acknowledged_by=None
    )
    found = (
        DisruptionNotice.objects.restrict(request.actor)
        .select_related("site", "operation")
        .prefetch_related(Prefetch("told", told))
        .annotate(to_read=Subquery(unread.values("pk")[:1]))
    )
    listed = notices(with_acts=request.actor.may("give", "acknowledgement"))
    shown = show(listed, found, request)
    return TemplateResponse(request, "commons/disruption/notices.html", {"list": shown})


@exposes("notice", "give", methods=FORM_METHODS)
def give(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give notice of an operation."""
    found = operation_of(request, pk)
    agencies = list(Agency.objects.exclude(kind__in=LAW).order_by("name"))
    form = NoticeForm(
        request.POST or None,
        agencies=agencies,
        initial={"agencies": [str(agency.pk) for agency in agencies if agency.kind in HEALTH]},
    )
    if done_by_form(
        form,
        lambda: give_notice(
            operation=found, telling=Telling(**form.cleaned_data), by=request.actor, at=now()
        ),
    ):
        return redirect("operation", pk=pk)
    context = {"form": form, "operation": found}
    return TemplateResponse(request, "commons/disruption/notice_form.html", context)


@exposes("acknowledgement", "give", methods=("POST",))
def read(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say that one's agency has read a notice."""
    told = get_object_or_404(NoticeTo.objects.restrict(request.actor), pk=pk)
    done_by_button(request, lambda: acknowledge(told=told, by=request.actor, at=now()))
    return redirect("notices")
