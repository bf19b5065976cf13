"""The addresses of triage."""

from django.urls import path

from commonground_web.caseroom.triage.views import case, lists

urlpatterns = [
    path("", lists.waiting, name="triage-waiting"),
    path("decided/", lists.decided, name="triage-decided"),
    path("lists/<uuid:pk>/", lists.cases, name="triage-cases"),
    path("lists/<uuid:pk>/add/", lists.add, name="triage-add"),
    path("<uuid:pk>/", case.case, name="triage"),
    path("<uuid:pk>/findings/", case.findings, name="triage-findings"),
    path("<uuid:pk>/begin/", case.begin, name="triage-begin"),
    path("<uuid:pk>/return/", case.give_back, name="triage-return"),
    path("<uuid:pk>/review/", case.review, name="triage-review"),
    path("<uuid:pk>/consolidate/", case.draw_together, name="triage-consolidate"),
    path("<uuid:pk>/convene/", case.convene, name="triage-convene"),
    path("<uuid:pk>/panel/", case.sit, name="triage-sit"),
    path("<uuid:pk>/close/", case.close, name="triage-close"),
    path("<uuid:pk>/reopen/", case.reopen, name="triage-reopen"),
]
