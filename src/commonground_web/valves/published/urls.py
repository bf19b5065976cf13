"""The addresses of the service directory, in a room that learned of it from the Commons."""

from django.urls import path

from commonground_web.valves.published import views

urlpatterns = [
    path("services/", views.listing, name="services"),
    path("services/<uuid:service>/", views.service, name="service"),
]
