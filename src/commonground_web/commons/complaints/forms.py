"""What people fill in about complaints, on either side."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.models import GROUNDS, REQUESTS, About

LONGEST = 4000


def _words(label: object, rows: int = 6, help_text: object = "") -> forms.CharField:
    """Return a field for what somebody says."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,  # type: ignore[arg-type]
    )


class ComplaintForm(forms.Form):
    """What happened, without a name."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=About.choices, widget=forms.RadioSelect
    )
    text = _words(
        _("What happened?"),
        rows=8,
        help_text=_("Say what happened, where and when. Leave out your name if you want to."),
    )


class ContestForm(forms.Form):
    """Why somebody contests being on a list."""

    grounds = forms.MultipleChoiceField(
        label=_("Why should you not be on it?"),
        choices=list(GROUNDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    asks = forms.ChoiceField(
        label=_("What do you ask for?"), choices=list(REQUESTS.items()), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        help_text=_("Without it nobody can find what is written about you."),
    )
    text = _words(_("What should we know?"))


class CodeForm(forms.Form):
    """The code that somebody wrote down."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Four groups of letters, with or without dashes."),
    )


class WordForm(forms.Form):
    """What is added to a complaint."""

    text = _words(_("What do you want to say?"))


class AnswerForm(forms.Form):
    """What oversight says to whoever complained."""

    text = _words(
        _("What do you say to them?"),
        help_text=_("They read it by their code. Name nobody else."),
    )
