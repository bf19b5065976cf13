"""The pages of clients."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.actions import create_client
from commonground_web.careroom.clients.lists import CLIENTS
from commonground_web.careroom.clients.models import Client
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show


class ClientForm(forms.Form):
    """How a person wants to be called and reached."""

    preferred_name = forms.CharField(
        label=_("Preferred name"),
        help_text=_("The name they want to be called by. It need not be their legal name."),
        max_length=120,
    )
    contact = forms.CharField(label=_("How to reach them"), max_length=500, required=False)


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "careroom/front.html")


@exposes("client", "list")
def listing(request: Request) -> HttpResponse:
    """List the clients of the actor's provider, the newest first."""
    may_export = request.actor.may("export", "client")
    shown = show(
        CLIENTS,
        Client.objects.restrict(request.actor),
        request,
        export=reverse("client-export") if may_export else "",
    )
    return TemplateResponse(request, "careroom/clients.html", {"list": shown})


@exposes("client", "export")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of the provider's clients as a file, without names."""
    try:
        return export(CLIENTS, Client.objects.restrict(request.actor), request)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("clients")


@exposes("client", "create", methods=("GET", "HEAD", "POST"))
def create(request: Request) -> HttpResponse:
    """Begin a record."""
    form = ClientForm(request.POST or None)
    if form.is_valid():
        client = create_client(**form.cleaned_data, by=request.actor, at=now())
        return redirect("client", pk=client.pk)
    return TemplateResponse(request, "careroom/client_form.html", {"form": form})


@exposes("client", "view", asks_purpose=True)
def client(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one client."""
    found = get_object_or_404(Client.objects.restrict(request.actor), pk=pk)
    return TemplateResponse(request, "careroom/client.html", {"client": found})
