"""The face of the care room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.config.face import Face

FACE = Face(
    title=_("Care room"),
    whose=_("service and harm-reduction organisations"),
    apps=(
        "commonground_web.careroom.introductions",
        "commonground_web.careroom.encounters",
        "commonground_web.careroom.clients",
        "commonground_web.careroom.consents",
        "commonground_web.careroom.assessments",
        "commonground_web.careroom.referrals",
        "commonground_web.valves.releases",
        "commonground_web.careroom.releases",
    ),
    urls="commonground_web.careroom.urls",
    roles="commonground_web.careroom.roles.ROLES",
    purposes="commonground_web.careroom.roles.PURPOSES",
    retention="commonground_web.careroom.retention.RULES",
    things="commonground_web.careroom.things.THINGS",
    approver="provider_manager",
    agencies="commonground_web.valves.published.agencies.names",
    sites="commonground_web.valves.published.sites.names",
    standing="commonground_web.valves.published.agencies.in_standing",
    navigation="commonground_web.careroom.navigation.DOORS",
)
