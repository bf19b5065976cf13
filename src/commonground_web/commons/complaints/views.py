"""The pages of complaints."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.actions import make_complaint
from commonground_web.commons.complaints.models import About, Complaint
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now

LONGEST_PAGE = 50


class ComplaintForm(forms.Form):
    """What happened, without a name."""

    about = forms.ChoiceField(label=_("What is it about?"), choices=About.choices)
    text = forms.CharField(label=_("What happened?"), max_length=4000, widget=forms.Textarea)


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "commons/front.html")


@exposes("complaint", "list")
def listing(request: Request) -> HttpResponse:
    """List complaints, the newest first."""
    complaints = list(
        Complaint.objects.restrict(request.actor).order_by("-created_at")[:LONGEST_PAGE]
    )
    return TemplateResponse(request, "commons/complaints.html", {"complaints": complaints})


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
