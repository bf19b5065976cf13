"""The addresses of purges and legal holds."""

from django.urls import path

from commonground_web.kernel.purge import views

urlpatterns = [
    path("purges/", views.purges, name="purges"),
    path("purges/<uuid:pk>/", views.purge, name="purge"),
    path("purges/<uuid:pk>/witness/", views.witness, name="purge-witness"),
    path("holds/", views.holds, name="legal-holds"),
    path("holds/<uuid:pk>/confirm/", views.confirm, name="legal-hold-confirm"),
    path("holds/<uuid:pk>/release/", views.release, name="legal-hold-release"),
    path("holds/<str:record_type>/<uuid:pk>/place/", views.place, name="legal-hold-place"),
]
