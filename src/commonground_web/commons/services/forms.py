"""The forms of the service directory."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.services.actions.details import Placed
from commonground_web.commons.services.actions.importing import LARGEST_BYTES
from commonground_web.commons.services.actions.slots import Counted
from commonground_web.commons.services.models import (
    Capacity,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
)
from commonground_web.commons.services.models.capacity import MOST_SLOTS
from commonground_web.commons.services.models.directory import EDITING_ALL
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.rendering import DayInput

ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code")
NEEDED = ("address_1", "city", "state_province", "postal_code")


class WebField(forms.URLField):
    """An address of the web; where the scheme is left out, it is the safe one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """An organisation; which partner it is, a coordinator says."""

    class Meta:
        model = Organization
        fields = ("name", "alternate_name", "description", "email", "website", "agency")
        field_classes: ClassVar = {"website": WebField}
        help_texts: ClassVar = {
            "agency": _("If it is a partner: its people then keep its entries themselves."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not actor.roles & EDITING_ALL:
            del self.fields["agency"]


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A service, in words for whoever looks for it."""

    class Meta:
        model = Service
        fields = (
            "organization",
            "name",
            "alternate_name",
            "description",
            "status",
            "eligibility_description",
            "minimum_age",
            "maximum_age",
            "application_process",
            "fees_description",
            "interpretation_services",
            "email",
            "url",
            "alert",
        )
        field_classes: ClassVar = {"url": WebField}
        help_texts: ClassVar = {
            "eligibility_description": _("Say what is asked for, and what is not."),
            "alert": _("What is different at present: a move, a closed week."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organization.objects.editable_by(actor).order_by("name")
        self.fields["organization"].queryset = mine  # type: ignore[attr-defined]


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place with its address."""

    address_1 = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    address_2 = forms.CharField(label=_("Second line"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    state_province = forms.CharField(label=_("State"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)

    class Meta:
        model = Location
        fields = ("name", "location_type", "transportation", "is_confidential")
        help_texts: ClassVar = {
            "is_confidential": _(
                "As of a shelter. The place is then in no export and in no other room."
            ),
        }

    field_order = ("name", "location_type", *ADDRESS, "transportation", "is_confidential")

    @classmethod
    def filled_in(cls, place: Location) -> dict[str, Any]:
        """Return what the form shows at first of a place's address."""
        address = place.addresses.order_by("pk").first()
        return {name: getattr(address, name) for name in ADDRESS} if address else {}

    def clean(self) -> dict[str, Any]:
        """Ask for a whole address, or none."""
        given = super().clean() or {}
        if any(given.get(name) for name in ADDRESS):
            for name in NEEDED:
                if not given.get(name):
                    self.add_error(name, _("An address needs this, too."))
        return given

    def placed(self) -> Placed:
        """Return the place and its address."""
        given = self.cleaned_data
        address = {name: given[name] for name in ADDRESS}
        kind = {"address_type": given["location_type"]}
        return Placed(
            place={name: given[name] for name in self.Meta.fields},
            address=address | kind if any(address.values()) else None,
        )


class PhoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """A number."""

    class Meta:
        model = Phone
        fields = ("number", "extension", "type", "description")


class HoursForm(forms.Form):
    """When a service is open in every week."""

    days = forms.MultipleChoiceField(
        label=_("Days"), choices=Schedule.Day.choices, widget=forms.CheckboxSelectMultiple
    )
    opens_at = forms.TimeField(
        label=_("Opens at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes_at = forms.TimeField(
        label=_("Closes at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    notes = forms.CharField(label=_("Note"), max_length=1000, required=False)

    def given(self) -> dict[str, str]:
        """Return the hours as HSDS writes them."""
        said = self.cleaned_data
        return {
            "byday": ",".join(said["days"]),
            "opens_at": f"{said['opens_at']:%H:%M}",
            "closes_at": f"{said['closes_at']:%H:%M}",
            "notes": said["notes"],
        }


class CountForm(forms.Form):
    """How many are free: one number and one choice, for a telephone."""

    available = forms.IntegerField(
        label=_("How many are free now?"),
        min_value=0,
        max_value=MOST_SLOTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    status = forms.ChoiceField(
        label=_("Can somebody be referred?"),
        choices=Capacity.Status.choices,
        widget=forms.RadioSelect,
    )
    maximum = forms.IntegerField(
        label=_("Of how many in all?"),
        required=False,
        min_value=0,
        max_value=MOST_SLOTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def counted(self) -> Counted:
        """Return what was counted."""
        said = self.cleaned_data
        return Counted(said["available"], said["status"], said["maximum"])


class CapacityForm(CountForm):
    """What is counted, and how many of it are free."""

    unit = forms.CharField(
        label=_("What is counted?"), max_length=100, help_text=_("Beds, places, hours a week.")
    )
    description = forms.CharField(label=_("Note"), max_length=300, required=False)

    field_order = ("unit", "available", "status", "maximum", "description")


class ReserveForm(forms.Form):
    """How many are held, for which site, until when."""

    site = forms.ModelChoiceField(label=_("For which site?"), queryset=Site.objects.none())
    slots = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST_SLOTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    until = forms.DateField(
        label=_("Until which day?"),
        widget=DayInput,
        help_text=_("The day itself is included; then they are free again."),
    )

    def __init__(self, *args: Any, actor: Actor, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.restrict(actor).order_by("name")
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["until"].widget.attrs["min"] = since.isoformat()


class FileForm(forms.Form):
    """A file of another directory."""

    file = FileUpTo(
        most=LARGEST_BYTES,
        kinds=(".json", ".zip"),
        label=_("HSDS file"),
        help_text=_("Version 3: JSON, or a ZIP of tables with its datapackage.json."),
    )
