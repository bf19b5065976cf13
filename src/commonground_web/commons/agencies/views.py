"""The pages of agencies and their agreements."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.actions import (
    Signed,
    add_agency,
    confirm_agreement,
    end_agreement,
    record_agreement,
    rename_agency,
)
from commonground_web.commons.agencies.models import Agency, Agreement, Kind
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now, today


class Day(forms.DateInput):
    """A day, as browsers ask for it."""

    input_type = "date"


class AgencyForm(forms.Form):
    """An agency's name and kind."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Kind.choices,
        help_text=_("It decides which room its people may work in, and never changes."),
    )


class NameForm(forms.Form):
    """An agency's name."""

    name = forms.CharField(label=_("Name"), max_length=120)


class AgreementForm(forms.Form):
    """What was signed."""

    kind = forms.ChoiceField(label=_("What was signed"), choices=Agreement.Kind.choices)
    reference = forms.CharField(
        label=_("Where the signed paper lies"),
        max_length=200,
        help_text=_("A file number or a shelf, so that a second person can look at it."),
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=Day)
    expires_on = forms.DateField(label=_("Runs out on"), widget=Day)


class EndForm(forms.Form):
    """Why an agreement is ended."""

    why = forms.CharField(label=_("Why is it ended?"), max_length=200)


@exposes("agency", "list")
def listing(request: Request) -> HttpResponse:
    """List the agencies that take part, and whether their people are let in."""
    bound = set(
        Agreement.objects.filter(kind=Agreement.Kind.MEMORANDUM)
        .in_force(today())
        .values_list("agency", flat=True)
    )
    agencies = list(Agency.objects.restrict(request.actor).order_by("name"))
    rows = [(agency, agency.pk in bound) for agency in agencies]
    return TemplateResponse(request, "commons/agencies.html", {"rows": rows})


@exposes("agency", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Add an agency."""
    form = AgencyForm(request.POST or None)
    if form.is_valid():
        try:
            agency = add_agency(**form.cleaned_data, by=request.actor, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("agency", pk=agency.pk)
    return TemplateResponse(request, "commons/agency_form.html", {"form": form})


@exposes("agency", "view", with_entities=("agreement",))
def agency(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one agency and those of its agreements that the actor may see."""
    found = get_object_or_404(Agency.objects.restrict(request.actor), pk=pk)
    agreements = Agreement.objects.restrict(request.actor).filter(agency=found)
    if not request.actor.may("view", "agreement"):
        agreements = agreements.none()
    day = today()
    rows = [(agreement, agreement.binds(day)) for agreement in agreements.order_by("-signed_on")]
    context = {"agency": found, "rows": rows}
    return TemplateResponse(request, "commons/agency.html", context)


@exposes("agency", "update", methods=FORM_METHODS)
def rename(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give an agency its right name."""
    found = get_object_or_404(Agency.objects.restrict(request.actor), pk=pk)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        try:
            rename_agency(agency=found, **form.cleaned_data, by=request.actor, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("agency", pk=pk)
    return TemplateResponse(request, "commons/agency_form.html", {"form": form, "agency": found})


@exposes("agreement", "create", methods=FORM_METHODS)
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Record what an agency has signed."""
    found = get_object_or_404(Agency.objects.restrict(request.actor), pk=pk)
    form = AgreementForm(request.POST or None)
    if form.is_valid():
        try:
            record_agreement(
                agency=found, signed=Signed(**form.cleaned_data), by=request.actor, at=now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("agency", pk=pk)
    return TemplateResponse(request, "commons/agreement_form.html", {"form": form, "agency": found})


@exposes("agreement", "confirm", methods=("POST",))
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm an agreement as a second person."""
    found = get_object_or_404(Agreement.objects.restrict(request.actor), pk=pk)
    try:
        confirm_agreement(agreement=found, by=request.actor, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("agency", pk=found.agency_id)


@exposes("agreement", "end", methods=FORM_METHODS)
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End an agreement."""
    found = get_object_or_404(
        Agreement.objects.restrict(request.actor).select_related("agency"), pk=pk
    )
    form = EndForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            end_agreement(agreement=found, why=why, on=today(), by=request.actor, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("agency", pk=found.agency_id)
    context = {"form": form, "agreement": found}
    return TemplateResponse(request, "commons/agreement_end.html", context)
