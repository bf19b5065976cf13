"""The list of legal process."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.consents.models import LegalProcess
from commonground_web.kernel.pages.lists.declared import Column, Listing

PROCESS = Listing(
    model=LegalProcess,
    caption=_("Legal process that your organisation received"),
    columns=(
        Column(
            _("Received on"),
            "received_on",
            sort="received_on",
            link=lambda row: reverse("legal-process-one", args=[row.pk]),
        ),
        Column(_("Kind"), lambda row: row.get_kind_display(), sort="kind"),
        Column(_("From whom"), "from_whom", is_exported=False),
        Column(_("Answer"), lambda row: row.get_answer_display(), sort="answer"),
    ),
    order="-received_on",
    empty=_("None came. Write down the first at once, and tell counsel before anybody answers."),
)
