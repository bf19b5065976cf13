"""The forms of sites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import MACHINE, Site, State
from commonground_web.commons.sites.shapes import Place
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.maps.drawing import BoundaryField
from commonground_web.kernel.pages.rendering import DayInput

SALT = "boundary"
MINUTES = 60


class SiteForm(forms.Form):
    """What a site is called, where it is, and how drugs are sold there."""

    name = forms.CharField(label=_("Name"), max_length=80)
    jurisdiction = forms.CharField(label=_("City or county"), max_length=80)
    market = forms.ChoiceField(label=_("How are drugs sold there?"), choices=Site.Market.choices)


class MoveForm(forms.Form):
    """The next state of a site, and why."""

    to = forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = MACHINE.transitions[site.state]
        choices = [(state.value, state.label) for state in State if state.value in ways]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """A boundary that somebody drew, typed or pasted."""

    shape = BoundaryField(label=_("Outline"))
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput)
    why = forms.CharField(label=_("Why this boundary?"), max_length=300)


class FileForm(forms.Form):
    """A file of places that `find` wrote."""

    file = FileUpTo(
        kinds=(".geojson", ".json"),
        label=_("File of places"),
        help_text=_("The markets.geojson of a run of commonground find."),
    )


class ChoiceForm(forms.Form):
    """One of a file's places as the boundary."""

    place = forms.ChoiceField(label=_("Which place?"), widget=forms.RadioSelect)
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput)
    why = forms.CharField(label=_("Why this boundary?"), max_length=300)

    @classmethod
    def of(cls, places: tuple[Place, ...]) -> ChoiceForm:
        """Return the form that offers these places; each choice carries its shape, signed."""
        form = cls()
        form.fields["place"].choices = [  # type: ignore[attr-defined]
            (
                signing.dumps(
                    {"id": p.id, "tier": p.tier, "shape": p.shape}, salt=SALT, compress=True
                ),
                f"{p.name}: {p.tier}, {p.area_ha:g} ha",
            )
            for p in places
        ]
        return form

    @classmethod
    def answered(cls, data: Any) -> ChoiceForm:
        """Return the form as it was answered; only what was offered within the hour is taken."""
        form = cls(data)
        form.fields["place"] = forms.CharField(label=_("Which place?"))
        return form

    def clean_place(self) -> dict[str, Any]:
        """Return what the choice carries, if it was signed here a short while ago."""
        try:
            carried = signing.loads(self.cleaned_data["place"], salt=SALT, max_age=MINUTES * 60)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("Choose from the file again.")) from error
        return dict(carried)
