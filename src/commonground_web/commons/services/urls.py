"""The addresses of the service directory."""

from django.urls import path

from commonground_web.commons.services.views import details, entries, hsds, slots

urlpatterns = [
    path("services/", entries.listing, name="services"),
    path("services/new/", entries.create, name="service-create"),
    path("services/<uuid:pk>/", entries.service, name="service"),
    path("services/<uuid:pk>/edit/", entries.update, name="service-update"),
    path("services/<uuid:pk>/places/new/", details.place_add, name="place-create"),
    path("services/<uuid:pk>/phones/new/", details.phone_add, name="phone-create"),
    path("services/<uuid:pk>/hours/new/", details.hours_add, name="hours-create"),
    path("services/<uuid:pk>/capacity/new/", slots.capacity_add, name="capacity-create"),
    path("places/<uuid:pk>/", details.place, name="place-update"),
    path("places/<uuid:pk>/remove/", details.place_remove, name="place-remove"),
    path("phones/<uuid:pk>/remove/", details.phone_remove, name="phone-remove"),
    path("hours/<uuid:pk>/remove/", details.hours_remove, name="hours-remove"),
    path("capacity/<uuid:pk>/", slots.count, name="capacity-update"),
    path("capacity/<uuid:pk>/reserve/", slots.reserve, name="reservation-create"),
    path("reservations/<uuid:pk>/end/", slots.reservation_end, name="reservation-end"),
    path("organizations/", entries.organizations, name="organizations"),
    path("organizations/new/", entries.organization_create, name="organization-create"),
    path("organizations/<uuid:pk>/", entries.organization, name="organization"),
    path("organizations/<uuid:pk>/edit/", entries.organization_update, name="organization-update"),
    path("directory/import/", hsds.read, name="directory-import"),
    path("directory/import/<uuid:pk>/", hsds.look, name="directory-look"),
    path("directory/import/<uuid:pk>/take/", hsds.take, name="directory-take"),
    path("directory/import/<uuid:pk>/rejects/", hsds.rejects, name="directory-rejects"),
    path("directory/export/", hsds.export, name="directory-export"),
]
