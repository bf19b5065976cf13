"""What people fill in about operations, notices and outreach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.models import Operation, Round
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.pages.choices import OneOf, SomeOf
from commonground_web.kernel.pages.rendering import DayInput

MOST = 100_000


class OperationForm(forms.Form):
    """An operation by its days."""

    site = OneOf(label=_("Site"))
    led_by = OneOf(label=_("Which agency leads it?"))
    kind = forms.ChoiceField(label=_("What is done, in general?"), choices=Operation.Kind.choices)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(
        self, *args: Any, sites: Iterable[Site], agencies: Iterable[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]
        self.fields["led_by"].offer(agencies)  # type: ignore[attr-defined]


class OffForm(forms.Form):
    """Why an operation is called off."""

    why = forms.CharField(label=_("Why is it called off?"), max_length=300)


class NoticeForm(forms.Form):
    """Who is told of an operation."""

    agencies = SomeOf(label=_("Who is told?"), widget=forms.CheckboxSelectMultiple)
    contact = forms.CharField(
        label=_("Whom can they ask?"),
        max_length=200,
        help_text=_("Somebody who answers on these days: a role and a telephone number."),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].offer(agencies)  # type: ignore[attr-defined]


class OutreachForm(forms.Form):
    """What stands ready."""

    site = OneOf(label=_("Site"))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DayInput,
        help_text=_("Three weeks after the last day of the disruption, or later."),
    )
    naloxone_kits = forms.IntegerField(
        label=_("Naloxone kits that stand ready"), min_value=0, max_value=MOST
    )
    test_strips = forms.IntegerField(
        label=_("Test strips that stand ready"), min_value=0, max_value=MOST
    )
    staged_at = forms.CharField(label=_("Where do they lie?"), max_length=200)
    contact = forms.CharField(
        label=_("Whom does somebody call who needs outreach?"),
        max_length=200,
        help_text=_("A telephone number of an outreach team, and not of the police."),
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]


class RoundForm(forms.Form):
    """Who goes out, when and where."""

    agency = OneOf(label=_("Who goes out?"))
    on = forms.DateField(label=_("Day"), widget=DayInput)
    part = forms.ChoiceField(label=_("When?"), choices=Round.Part.choices)
    zone = forms.CharField(
        label=_("Where?"),
        max_length=120,
        help_text=_("A few blocks or a meeting point, and never somebody's home."),
    )
    people = forms.IntegerField(label=_("How many go?"), min_value=1, max_value=100, initial=2)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer(agencies)  # type: ignore[attr-defined]
