"""The addresses of entries."""

from django.urls import path

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.views import deciding, disseminations, entry, support
from commonground_web.kernel.files.keeping import file_view

urlpatterns = [
    path("entries/", entry.listing, name="entries"),
    path("entries/new/", entry.create, name="entry-create"),
    path("entries/<uuid:pk>/", entry.entry, name="entry"),
    path("entries/<uuid:pk>/change/", entry.change, name="entry-change"),
    path("entries/<uuid:pk>/documents/new/", entry.document, name="entry-document"),
    path(
        "entries/<uuid:pk>/documents/<uuid:file>/",
        file_view(Entry, verb="download"),
        name="entry-file",
    ),
    path("entries/<uuid:pk>/submit/", deciding.submit, name="entry-submit"),
    path("entries/<uuid:pk>/accept/", deciding.accept, name="entry-accept"),
    path("entries/<uuid:pk>/return/", deciding.give_back, name="entry-return"),
    path("entries/<uuid:pk>/use/", deciding.use, name="entry-use"),
    path("entries/<uuid:pk>/drop/", deciding.drop, name="entry-drop"),
    path("entries/<uuid:pk>/correct/", deciding.correct, name="entry-correct"),
    path("entries/<uuid:pk>/sources/new/", support.source, name="source-create"),
    path("entries/<uuid:pk>/screening/", support.screening, name="screening-create"),
    path("screenings/<uuid:pk>/decide/", support.decide, name="screening-decide"),
    path("entries/<uuid:pk>/hand-on/", disseminations.create, name="dissemination-create"),
    path("disseminations/", disseminations.listing, name="disseminations"),
    path("disseminations/<uuid:pk>/print/", disseminations.printed, name="entry-print"),
    path(
        "disseminations/<uuid:pk>/notices/<uuid:notice>/told/",
        disseminations.tell,
        name="correction-told",
    ),
]
