"""The pages of clients."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.actions import create_client
from commonground_web.careroom.clients.models import Client
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now

LONGEST_PAGE = 50


class ClientForm(forms.Form):
    """How a person wants to be called and reached."""

    preferred_name = forms.CharField(label=_("Preferred name"), max_length=120)
    contact = forms.CharField(label=_("How to reach them"), max_length=500, required=False)


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "careroom/front.html")


@exposes("client", "list")
def listing(request: Request) -> HttpResponse:
    """List the clients of the actor's provider, the newest first."""
    clients = list(Client.objects.restrict(request.actor).order_by("-created_at")[:LONGEST_PAGE])
    return TemplateResponse(request, "careroom/clients.html", {"clients": clients})


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
