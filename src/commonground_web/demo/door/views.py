"""Go in as somebody by one click, and take the tour."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from commonground_web.demo.door.checks import is_of_the_demo
from commonground_web.demo.door.shown import shown_steps
from commonground_web.demo.marks import room_mark
from commonground_web.demo.people import Person, people_of, person_in
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import this_room
from commonground_web.kernel.signin import sessions

CLOSED = _(
    "This account was closed: an administrator disabled it, or nobody used it for long. Run "
    "make demo for everything anew."
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody whom the reader may be."""

    person: Person
    titles: tuple[str | Promise, ...]
    is_me: bool


@exposes("demo", "use")
def people(request: Request) -> HttpResponse:
    """Show whom one may be in this room; whoever follows the tour is offered one person first."""
    chosen = person_in(this_room(), request.GET.get("as", ""))
    cast = sorted(people_of(this_room()), key=lambda person: person.founds)
    shown = [_shown(person, request) for person in cast]
    context = {
        "chosen": _shown(chosen, request) if chosen else None,
        "others": [each for each in shown if each.person != chosen],
        "next": _way_on(request.GET.get("next", "")),
    }
    return TemplateResponse(request, "demo/people.html", context)


@exposes("demo", "use", methods=("POST",))
def sign_in(request: Request) -> HttpResponse:
    """Sign the reader in as somebody of the demo, both factors taken as shown."""
    person = person_in(this_room(), request.POST.get("person", ""))
    if person is None or not is_of_the_demo():
        raise Http404
    account = get_object_or_404(Account, email=person.email)
    if not account.is_active:
        messages.error(request, str(CLOSED))
        return redirect("demo")
    logout(request)
    login(request, account, BACKEND)
    sessions.prove(request.session, account=account.pk)
    sessions.show_again(request.session, at=now())
    open_access().did("account.signed_in_by_the_demo", account)
    return redirect(_way_on(request.POST.get("next", "")))


@exposes("demo", "use")
def tour(request: Request) -> HttpResponse:
    """Show the guided tour."""
    steps = shown_steps(room_mark().addresses)
    return TemplateResponse(request, "demo/tour.html", {"steps": steps})


def _shown(person: Person, request: Request) -> ShownPerson:
    known = room_roles()
    titles = tuple(known[role].title for role in person.roles if role in known)
    return ShownPerson(person, titles, is_me=request.actor.name == person.name)


def _way_on(asked: str) -> str:
    """Return where to go after signing in: a page of this room, its front page for all else."""
    is_here = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_here else reverse(settings.LOGIN_REDIRECT_URL)
