"""The addresses of the care room."""

from django.urls import include, path

from commonground_web.careroom.clients import views as clients

urlpatterns = [
    path("", clients.front, name="front"),
    path("", include("commonground_web.careroom.introductions.urls")),
    path("", include("commonground_web.careroom.encounters.urls")),
    path("", include("commonground_web.careroom.clients.urls")),
    path("", include("commonground_web.careroom.consents.urls")),
    path("", include("commonground_web.careroom.assessments.urls")),
    path("", include("commonground_web.careroom.referrals.urls")),
    path("", include("commonground_web.valves.releases.urls")),
    path("", include("commonground_web.valves.published.urls")),
    path("", include("commonground_web.valves.published.interventions.urls")),
]
