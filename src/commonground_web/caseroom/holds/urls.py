"""The addresses of holds."""

from django.urls import path

from commonground_web.caseroom.holds import views

urlpatterns = [
    path("holds/", views.listing, name="holds"),
    path("holds/<uuid:pk>/acknowledge/", views.acknowledge, name="hold-acknowledge"),
]
