"""The addresses of exports."""

from django.urls import path

from commonground_web.kernel.exports import views

urlpatterns = [
    path("", views.waiting, name="exports"),
    path("<uuid:pk>/answer/", views.answer, name="export-answer"),
]
