"""The sites that a form of the care room offers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonground_web.valves.published import sites


def site_choices() -> list[tuple[str, str]]:
    """Return the sites for a form, and first the answer that it is none of them."""
    known = ((str(pk), name) for pk, name in sites.names().items())
    return [("", _("none of the sites")), *known]
