"""The addresses of lists, their checks and their candidates."""

from django.urls import path

from commonground_web.caseroom.lists.views import candidates, checks, lists

urlpatterns = [
    path("lists/", lists.listing, name="candidate-lists"),
    path("lists/new/", lists.create, name="candidate-list-create"),
    path("lists/<uuid:pk>/", lists.one, name="candidate-list"),
    path("lists/<uuid:pk>/lock/", lists.lock, name="candidate-list-lock"),
    path("lists/<uuid:pk>/check/", checks.create, name="disparity-check-create"),
    path("checks/<uuid:pk>/", checks.check, name="disparity-check"),
    path("checks/<uuid:pk>/sign/", checks.sign, name="disparity-check-sign"),
    path("candidates/", candidates.listing, name="candidates"),
    path("candidates/<uuid:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<uuid:pk>/complete/", candidates.complete, name="candidate-complete"),
    path("candidates/<uuid:pk>/propose/", candidates.propose, name="candidate-propose"),
    path("candidates/<uuid:pk>/release/", candidates.release, name="candidate-release"),
    path("candidates/<uuid:pk>/withdraw/", candidates.withdraw, name="candidate-withdraw"),
]
