"""The pages of clients."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground_web.careroom.clients.actions import (
    Came,
    add_note,
    assign_client,
    change_client,
    create_client,
    helpers_of,
    pick_up,
)
from commonground_web.careroom.clients.finding import name_index
from commonground_web.careroom.clients.forms import (
    AssignForm,
    ClientForm,
    FindForm,
    IntakeForm,
    NoteForm,
)
from commonground_web.careroom.clients.lists import clients
from commonground_web.careroom.clients.models import Client, Note
from commonground_web.careroom.clients.sections import sections_of
from commonground_web.careroom.introductions.models import Introduction
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.purposes import hold_also_for
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.kernel.exports.taking import export_by_two
from commonground_web.kernel.pages.lists.shown import show


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "careroom/front.html")


@exposes("client", "list")
def listing(request: Request) -> HttpResponse:
    """List the clients whom the actor sees, the newest first."""
    may_export = request.actor.may("export", "client")
    shown = show(
        clients(naming.sites()),
        Client.objects.restrict(request.actor),
        request,
        export=reverse("client-export") if may_export else "",
    )
    return TemplateResponse(request, "careroom/clients.html", {"list": shown})


@exposes("client", "export", methods=("GET", "HEAD", "POST"))
def export_listing(request: Request) -> HttpResponse:
    """Give the list as a file, without names, once a second person agreed."""
    return export_by_two(clients(naming.sites()), Client.objects.restrict(request.actor), request)


@exposes("client", "search", methods=FORM_METHODS)
def find(request: Request) -> HttpResponse:
    """Find clients by exactly what they are called; the name is asked in a form, never a link."""
    form = FindForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid() and request.actor.agency is not None:
        sought = name_index(form.cleaned_data["name"], provider=request.actor.agency)
        seen = Client.objects.restrict(request.actor)
        context["found"] = list(seen.filter(name_index=sought).order_by("-created_at")[:50])
        context["is_asked"] = True
    return TemplateResponse(request, "careroom/client_find.html", context)


@exposes("client", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Begin a record."""
    form = IntakeForm(request.POST or None)
    made: list[Client] = []

    def act() -> None:
        said = dict(form.cleaned_data)
        came = Came(said.pop("origin"), said.pop("site"), said.pop("language"))
        made.append(create_client(**said, came=came, by=request.actor, at=now()))

    if done_by_form(form, act):
        return redirect("client", pk=made[0].pk)
    return TemplateResponse(request, "careroom/client_form.html", {"form": form})


@exposes("introduction", "take", methods=("POST",), with_entities=("client",))
def take(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Pick up an introduction: begin the record of whoever was introduced."""
    found = get_object_or_404(Introduction.objects.restrict(request.actor), pk=pk)
    made: list[Client] = []

    def act() -> None:
        made.append(pick_up(introduction=found, by=request.actor, at=now()))

    if done_by_button(request, act):
        hold_also_for(request, *made, of=pk)
        return redirect("client", pk=made[0].pk)
    return redirect("introduction", pk=pk)


@exposes("client", "view", with_entities=("note",), asks_purpose=True)
def client(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one client, and what was noted."""
    found = client_of(request, pk)
    notes = list(Note.objects.restrict(request.actor).filter(client=found).order_by("-created_at"))
    names = names_of({found.assigned_to, *(note.created_by for note in notes)})
    context = {
        "client": found,
        "site": naming.sites().get(found.site, "") if found.site else "",
        "assigned_to": names.get(found.assigned_to, ""),
        "notes": [(note, names.get(note.created_by, "")) for note in notes],
        "sections": sections_of(request.actor, pk),
    }
    return TemplateResponse(request, "careroom/client.html", context)


@exposes("client", "change", methods=FORM_METHODS, asks_purpose=True)
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down anew how somebody wants to be called and reached."""
    found = client_of(request, pk)
    said = {name: getattr(found, name) for name in ("preferred_name", "contact", "language")}
    form = ClientForm(request.POST or None, initial=said)

    def act() -> None:
        change_client(client=found, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client", pk=pk)
    return TemplateResponse(request, "careroom/client_change.html", {"form": form, "client": found})


@exposes("note", "create", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def note(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a note on a client."""
    found = client_of(request, pk)
    form = NoteForm(request.POST or None)

    def act() -> None:
        add_note(client=found, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client", pk=pk)
    return TemplateResponse(request, "careroom/note_form.html", {"form": form, "client": found})


@exposes("client", "assign", methods=FORM_METHODS, asks_purpose=True)
def assign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a client to somebody else of the provider."""
    found = client_of(request, pk)
    known = helpers_of(request.actor.agency, at=now()).values_list("pk", "name")
    helpers = [(str(account), name) for account, name in known]
    form = AssignForm(request.POST or None, helpers=helpers, initial={"to": found.assigned_to})

    def act() -> None:
        assign_client(client=found, to=form.cleaned_data["to"], by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client", pk=pk)
    return TemplateResponse(request, "careroom/client_assign.html", {"form": form, "client": found})


def client_of(request: Request, pk: uuid.UUID) -> Client:
    """Return a client whom the actor sees, or find nothing."""
    found: Client = get_object_or_404(Client.objects.restrict(request.actor), pk=pk)
    return found
