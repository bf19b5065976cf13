"""Try an action from a page, and show there what refused it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from commonground_web.kernel.access.actions import Refused


def done_by_form(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a valid form asks; put what refused it on the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def done_by_button(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do what a button asks; tell what refused it on the next page."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return True
