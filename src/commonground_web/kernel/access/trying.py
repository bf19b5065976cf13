"""Try an action from a page, and show there what refused it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from commonground_web.kernel.access.actions import Refused


def done_by_form(
    form: forms.BaseForm, act: Callable[[], object], *, field: str | None = None
) -> bool:
    """Do what a valid form asks; put what refused it on the form, or on one field of it."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(field, str(refused))
        return False
    return True


def done_by_button(request: HttpRequest, act: Callable[[], object], *, done: object = "") -> bool:
    """Do what a button asks; tell on the next page what refused it, or that it is done."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if done:
        messages.success(request, str(done))
    return True
