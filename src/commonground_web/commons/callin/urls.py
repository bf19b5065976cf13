"""The addresses of call-ins."""

from django.urls import path

from commonground_web.commons.callin import views

urlpatterns = [
    path("call-ins/", views.listing, name="callins"),
    path("call-ins/new/", views.create, name="callin-create"),
    path("call-ins/<uuid:pk>/", views.callin, name="callin"),
    path("call-ins/<uuid:pk>/slots/", views.slots, name="callin-slots"),
    path("call-ins/<uuid:pk>/run-sheet/", views.sheet, name="callin-run-sheet"),
    path("call-ins/<uuid:pk>/agenda/new/", views.add_item, name="agenda-create"),
    path("agenda/<uuid:pk>/drop/", views.drop_item, name="agenda-drop"),
    path("call-ins/<uuid:pk>/speakers/new/", views.add_speaker, name="speaker-create"),
    path("speakers/<uuid:pk>/confirm/", views.confirm, name="speaker-confirm"),
    path("speakers/<uuid:pk>/withdraw/", views.withdraw, name="speaker-withdraw"),
]
