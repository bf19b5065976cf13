"""The doors of the care room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.navigation import Door

DOORS = (
    Door(
        _("Introductions"),
        "introductions",
        "introduction",
        "list",
        about=_("People who agreed to be put in touch with you, and wait."),
    ),
    Door(
        _("Encounters"),
        "encounters",
        "encounter",
        "list",
        about=_("Help that was given without asking for a name, and what was handed out."),
    ),
    Door(
        _("Record an encounter"),
        "encounter-create",
        "encounter",
        "create",
        about=_("When, where about, what was handed out: half a minute, and no name."),
    ),
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
    Door(
        _("Referrals"),
        "referrals",
        "referral",
        "list",
        about=_("Who was sent on to which service, and which answers are late."),
    ),
    Door(
        _("Counts that leave"),
        "releases",
        "release",
        "list",
        about=_("The only thing that leaves this room: counts, checked by two people."),
    ),
    Door(
        _("Legal process"),
        "legal-process",
        "legal_process",
        "list",
        about=_("Subpoenas, orders and requests that came, and that nothing was confirmed."),
    ),
    Door(
        _("The intervention"),
        "interventions",
        "site",
        "list",
        about=_("Where each site stands: its phases, its plan, its boundary and its call-in."),
    ),
    Door(
        _("Services"),
        "services",
        "service",
        "list",
        about=_("Who helps with what, where, and for how many there is room."),
    ),
)
