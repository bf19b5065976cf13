"""The addresses of the policy on violations."""

from django.urls import path

from commonground_web.caseroom.policies import views

urlpatterns = [
    path("", views.listing, name="policies"),
    path("new/", views.create, name="policy-create"),
    path("<uuid:pk>/", views.policy, name="policy"),
    path("<uuid:pk>/next/", views.revise, name="policy-revise"),
    path("<uuid:pk>/sign/", views.sign, name="policy-sign"),
]
