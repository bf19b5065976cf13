"""The addresses of consents, disclosures and legal process."""

from django.urls import path

from commonground_web.careroom.consents import pages, views

urlpatterns = [
    path("clients/<uuid:pk>/consents/", views.of_client, name="client-consents"),
    path("clients/<uuid:pk>/consents/new/", views.create, name="consent-create"),
    path("clients/<uuid:pk>/accounting/", views.accounting, name="client-accounting"),
    path("consents/<uuid:pk>/", views.consent, name="consent"),
    path("consents/<uuid:pk>/revoke/", views.revoke, name="consent-revoke"),
    path("consents/<uuid:pk>/disclose/", views.tell, name="disclosure-create"),
    path("disclosures/<uuid:pk>/", views.disclosure, name="disclosure"),
    path("legal-process/", pages.listing, name="legal-process"),
    path("legal-process/new/", pages.create, name="legal-process-create"),
    path("legal-process/<uuid:pk>/", pages.process, name="legal-process-one"),
    path("legal-process/<uuid:pk>/answer/", pages.answer, name="legal-process-answer"),
]
