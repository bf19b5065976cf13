"""The addresses of rules."""

from django.urls import path

from commonground_web.commons.rules import views

urlpatterns = [
    path("rules/", views.listing, name="rules"),
    path("rules/export/", views.export_listing, name="rules-export"),
    path("rules/<uuid:pk>/", views.rules, name="signed-rules"),
    path("rules/<uuid:pk>/bring-in/", views.bring, name="rules-bring-in"),
]
