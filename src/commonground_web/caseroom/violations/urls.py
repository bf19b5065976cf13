"""The addresses of violations."""

from django.urls import path

from commonground_web.caseroom.violations import views

urlpatterns = [
    path("violations/", views.listing, name="violations"),
    path("cases/<uuid:pk>/violations/new/", views.report, name="violation-report"),
    path("violations/<uuid:pk>/", views.violation, name="violation"),
    path("violations/<uuid:pk>/files/<uuid:file>/", views.document, name="violation-file"),
    path("violations/<uuid:pk>/check/", views.check, name="violation-check"),
    path("violations/<uuid:pk>/review/", views.review, name="violation-review"),
    path("violations/<uuid:pk>/decide/", views.decide, name="violation-decide"),
]
