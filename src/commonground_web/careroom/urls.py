"""The addresses of the care room."""

from django.urls import path

from commonground_web.careroom.clients import views as clients

urlpatterns = [
    path("", clients.front, name="front"),
    path("clients/", clients.listing, name="clients"),
    path("clients/export/", clients.export_listing, name="client-export"),
    path("clients/new/", clients.create, name="client-create"),
    path("clients/<uuid:pk>/", clients.client, name="client"),
]
