"""The addresses of retention."""

from django.urls import path

from commonground_web.kernel.retention import views

urlpatterns = [
    path("", views.overview, name="retention"),
    path("rules/change/", views.change, name="retention-change"),
    path("rules/<uuid:pk>/confirm/", views.confirm_change, name="retention-confirm-change"),
    path("proposals/<uuid:pk>/", views.proposal, name="retention-proposal"),
    path("proposals/<uuid:pk>/confirm/", views.confirm, name="retention-confirm"),
    path("proposals/<uuid:pk>/decline/", views.decline, name="retention-decline"),
    path("<str:record_type>/<uuid:pk>/propose/", views.propose, name="retention-propose"),
]
