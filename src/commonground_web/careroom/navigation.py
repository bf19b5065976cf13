"""The doors of the care room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.navigation import Door

DOORS = (
    Door(
        _("Clients"),
        "clients",
        "client",
        "list",
        about=_("The people whom your organisation helps."),
    ),
    Door(
        _("Begin a record"),
        "client-create",
        "client",
        "create",
        about=_("Write down how a person wants to be called and reached."),
    ),
)
