"""Who works in the care room, and why they open a person's page."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.roles import APPROVING_ROLES, KEEPING_ACCOUNTS, Role, permits

ROLES = {
    "navigator": Role(
        title=_("Navigator"),
        may_hold=_("Staff of a service organisation who meet people first."),
        permits=permits(
            site="list view",
            call_in="view",
            client="list view create search change",
            service="list view",
            introduction="list view take lapse",
            encounter="list create",
            zone="list",
            note="create",
            consent="view create revoke",
            disclosure="view create",
            legal_process="list view create",
            assessment="view create",
            goal="view create change",
            referral="list view create send move",
        ),
    ),
    "case_manager": Role(
        title=_("Case manager"),
        may_hold=_("Staff of a service organisation who go on with a person."),
        permits=permits(
            site="list view",
            client="list view create search change",
            service="list view",
            encounter="list create",
            zone="list",
            note="create",
            consent="view create revoke",
            disclosure="view create",
            legal_process="list view create",
            assessment="view create",
            goal="view create change",
            referral="list view create send move",
        ),
    ),
    "harm_reduction_worker": Role(
        title=_("Harm-reduction worker"),
        may_hold=_("Staff or volunteers of a harm-reduction organisation."),
        permits=permits(
            site="list view",
            client="list view create search change",
            service="list view",
            encounter="list create",
            zone="list",
            note="create",
            consent="view create revoke",
            disclosure="view create",
            legal_process="list view create",
            assessment="view create",
            goal="view create change",
            referral="list view create send move",
        ),
    ),
    "provider_manager": Role(
        title=_("Provider manager"),
        may_hold=_("Whoever answers for an organisation's records."),
        permits=permits(
            site="list view",
            count="list",
            trail="oversee",
            client="list view export search assign",
            export="list ask answer",
            retention="list view propose retain",
            retention_rule="change",
            purge="list view witness",
            legal_hold="list place confirm release",
            service="list view",
            introduction="list",
            encounter="list export",
            zone="list create",
            consent="view create revoke",
            disclosure="view",
            legal_process="list view create answer",
            assessment="view",
            goal="view",
            referral="list view",
            release="list view draft check return send",
            **APPROVING_ROLES,
        ),
    ),
    "auditor": Role(
        title=_("Auditor under 42 CFR 2.53"),
        may_hold=_(
            "Somebody whom the organisation or the law names to audit its records, and who helps "
            "nobody here. They see a sample that nobody chose, another each month."
        ),
        permits=permits(
            site="list view",
            count="list",
            trail="oversee",
            retention="list view",
            purge="list view",
            client="list view",
            consent="view",
            disclosure="view",
            legal_process="list view",
            assessment="view",
            goal="view",
            referral="list view",
            release="list view",
        ),
    ),
    "privacy_officer": Role(
        title=_("Privacy officer"),
        may_hold=_("Whoever oversees privacy for all rooms; they see counts and no person."),
        permits=permits(
            site="list view",
            call_in="view",
            count="list",
            release="list view check return",
        ),
    ),
    "administrator": Role(
        title=_("Technical administrator"),
        may_hold=_("Whoever keeps accounts and backups; they see no content."),
        permits=permits(
            **KEEPING_ACCOUNTS,
        ),
    ),
}

PURPOSES = {
    "help": _("Help this person"),
    "process": _("Answer legal process"),
    "supervise": _("Supervise the help that is given"),
    "audit": _("Audit under 42 CFR 2.53"),
}
