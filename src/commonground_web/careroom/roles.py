"""Who works in the care room, and why they open a person's page."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.roles import APPROVING_ROLES, KEEPING_ACCOUNTS, Role, permits

ROLES = {
    "navigator": Role(
        title=_("Navigator"),
        may_hold=_("Staff of a service organisation who meet people first."),
        permits=permits(client="list view create"),
    ),
    "case_manager": Role(
        title=_("Case manager"),
        may_hold=_("Staff of a service organisation who go on with a person."),
        permits=permits(client="list view create"),
    ),
    "harm_reduction_worker": Role(
        title=_("Harm-reduction worker"),
        may_hold=_("Staff or volunteers of a harm-reduction organisation."),
        permits=permits(client="list view create"),
    ),
    "provider_manager": Role(
        title=_("Provider manager"),
        may_hold=_("Whoever answers for an organisation's records."),
        permits=permits(
            client="list view export",
            retention="list view propose retain",
            retention_rule="change",
            purge="list view witness",
            legal_hold="list place confirm release",
            **APPROVING_ROLES,
        ),
    ),
    "administrator": Role(
        title=_("Technical administrator"),
        may_hold=_("Whoever keeps accounts and backups; they see no content."),
        permits=permits(**KEEPING_ACCOUNTS),
    ),
}

PURPOSES = {
    "help": _("Help this person"),
    "supervise": _("Supervise the help that is given"),
    "audit": _("Audit under 42 CFR 2.53"),
}
