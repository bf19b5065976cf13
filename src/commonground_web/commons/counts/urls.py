"""The addresses of released counts."""

from django.urls import path

from commonground_web.commons.counts import views

urlpatterns = [
    path("counts/", views.listing, name="counts"),
    path("counts/export/", views.export_listing, name="count-export"),
]
