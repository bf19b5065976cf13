"""The pages of complaints."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.actions import make_complaint
from commonground_web.commons.complaints.lists import COMPLAINTS
from commonground_web.commons.complaints.models import About, Complaint
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show


class ComplaintForm(forms.Form):
    """What happened, without a name."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=About.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Say what happened, where and when. Leave out your name if you want to."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "commons/front.html")


@exposes("complaint", "list")
def listing(request: Request) -> HttpResponse:
    """List complaints, the newest first."""
    may_export = request.actor.may("export", "complaint")
    shown = show(
        COMPLAINTS,
        Complaint.objects.restrict(request.actor),
        request,
        export=reverse("complaint-export") if may_export else "",
    )
    return TemplateResponse(request, "commons/complaints.html", {"list": shown})


@exposes("complaint", "export")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of complaints as a file, without what was written in them."""
    try:
        return export(COMPLAINTS, Complaint.objects.restrict(request.actor), request)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("complaints")


@exposes("complaint", "create", methods=("GET", "HEAD", "POST"))
def create(request: Request) -> HttpResponse:
    """Make a complaint."""
    form = ComplaintForm(request.POST or None)
    if form.is_valid():
        code = make_complaint(**form.cleaned_data, by=request.actor, at=now())
        return TemplateResponse(request, "commons/complaint_made.html", {"code": code})
    return TemplateResponse(request, "commons/complaint_form.html", {"form": form})


@exposes("complaint", "view", asks_purpose=True)
def complaint(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one complaint."""
    found = get_object_or_404(Complaint.objects.restrict(request.actor), pk=pk)
    return TemplateResponse(request, "commons/complaint.html", {"complaint": found})
