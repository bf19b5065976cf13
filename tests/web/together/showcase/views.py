"""The page of parts, of a made-up site in a made-up town; and requests that end badly."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.clock import today
from commonground_web.kernel.pages.errors import form_went_stale
from commonground_web.kernel.pages.maps.areas import Area, shown_map
from commonground_web.kernel.pages.maps.drawing import BoundaryField
from commonground_web.kernel.pages.rendering import DayInput, MomentInput
from commonground_web.kernel.signin.lockout import locked_out

MARKET = {
    "type": "Polygon",
    "coordinates": [
        [
            [-80.0061, 35.9561],
            [-80.0029, 35.9563],
            [-80.0031, 35.9584],
            [-80.0059, 35.9589],
            [-80.0061, 35.9561],
        ]
    ],
}
COMPARISON = {
    "type": "Polygon",
    "coordinates": [
        [[-80.0011, 35.9541], [-79.9989, 35.9543], [-79.9991, 35.9556], [-80.0011, 35.9541]]
    ],
}

ENDS: dict[str, Exception] = {
    "unread": BadRequest(),
    "ours": RuntimeError(),
    "database": OperationalError(),
}
"""What a view raises, by what went wrong."""


class PartsForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="As people call it.")
    email = forms.EmailField(label="E-mail", required=False)
    on = forms.DateField(label="Day", widget=DayInput)
    at = forms.DateTimeField(label="Moment", widget=MomentInput, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("a", "Open air")])
    ways = forms.MultipleChoiceField(
        label="Ways",
        choices=[("foot", "On foot"), ("car", "By car")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_agreed = forms.BooleanField(label="All partners agreed")
    paper = forms.FileField(label="Paper", required=False)
    boundary = BoundaryField(label="Boundary")


@exposes("help", "view", methods=("GET", "HEAD", "POST"))
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part."""
    form = PartsForm(request.POST or None, initial={"boundary": MARKET})
    if not request.POST:
        for level in ("success", "warning", "error", "info"):
            getattr(messages, level)(request, f"This is said as {level}.")
    areas = [Area("Corner market", MARKET, "Elm, Oak, 3rd"), Area("Comparison", COMPARISON)]
    shown = {
        "form": form,
        "map": shown_map(areas, label="Boundaries of the site"),
        "clocks": [today() + timedelta(days=days) for days in (-3, 0, 1, 9, 40, 200, 1800)],
    }
    return render(request, "showcase.html", shown)


@exposes("help", "view")
def fault(request: HttpRequest, kind: str) -> HttpResponse:
    """Fail as a room does: by what a view raises, or by what stands before every view."""
    if kind == "stale":
        return form_went_stale(request)
    if kind == "locked-out":
        return locked_out(request, None, None)
    if kind == "too-often":
        return render(request, "429.html", status=429)
    raise ENDS[kind]
