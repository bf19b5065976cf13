"""What is done to the wording of letters."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from commonground_web.commons.letters.models import Wording
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@action("wording", "create")
def write_wording(
    *, site: Site, language: str, texts: Mapping[str, str], by: Actor, at: datetime
) -> Wording:
    """Write the next version of a letter; it goes out once a second person has adopted it."""
    site.lock()
    versions = Wording.objects.filter(site=site, language=language)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    wording = Wording(
        site=site,
        language=language,
        version=last + 1,
        written_by=uuid.UUID(by.id),
        written_at=at,
        **{name: texts[name] for name in Wording.TEXTS},
    )
    if missing := unfilled(wording):
        raise Refused(
            _("Fill in what stands in brackets: %(missing)s.") % {"missing": ", ".join(missing)}
        )
    wording.save(force_insert=True)
    open_access().did("wording.written", wording)
    return wording


@action("wording", "adopt")
def adopt_wording(*, wording: Wording, by: Actor, at: datetime) -> None:
    """Adopt, as the second person, what somebody else worded."""
    wording.lock()
    if wording.adopted_by is not None:
        raise Refused(_("It is adopted already."))
    if str(wording.written_by) == by.id:
        raise Refused(_("Whoever worded a letter does not adopt it; ask a second person."))
    wording.adopted_by, wording.adopted_at = uuid.UUID(by.id), at
    wording.save()
    open_access().did("wording.adopted", wording)


def unfilled(wording: Wording) -> list[str]:
    """Return the names of the texts in which something still stands in brackets."""
    return [
        str(Wording._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in Wording.TEXTS
        if "[" in getattr(wording, name)
    ]


def adopted_wordings(site: uuid.UUID) -> dict[str, Wording]:
    """Return the wording of a site's letters that is in force, by language."""
    adopted = Wording.objects.adopted().filter(site=site).order_by("version")
    return {wording.language: wording for wording in adopted}
