"""The addresses of what comes of a call-in."""

from django.urls import path

from commonground_web.commons.responses.views import agreeing, holding

urlpatterns = [
    path("call-ins/<uuid:pk>/hold/", holding.hold, name="callin-hold"),
    path("call-ins/<uuid:pk>/close/", holding.close, name="callin-close"),
    path("call-ins/<uuid:pk>/attendance/", holding.listing, name="callin-attendance"),
    path("invitees/<uuid:pk>/attendance/", holding.note, name="attendance-create"),
    path("follow-ups/<uuid:pk>/assign/", holding.assign, name="follow-up-assign"),
    path("follow-ups/<uuid:pk>/", holding.report, name="follow-up-report"),
    path("candidates/<uuid:pk>/agreement/", agreeing.agreement, name="conduct-agreement"),
    path("candidates/<uuid:pk>/agreement/new/", agreeing.give, name="conduct-agreement-create"),
    path(
        "candidates/<uuid:pk>/agreement/none/", agreeing.decline, name="conduct-agreement-decline"
    ),
    path("conduct-agreements/<uuid:pk>/copy/", agreeing.copy, name="conduct-agreement-copy"),
    path("candidates/<uuid:pk>/introduction/", agreeing.put_in_touch, name="introduction-create"),
]
