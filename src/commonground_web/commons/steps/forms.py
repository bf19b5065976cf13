"""What people fill in about a plan; what the state of things refuses, the actions refuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.model.shape import Item
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.actions.waivers import Target
from commonground_web.commons.steps.models import Evidence, Link, Score, Subject
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.choices import OneOf, SomeOf
from commonground_web.kernel.pages.rendering import DayInput


class PlanForm(forms.Form):
    """For which site, and when the call-in is to be."""

    site = OneOf(label=_("Site"))
    callin_on = forms.DateField(
        label=_("Day of the call-in"),
        widget=DayInput,
        help_text=_("Every item gets its due date from this day; both can be moved."),
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """When the call-in is to be instead."""

    callin_on = forms.DateField(label=_("Day of the call-in"), widget=DayInput)


class SeenForm(forms.Form):
    """What version of an item somebody saw when they did something about it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ScoreForm(SeenForm):
    """How far an item was done."""

    score = forms.TypedChoiceField(
        label=_("How far is it done?"), coerce=int, choices=Score.choices, widget=forms.RadioSelect
    )
    amount = forms.IntegerField(label=_("Number"), min_value=0, max_value=1_000_000, required=False)
    why = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, asked: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked.unit:
            del self.fields["amount"]
            return
        self.fields["amount"].label = _("Number (%(unit)s)") % {"unit": asked.unit}
        if asked.at_least is not None:
            self.fields["amount"].help_text = _("As planned from %(least)s.") % {
                "least": asked.at_least
            }


class EvidenceForm(SeenForm):
    """What shows that an item was done."""

    note = forms.CharField(
        label=_("What it shows"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("No names of people who are suspected, invited or helped."),
    )
    happened_on = forms.DateField(label=_("Date of what it shows"), widget=DayInput)
    link = forms.ChoiceField(label=_("Points to"), choices=Link.choices, required=False)
    link_id = forms.UUIDField(label=_("Its id"), required=False)
    file = FileUpTo(
        label=_("A file that shows it"),
        required=False,
    )
    replaces = OneOf(label=_("In place of"), required=False)

    def __init__(self, *args: Any, standing: Iterable[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].offer(standing, nothing=_("nothing; it is new"))  # type: ignore[attr-defined]


class AssignForm(SeenForm):
    """Whose an item is, and when it is due."""

    agency = OneOf(label=_("Agency"), required=False)
    owner = OneOf(label=_("Owner"), required=False)
    due = forms.DateField(label=_("Due"), widget=DayInput)

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], owners: Iterable[Account], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer(agencies, nothing=_("not assigned"))  # type: ignore[attr-defined]
        self.fields["owner"].offer(owners, nothing=_("nobody yet"))  # type: ignore[attr-defined]


class WaiverForm(forms.Form):
    """What is let go, why, and until when."""

    target = forms.ChoiceField(label=_("What is let go?"))
    reason = forms.CharField(label=_("Why?"), max_length=500)
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DayInput,
        required=False,
        help_text=_("A gate's waiver has to end."),
    )

    def __init__(self, *args: Any, targets: Iterable[tuple[Target, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (f"{target.about}:{target.code}", words) for target, words in targets
        ]

    def clean_target(self) -> Target:
        """Return what is let go."""
        about, _colon, code = self.cleaned_data["target"].partition(":")
        return Target(Subject(about), code)


class AdaptationForm(forms.Form):
    """What is done otherwise than the model asks."""

    what = forms.CharField(
        label=_("What is done otherwise?"), max_length=2000, widget=forms.Textarea
    )
    why = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea)
    agreed_by = SomeOf(label=_("Agreed by"), widget=forms.CheckboxSelectMultiple)
    agreed_on = forms.DateField(label=_("Agreed on"), widget=DayInput)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_by"].offer(agencies)  # type: ignore[attr-defined]
