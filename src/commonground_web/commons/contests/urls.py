"""The address at which contests are forwarded."""

from django.urls import path

from commonground_web.commons.contests import views

urlpatterns = [
    path("complaints/<uuid:pk>/forward/", views.forward, name="contest-forward"),
]
