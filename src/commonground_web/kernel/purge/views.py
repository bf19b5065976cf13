"""The pages of purges and legal holds; a list shows kinds, counts and keys, and no content."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.kernel.access.exposures import NO_CONTENT, WITH_A_CLOCK, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.rules import room_rules
from commonground_web.kernel.pages.lists.shown import show
from commonground_web.kernel.purge.actions import witness_purge
from commonground_web.kernel.purge.forms import HoldForm
from commonground_web.kernel.purge.holds import confirm_hold, place_hold, release_hold
from commonground_web.kernel.purge.lists import certificates
from commonground_web.kernel.purge.models import LegalHold, Purge, PurgeCertificate
from commonground_web.kernel.purge.states import State
from commonground_web.kernel.retention.actions import record_of, rule_of

LONGEST_PAGE = 50
LONGEST_LIST = 1000
"""Keys that one page shows; the counts are of all."""


@exposes("purge", "list")
def purges(request: Request) -> HttpResponse:
    """List purges that are under way, and the certificates of those that are done."""
    mine = Purge.objects.restrict(request.actor)
    done = PurgeCertificate.objects.restrict(request.actor)
    context = {
        "purges": list(
            mine.exclude(state=State.CERTIFIED).order_by("listed_at", "pk")[:LONGEST_PAGE]
        ),
        "list": show(certificates(_witnesses(done)), done, request),
    }
    return TemplateResponse(request, "purge/purges.html", context)


def _witnesses(done: QuerySet[PurgeCertificate]) -> dict[uuid.UUID | None, str]:
    """Return the names of the people who witnessed purges."""
    said = done.exclude(witnessed_by__startswith="system:").values_list("witnessed_by", flat=True)
    return names_of(uuid.UUID(account) for account in said.distinct())


@exposes("purge", "view")
def purge(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show the list of one purge: kinds, counts and keys."""
    found = get_object_or_404(Purge.objects.restrict(request.actor), pk=pk)
    context = {
        "purge": found,
        "rule": room_rules().get(found.record_type),
        "items": list(found.items.order_by("record_type", "record")[:LONGEST_LIST]),
        "longest": LONGEST_LIST,
        "goes_at": found.listed_at + timedelta(days=settings.PURGE_WAITS_DAYS),
        "waits": found.state == State.LISTED,
    }
    return TemplateResponse(request, "purge/purge.html", context)


@exposes("purge", "witness", methods=("POST",), fresh=True)
def witness(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Witness the list of a purge."""
    found = get_object_or_404(Purge.objects.restrict(request.actor), pk=pk)
    return _done(
        request, lambda: witness_purge(purge=found, by=request.actor, at=now()), then="purges"
    )


@exposes("legal_hold", "list", with_entities=(WITH_A_CLOCK,))
def holds(request: Request) -> HttpResponse:
    """List the holds that are in force or wait for a second person."""
    found = list(_current(request).order_by("expires_on", "pk")[:LONGEST_PAGE])
    return TemplateResponse(request, "purge/holds.html", {"holds": found})


@exposes(
    "legal_hold",
    "place",
    methods=("GET", "HEAD", "POST"),
    with_entities=(WITH_A_CLOCK,),
    no_purpose=NO_CONTENT,
)
def place(request: Request, record_type: str, pk: uuid.UUID) -> HttpResponse:
    """Ask for a hold on a record."""
    rule, _model = rule_of(record_type)
    found = record_of(record_type, pk, by=request.actor)
    form = HoldForm(request.POST or None)
    if done_by_form(
        form, lambda: place_hold(record=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        messages.success(request, _("Asked for. A second person confirms the hold."))
        return redirect("legal-holds")
    return TemplateResponse(
        request, "purge/hold_form.html", {"form": form, "rule": rule, "record": found.pk}
    )


@exposes("legal_hold", "confirm", methods=("POST",), with_entities=(WITH_A_CLOCK,), fresh=True)
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm a hold."""
    found = get_object_or_404(_current(request), pk=pk)
    return _done(
        request, lambda: confirm_hold(hold=found, by=request.actor, at=now()), then="legal-holds"
    )


@exposes("legal_hold", "release", methods=("POST",), with_entities=(WITH_A_CLOCK,), fresh=True)
def release(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask for the end of a hold, or end it."""
    found = get_object_or_404(_current(request), pk=pk)
    return _done(
        request, lambda: release_hold(hold=found, by=request.actor, at=now()), then="legal-holds"
    )


def _current(request: Request) -> Any:
    return LegalHold.objects.restrict(request.actor).filter(
        released_by__isnull=True, expires_on__gt=request.access.day
    )


def _done(request: Request, act: Callable[[], object], *, then: str) -> HttpResponse:
    done_by_button(request, act, done=_("Done."))
    return redirect(then)
