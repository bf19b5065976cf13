"""The doors of the case room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.navigation import Door

DOORS = (
    Door(
        _("Entries"),
        "entries",
        "entry",
        "list",
        about=_("Names with their documented basis, and where each stands."),
    ),
    Door(
        _("Write an entry"),
        "entry-create",
        "entry",
        "create",
        about=_("Put down a name with the facts that give reasonable suspicion."),
    ),
)
