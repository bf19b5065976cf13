"""The face of the Commons."""

from django.utils.translation import gettext_lazy as _

from commonground_web.config.face import Face

FACE = Face(
    title=_("Commons"),
    whose=_("coordinator, community, city and the public"),
    apps=(
        "commonground_web.commons.agencies",
        "commonground_web.commons.sites",
        "commonground_web.commons.complaints",
        "commonground_web.commons.steps",
        "commonground_web.commons.services",
        "commonground_web.commons.anchors",
        "commonground_web.commons.disruption",
        "commonground_web.commons.runs",
        "commonground_web.commons.counts",
        "commonground_web.commons.rules",
        "commonground_web.commons.openness",
        "commonground_web.commons.candidates",
        "commonground_web.commons.contests",
        "commonground_web.commons.callin",
        "commonground_web.commons.letters",
        "commonground_web.commons.influentials",
        "commonground_web.commons.invitations",
        "commonground_web.commons.responses",
        "commonground_web.commons.today",
    ),
    urls="commonground_web.commons.urls",
    roles="commonground_web.commons.roles.ROLES",
    standing="commonground_web.commons.agencies.standing.in_standing",
    purposes="commonground_web.commons.roles.PURPOSES",
    retention="commonground_web.commons.retention.RULES",
    things="commonground_web.commons.things.THINGS",
    approver="director",
    agencies="commonground_web.commons.agencies.naming.names",
    sites="commonground_web.commons.sites.naming.names",
    navigation="commonground_web.commons.navigation.DOORS",
)
