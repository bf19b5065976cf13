"""What is asked before a record is retained, corrected or purged, or a rule made shorter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.rules import room_rules
from commonground_web.kernel.retention.models import Decision, Reason


class ProposalForm(forms.Form):
    """What is to be decided on a record, and why."""

    decision = forms.ChoiceField(label=_("What should be decided?"), choices=Decision.choices)
    reason = forms.ChoiceField(label=_("Why?"), choices=Reason.choices)
    explanation = forms.CharField(
        label=_("What was checked, and what was found"), max_length=2000, widget=forms.Textarea
    )


class SiteRuleForm(forms.Form):
    """For how many days the site keeps one kind of record."""

    record_type = forms.ChoiceField(label=_("Records"))
    days = forms.IntegerField(label=_("Days"), min_value=1)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(label, rule.title) for label, rule in room_rules().items()]
        self.fields["record_type"].choices = choices  # type: ignore[attr-defined]
