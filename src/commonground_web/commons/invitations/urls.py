"""The addresses of invitations."""

from django.urls import path

from commonground_web.commons.invitations.views import inviting, letters

urlpatterns = [
    path("call-ins/<uuid:pk>/invitees/", inviting.listing, name="callin-invitees"),
    path("call-ins/<uuid:pk>/invitees/new/", inviting.add, name="callin-invite"),
    path("call-ins/<uuid:pk>/deliveries/", letters.log, name="callin-deliveries"),
    path("call-ins/<uuid:pk>/holds/", inviting.holds, name="callin-holds"),
    path("call-ins/<uuid:pk>/letters/", inviting.letters, name="callin-letters"),
    path("call-ins/<uuid:pk>/letters/print/", letters.all_of_them, name="letters-print"),
    path("call-ins/<uuid:pk>/move/", inviting.move, name="callin-move"),
    path("call-ins/<uuid:pk>/cancel/", inviting.cancel, name="callin-cancel"),
    path("holds/<uuid:pk>/lift/", inviting.lift, name="hold-lift"),
    path("invitees/<uuid:pk>/letter/", letters.one, name="letter-print"),
    path("invitees/<uuid:pk>/deliveries/new/", letters.delivery, name="delivery-create"),
]
