"""The pages of rules: those there are, one of them, and bringing its text in."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.rules.actions import bring_rules
from commonground_web.commons.rules.lists import signed_rules
from commonground_web.commons.rules.models import SignedRules
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show

LARGEST_FILE = 500_000


class RulesForm(forms.Form):
    """The file of signed rules."""

    file = FileUpTo(
        most=LARGEST_FILE,
        kinds=(".json",),
        label=_("File of these rules"),
        help_text=_("The case room gives it on the page of this version."),
    )


@exposes("rules", "list")
def listing(request: Request) -> HttpResponse:
    """List the rules of the actor's sites, the newest first."""
    rules = SignedRules.objects.restrict(request.actor).select_related("site")
    shown = show(signed_rules(on=today()), rules, request, export=reverse("rules-export"))
    return TemplateResponse(request, "commons/rules/rules.html", {"list": shown})


@exposes("rules", "list")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of rules as a file."""
    rules = SignedRules.objects.restrict(request.actor).select_related("site")
    return export(signed_rules(on=today()), rules, request)


@exposes("rules", "view")
def rules(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show what rules say, and when they were signed."""
    found = _found(request, pk)
    return TemplateResponse(
        request, "commons/rules/one.html", {"signed": found, "rules": found.rules}
    )


@exposes("rules", "bring_in", methods=FORM_METHODS)
def bring(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Bring the text of rules in."""
    found = _found(request, pk)
    form = RulesForm(request.POST or None, request.FILES or None)

    def act() -> None:
        content = form.cleaned_data["file"].read()
        bring_rules(signed=found, content=content, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("signed-rules", pk=pk)
    return TemplateResponse(request, "commons/rules/bring.html", {"form": form, "signed": found})


def _found(request: Request, pk: uuid.UUID) -> SignedRules:
    mine = SignedRules.objects.restrict(request.actor).select_related("site")
    found: SignedRules = get_object_or_404(mine, pk=pk)
    return found
