"""What is typed about needs and goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.assessments.instruments import CURRENT, Answer, Domain
from commonground_web.kernel.pages.rendering import DayInput


class AssessmentForm(forms.Form):
    """The questions of the newest version, area by area."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for domain, question in CURRENT.questions.items():
            self.fields[domain] = forms.ChoiceField(
                label=Domain(domain).label.capitalize(),
                help_text=str(question),
                choices=Answer.choices,
                widget=forms.RadioSelect,
            )
        self.fields["remarks"] = forms.CharField(
            label=_("In their own words"), max_length=4000, widget=forms.Textarea, required=False
        )

    def answers(self) -> dict[str, str]:
        """Return the answer of each area."""
        return {str(domain): self.cleaned_data[domain] for domain in CURRENT.questions}


class GoalForm(forms.Form):
    """A goal."""

    domain = forms.ChoiceField(label=_("Area"), choices=Domain.choices)
    text = forms.CharField(
        label=_("Goal"), help_text=_("As they put it themselves."), max_length=500
    )
    due_on = forms.DateField(label=_("Until"), widget=DayInput, required=False)


class StepForm(forms.Form):
    """A step."""

    text = forms.CharField(label=_("Next step"), max_length=300)
