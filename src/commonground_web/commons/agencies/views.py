"""The pages of agencies and their agreements."""

from __future__ import annotations

import uuid
from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.actions import (
    Signed,
    add_agency,
    confirm_agreement,
    correct_agency,
    end_agreement,
    record_agreement,
)
from commonground_web.commons.agencies.lists import agencies
from commonground_web.commons.agencies.models import ALL_AGREEMENTS, Agency, Agreement, Kind
from commonground_web.commons.agencies.standing import lacking
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.files.keeping import file_view, files_of_all
from commonground_web.kernel.files.models import StoredFile
from commonground_web.kernel.pages.lists.declared import Listing
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show
from commonground_web.kernel.pages.rendering import DayInput


class CorrectionForm(forms.Form):
    """An agency's name, and how it is reached."""

    name = forms.CharField(label=_("Name"), max_length=120)
    reached_at = forms.CharField(
        label=_("How people reach it"),
        max_length=200,
        required=False,
        help_text=_(
            "An address and a number of the office, never of a person. For oversight the pages on "
            "which everyone may complain show it."
        ),
    )


class AgencyForm(CorrectionForm):
    """An agency's name and kind."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Kind.choices,
        help_text=_("It decides which room its people may work in, and never changes."),
    )
    field_order = ("name", "kind")


class AgreementForm(forms.Form):
    """What was signed."""

    kind = forms.ChoiceField(label=_("What was signed"), choices=Agreement.Kind.choices)
    reference = forms.CharField(
        label=_("Where the signed paper lies"),
        max_length=200,
        help_text=_("A file number or a shelf, so that a second person can look at it."),
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    expires_on = forms.DateField(label=_("Runs out on"), widget=DayInput)
    paper = FileUpTo(
        label=_("The signed paper"),
        required=False,
        help_text=_("As PDF, so that the second person can read it here."),
    )


class EndForm(forms.Form):
    """Why an agreement is ended."""

    why = forms.CharField(label=_("Why is it ended?"), max_length=200)


@exposes("agency", "list")
def listing(request: Request) -> HttpResponse:
    """List the agencies that take part, and whether their people are let in."""
    found = Agency.objects.restrict(request.actor)
    shown = show(_agencies(), found, request, export=reverse("agency-export"))
    return TemplateResponse(request, "commons/agencies.html", {"list": shown})


@exposes("agency", "list")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of agencies as a file."""
    return export(_agencies(), Agency.objects.restrict(request.actor), request)


def _agencies() -> Listing:
    memoranda = Agreement.objects.filter(kind=Agreement.Kind.MEMORANDUM).in_force(today())
    return agencies(let_in=set(memoranda.values_list("agency", flat=True)))


@exposes("agency", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Add an agency."""
    form = AgencyForm(request.POST or None)
    made: list[Agency] = []

    def act() -> None:
        made.append(add_agency(**form.cleaned_data, by=request.actor, at=now()))

    if done_by_form(form, act):
        return redirect("agency", pk=made[0].pk)
    return TemplateResponse(request, "commons/agency_form.html", {"form": form})


agreement_file = file_view(Agreement)


@exposes("agency", "view", with_entities=("agreement", StoredFile.ENTITY))
def agency(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one agency and those of its agreements that the actor may see."""
    found = get_object_or_404(Agency.objects.restrict(request.actor), pk=pk)
    agreements = Agreement.objects.restrict(request.actor).filter(agency=found)
    if not request.actor.may("view", "agreement"):
        agreements = agreements.none()
    day = today()
    signed = list(agreements.order_by("-signed_on"))
    papers = files_of_all(signed)
    rows = [(one, one.binds(day), papers.get(one.pk, ())) for one in signed]
    sees_all = bool(request.actor.roles & ALL_AGREEMENTS) or found.pk == request.actor.agency
    context = {
        "agency": found,
        "rows": rows,
        "lacking": lacking(found, signed, on=day) if sees_all else [],
    }
    return TemplateResponse(request, "commons/agency.html", context)


@exposes("agency", "update", methods=FORM_METHODS)
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give an agency its right name, and say how people reach it."""
    found = get_object_or_404(Agency.objects.restrict(request.actor), pk=pk)
    initial = {"name": found.name, "reached_at": found.reached_at}
    form = CorrectionForm(request.POST or None, initial=initial)
    act = partial(correct_agency, agency=found, by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        return redirect("agency", pk=pk)
    return TemplateResponse(request, "commons/agency_form.html", {"form": form, "agency": found})


@exposes("agreement", "create", methods=FORM_METHODS, with_entities=(StoredFile.ENTITY,))
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Record what an agency has signed."""
    found = get_object_or_404(Agency.objects.restrict(request.actor), pk=pk)
    form = AgreementForm(request.POST or None, request.FILES or None)
    if done_by_form(
        form,
        lambda: record_agreement(
            agency=found, signed=Signed(**form.cleaned_data), by=request.actor, at=now()
        ),
    ):
        return redirect("agency", pk=pk)
    return TemplateResponse(request, "commons/agreement_form.html", {"form": form, "agency": found})


@exposes("agreement", "confirm", methods=("POST",))
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm an agreement as a second person."""
    found = get_object_or_404(Agreement.objects.restrict(request.actor), pk=pk)
    done_by_button(request, lambda: confirm_agreement(agreement=found, by=request.actor, at=now()))
    return redirect("agency", pk=found.agency_id)


@exposes("agreement", "end", methods=FORM_METHODS)
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End an agreement."""
    found = get_object_or_404(
        Agreement.objects.restrict(request.actor).select_related("agency"), pk=pk
    )
    form = EndForm(request.POST or None)
    act = partial(end_agreement, agreement=found, on=today(), by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        return redirect("agency", pk=found.agency_id)
    context = {"form": form, "agreement": found}
    return TemplateResponse(request, "commons/agreement_end.html", context)
