"""What people fill in about a violation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.policies.models import Clause
from commonground_web.caseroom.violations.actions import Reported
from commonground_web.caseroom.violations.models import Source
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.messages.rules import Consequence


class ReportForm(forms.Form):
    """What is said to have happened."""

    clause = forms.ChoiceField(label=_("Clause of the policy"), widget=forms.RadioSelect)
    occurred_on = forms.DateField(label=_("Day"), widget=DayInput)
    source = forms.ChoiceField(label=_("Shown by"), choices=Source.choices)
    what = forms.CharField(
        label=_("What happened, where, and which record shows it"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Nothing that comes from those who give help or health care."),
    )
    document = FileUpTo(
        label=_("A document that shows it"),
        required=False,
    )

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clauses = {clause.pk: clause for clause in clauses}
        field: Any = self.fields["clause"]
        are_of_several = len({clause.policy_id for clause in clauses}) > 1
        field.choices = [
            (
                str(clause.pk),
                f"{clause.policy}: {_said(clause)}" if are_of_several else _said(clause),
            )
            for clause in clauses
        ]

    def reported(self) -> Reported:
        """Return what was filled in."""
        said = dict(self.cleaned_data)
        return Reported(clause=self._clauses[uuid.UUID(said.pop("clause"))], **said)


def _said(clause: Clause) -> str:
    return f"{clause.get_conduct_display()}: {clause.text}"


class CheckForm(forms.Form):
    """Whether the evidence carries a violation."""

    drop = forms.CharField(
        label=_("If it does not: why?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("Leave it empty to pass it on to the two reviewers."),
    )


class ReviewForm(forms.Form):
    """What should follow, by the words of the clause."""

    said = forms.ChoiceField(label=_("What should follow?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why, by the words of the clause"), max_length=1000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, allowed: Sequence[Consequence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["said"]
        field.choices = [(step.value, step.label) for step in allowed]


class DecisionForm(forms.Form):
    """Whether the banked case follows."""

    activate = forms.TypedChoiceField(
        label=_("What follows?"),
        choices=[("no", _("The case stays banked")), ("yes", _("The case is activated"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Why?"), max_length=1000, widget=forms.Textarea)
