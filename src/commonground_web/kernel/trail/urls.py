"""The addresses of the trail."""

from django.urls import path

from commonground_web.kernel.trail import views

urlpatterns = [
    path("", views.trail, name="trail"),
    path("<uuid:event>/", views.one, name="trail-event"),
]
