"""What oversight says where a contest is forwarded: of whom, why, and what for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.complaints.models import GROUNDS, REQUESTS
from commonground_web.commons.contests.actions import Forwarded


class ForwardForm(forms.Form):
    """What the case room learns of a contest."""

    candidate = forms.ChoiceField(label=_("Who contests?"))
    grounds = forms.MultipleChoiceField(
        label=_("Why they contest"),
        choices=list(GROUNDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    asks = forms.ChoiceField(
        label=_("What they ask for"), choices=list(REQUESTS.items()), widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        candidates: Iterable[Candidate],
        sites: Mapping[uuid.UUID, str],
        **kwargs: Any,
    ) -> None:
        """Offer candidates by their names, each with their site."""
        super().__init__(*args, **kwargs)
        self._candidates = {str(candidate.pk): candidate for candidate in candidates}
        called = sorted(
            (f"{candidate.name}, {sites.get(candidate.site, '')}".rstrip(", "), pk)
            for pk, candidate in self._candidates.items()
        )
        chosen: Any = self.fields["candidate"]
        chosen.choices = [("", _("Choose")), *((pk, name) for name, pk in called)]

    def forwarded(self) -> Forwarded:
        """Return what the case room learns."""
        said = self.cleaned_data
        return Forwarded(self._candidates[said["candidate"]], said["grounds"], said["asks"])
