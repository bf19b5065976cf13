"""The addresses of encounters."""

from django.urls import path

from commonground_web.careroom.encounters import views

urlpatterns = [
    path("encounters/", views.listing, name="encounters"),
    path("encounters/export/", views.export_listing, name="encounter-export"),
    path("encounters/new/", views.create, name="encounter-create"),
    path("zones/", views.zones, name="zones"),
    path("zones/new/", views.create_one_zone, name="zone-create"),
]
