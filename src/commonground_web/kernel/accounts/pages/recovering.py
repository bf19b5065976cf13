"""The pages on which two persons let a third in again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.models import Account, Recovery
from commonground_web.kernel.accounts.recovering import (
    approve_recovery,
    end_recovery,
    propose_recovery,
)
from commonground_web.kernel.clock import now

BOTH = ("GET", "HEAD", "POST")


class RecoveryForm(forms.Form):
    """How somebody is known to be who they say."""

    known_by = forms.ChoiceField(
        label=_("How you know that it is them"),
        choices=Recovery.KnownBy.choices,
        widget=forms.RadioSelect,
        help_text=_("A mail or a call that you did not begin yourself is not enough."),
    )


@exposes("recovery", "propose", methods=BOTH, fresh=True)
def recover(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Propose a new way in for somebody who lost theirs."""
    found = get_object_or_404(Account, pk=pk)
    form = RecoveryForm(request.POST or None)
    if done_by_form(
        form,
        lambda: propose_recovery(account=found, **form.cleaned_data, by=request.actor, at=now()),
    ):
        messages.success(request, _("A second person approves this now; then a link is sent."))
        return redirect("account", pk=pk)
    return TemplateResponse(request, "accounts/recover.html", {"form": form, "account": found})


@exposes("recovery", "approve", methods=BOTH, fresh=True)
def approve(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Be the second person to a new way in."""
    return _answered(request, pk, approve_recovery, done=_("Approved. A link was mailed to them."))


@exposes("recovery", "end", methods=("POST",), fresh=True)
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a proposal back, or decline it."""
    return _answered(request, pk, end_recovery, done=_("Done. Their way in stays as it was."))


def _answered(
    request: Request, pk: uuid.UUID, act: Callable[..., None], *, done: object
) -> HttpResponse:
    recovery = get_object_or_404(Recovery.objects.select_related("account"), pk=pk)
    if request.method == "POST":
        answer = partial(act, recovery=recovery, by=request.actor, at=now())
        done_by_button(request, answer, done=done)
        return redirect("account", pk=recovery.account_id)
    shown = {"recovery": recovery, "account": recovery.account}
    return TemplateResponse(request, "accounts/approve_recovery.html", shown)
