"""The pages that every room has: help, and why a person's page is opened."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.gate import not_found
from commonground_web.kernel.access.purposes import room_purposes, state_purpose
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import ANYONE, MEMBER, room_roles


class PurposeForm(forms.Form):
    """One of the room's purposes."""

    purpose = forms.ChoiceField(label=_("Why do you open this page?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["purpose"].choices = list(room_purposes().items())  # type: ignore[attr-defined]


@exposes("own_account", "use", methods=("GET", "HEAD", "POST"))
def purpose(request: HttpRequest) -> HttpResponse:
    """Ask why a person's page is opened, and go there once it is said."""
    target = request.GET.get("for", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return not_found()
    try:
        pk = str(resolve(target.partition("?")[0]).kwargs["pk"])
    except (Resolver404, KeyError):
        return not_found()
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        state_purpose(request, pk=pk, code=form.cleaned_data["purpose"])
        return HttpResponseRedirect(target)
    return TemplateResponse(request, "purpose.html", {"form": form})


@exposes("help", "view")
def help_page(request: Request) -> HttpResponse:
    """Say what this room is, what the reader may do in it, and how it is used."""
    known = room_roles()
    held = [known[role] for role in sorted(request.actor.roles - {ANYONE, MEMBER}) if role in known]
    return TemplateResponse(request, "help.html", {"held": held})
