"""The addresses of the case room."""

from django.urls import include, path

from commonground_web.caseroom.entries.views.entry import front

urlpatterns = [
    path("", front, name="front"),
    path("", include("commonground_web.caseroom.entries.urls")),
    path("", include("commonground_web.caseroom.holds.urls")),
    path("", include("commonground_web.caseroom.contests.urls")),
    path("", include("commonground_web.caseroom.cases.urls")),
    path("", include("commonground_web.caseroom.rules.urls")),
    path("policies/", include("commonground_web.caseroom.policies.urls")),
    path("", include("commonground_web.caseroom.violations.urls")),
    path("criteria/", include("commonground_web.caseroom.criteria.urls")),
    path("triage/", include("commonground_web.caseroom.triage.urls")),
    path("", include("commonground_web.caseroom.lists.urls")),
    path("", include("commonground_web.valves.releases.urls")),
    path("", include("commonground_web.valves.published.urls")),
    path("", include("commonground_web.valves.published.interventions.urls")),
]
