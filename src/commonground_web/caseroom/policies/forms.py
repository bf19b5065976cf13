"""What people fill in when they write the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.policies.actions import Terms
from commonground_web.caseroom.policies.models import LONGEST_TERM, Clause
from commonground_web.caseroom.policies.published import Written
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.messages.rules import Conduct, Consequence

MOST_CLAUSES = 20


class TermsForm(forms.Form):
    """Of which site the policy is, from when, why there is another version, and its days."""

    site = forms.TypedChoiceField(label=_("Site"))
    effective_on = forms.DateField(label=_("Takes effect on"), widget=DayInput)
    review_days = forms.IntegerField(
        label=_("Days within which a violation is reviewed"), min_value=1, max_value=30
    )
    term_days = forms.IntegerField(
        label=_("Days after the call-in for which a case may stay banked"),
        min_value=1,
        max_value=LONGEST_TERM,
        help_text=_("After them nobody may be threatened with the case any more."),
    )
    why = forms.CharField(label=_("Why this version"), max_length=300)

    def __init__(self, *args: Any, sites: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(site): site for site in sites}
        field: Any = self.fields["site"]
        field.coerce = by_id.__getitem__
        field.choices = [(str(site), name) for site, name in sites.items()]

    def terms(self) -> Terms:
        """Return what was filled in."""
        return Terms(**self.cleaned_data)


class ClauseForm(forms.Form):
    """One clause."""

    conduct = forms.ChoiceField(label=_("What"), choices=Conduct.choices)
    text = forms.CharField(
        label=_("In words"),
        max_length=600,
        widget=forms.Textarea,
        help_text=_("What counts, what shows it, and what does not count."),
    )
    most = forms.ChoiceField(label=_("The most that may follow"), choices=Consequence.choices)

    def written(self) -> Written:
        """Return the clause as it was filled in."""
        said = self.cleaned_data
        return Written(conduct=said["conduct"], text=said["text"], most=said["most"])


Clauses = forms.formset_factory(
    ClauseForm, extra=1, can_delete=True, max_num=MOST_CLAUSES, validate_max=True
)


def initial_of(clauses: Iterable[Written | Clause]) -> list[dict[str, object]]:
    """Return what a form of these clauses begins with."""
    return [
        {"conduct": clause.conduct, "text": clause.text, "most": clause.most} for clause in clauses
    ]
