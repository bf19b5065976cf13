"""A run's numbers as people read them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonground_web.commons.runs.headlines import Finding
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.states import State


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in words and numbers."""

    finding: Finding
    counts: str
    change: str
    interval: str


def shown(finding: Finding) -> Shown:
    """Return a finding as a row of a table."""
    counts = _("withheld")
    if finding.observed is not None and finding.expected is not None:
        counts = _("%(observed)s against %(expected)s expected") % {
            "observed": f"{finding.observed:,.0f}",
            "expected": f"{finding.expected:,.1f}",
        }
    return Shown(finding, counts, _percent(finding.change), _interval(finding))


def _interval(finding: Finding) -> str:
    if finding.lower is None and finding.upper is None:
        return _("none can be given")
    return _("%(lower)s to %(upper)s (%(level)s)") % {
        "lower": _percent(finding.lower),
        "upper": _percent(finding.upper),
        "level": f"{finding.confidence:.0%}",
    }


def _percent(share: float | None) -> str:
    return _("no end") if share is None else f"{share:+.0%}".replace("-", "−")


def in_short(run: LibraryRun) -> str:
    """Return what a run found as one line: a verdict for each outcome, or how many places."""
    headline = run.headline
    if headline.findings:
        return "; ".join(f"{finding.name}: {finding.verdict}" for finding in headline.findings)
    found = len(headline.places)
    return ngettext("%(n)s place", "%(n)s places", found) % {"n": found}


def last_published(sites: Iterable[uuid.UUID] | None) -> list[LibraryRun]:
    """Return the last published run of each kind at each of these sites, or at all.

    Parameters
    ----------
    sites
        The sites; None means all of the room.
    """
    runs = LibraryRun.objects.filter(state=State.PUBLISHED).select_related("site")
    if sites is not None:
        runs = runs.filter(site__in=sites)
    last: dict[tuple[uuid.UUID, str], LibraryRun] = {}
    for run in runs.order_by("site__name", "kind", "made_on", "published_at"):
        last[run.site_id, run.kind] = run
    return list(last.values())
