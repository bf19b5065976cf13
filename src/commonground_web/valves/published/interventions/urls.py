"""The addresses of interventions, in a room that learned of them from the Commons."""

from django.urls import path

from commonground_web.valves.published.interventions import views

urlpatterns = [
    path("interventions/", views.listing, name="interventions"),
    path("interventions/<uuid:site>/", views.intervention, name="intervention"),
]
