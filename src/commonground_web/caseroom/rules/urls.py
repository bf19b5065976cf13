"""The addresses of the files of rules."""

from django.urls import path

from commonground_web.caseroom.rules import views

urlpatterns = [
    path("criteria/<uuid:pk>/file/", views.criteria_file, name="criteria-file"),
    path("policies/<uuid:pk>/file/", views.policy_file, name="policy-file"),
]
