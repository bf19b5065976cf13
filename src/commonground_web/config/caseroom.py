"""The face of the case room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.config.face import Face

FACE = Face(
    title=_("Case room"),
    whose=_("police and prosecutor"),
    apps=(
        "commonground_web.caseroom.entries",
        "commonground_web.caseroom.criteria",
        "commonground_web.caseroom.lists",
        "commonground_web.caseroom.triage",
        "commonground_web.caseroom.holds",
        "commonground_web.caseroom.contests",
        "commonground_web.caseroom.cases",
        "commonground_web.caseroom.policies",
        "commonground_web.caseroom.rules",
        "commonground_web.caseroom.violations",
        "commonground_web.valves.releases",
        "commonground_web.caseroom.counts",
    ),
    urls="commonground_web.caseroom.urls",
    roles="commonground_web.caseroom.roles.ROLES",
    purposes="commonground_web.caseroom.roles.PURPOSES",
    retention="commonground_web.caseroom.retention.RULES",
    things="commonground_web.caseroom.things.THINGS",
    approver="charging_supervisor",
    agencies="commonground_web.valves.published.agencies.names",
    sites="commonground_web.valves.published.sites.names",
    standing="commonground_web.valves.published.agencies.in_standing",
    navigation="commonground_web.caseroom.navigation.DOORS",
)
