"""Ask the gates of a site, and refuse what one of them refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from commonground_web.commons.model.shape import Moment, Phase
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.facts import told
from commonground_web.commons.steps.gates.gate import Gate, ItemState, Open, Shut, SiteState
from commonground_web.commons.steps.gates.named import GATE_BY_CODE, GATES
from commonground_web.commons.steps.models import Plan, PlanItem, Score, Subject, Waiver
from commonground_web.kernel.access.actions import Refused


def require(code: str, *, site: Site, on: date) -> None:
    """Refuse unless a gate of a site is open.

    Parameters
    ----------
    code
        The gate.
    site
        The site.
    on
        The day on which it is asked; a waiver holds to its last day.

    Raises
    ------
    Refused
        If it is shut, with a sentence for each reason.
    """
    plan = _held_plan(site)
    require_open([GATE_BY_CODE[code]], site_state(plan, on=on))


def require_before(moment: Moment, *, site: Site, on: date) -> None:
    """Refuse unless every gate before a moment is open: letters, an operation, the call-in."""
    plan = _held_plan(site)
    require_open(gates_before(moment), site_state(plan, on=on))


def _held_plan(site: Site) -> Plan:
    """Return the plan of a site, held until the action ends, so that no gate shuts meanwhile."""
    plan: Plan | None = Plan.objects.select_for_update(no_key=True).filter(site=site).first()
    if plan is None:
        raise Refused(_("This site has no plan yet; open one first."))
    return plan


def require_open(gates: Iterable[Gate], state: SiteState) -> None:
    """Refuse unless all of these gates are open."""
    sentences = [sentence for gate in gates for sentence in _sentences(gate, gate.look(state))]
    if sentences:
        raise Refused(" ".join(sentences))


def _sentences(gate: Gate, seen: Open | Shut) -> list[str]:
    if seen.is_open:
        return []
    owed = [
        _("%(missing)s Owed by: %(owed_by)s.")
        % {"missing": reason.missing, "owed_by": reason.owed_by}
        for reason in seen.reasons
    ]
    return [str(gate.refuses), *owed]


def gates_before(moment: Moment) -> list[Gate]:
    """Return the gates before a moment."""
    return [gate for gate in GATES if moment in gate.before]


def gates_of(phase: Phase) -> list[Gate]:
    """Return the gates that a phase completes through."""
    return [gate for gate in GATES if gate.phase == phase]


def looks(state: SiteState) -> Mapping[str, Open | Shut]:
    """Look at every gate, by its code."""
    return {gate.code: gate.look(state) for gate in GATES}


def site_state(plan: Plan, *, on: date, items: Iterable[PlanItem] | None = None) -> SiteState:
    """Return what the gates of a site look at.

    Parameters
    ----------
    plan
        The site's plan.
    on
        The day.
    items
        The items of the plan with their agencies, where they were read already.
    """
    if items is None:
        items = PlanItem.objects.filter(plan=plan).select_related("agency")
    waivers = Waiver.objects.in_force(on).filter(plan=plan, about=Subject.GATE)
    return SiteState(
        on=on,
        items=_states(plan, items),
        waived_until={waiver.code: waiver.ends_on for waiver in waivers.order_by("ends_on")},
        told=partial(told, site=plan.site_id),
    )


def _states(plan: Plan, items: Iterable[PlanItem]) -> dict[str, ItemState]:
    """Return the model's items as the plan has them; one it has not is not done."""
    kept = {item.code: item for item in items}
    return {
        asked.code: item_state(kept.get(asked.code), text=str(asked.text), by=str(asked.by.label))
        for asked in plan.model.items
    }


def item_state(item: PlanItem | None, *, text: str, by: str) -> ItemState:
    """Return an item as gates see it: done is as planned and confirmed by a second person."""
    as_planned = item is not None and item.score == Score.AS_PLANNED
    is_confirmed = item is not None and item.confirmed_by is not None
    return ItemState(
        text=text,
        is_done=as_planned and is_confirmed,
        awaits_second=as_planned and not is_confirmed,
        owed_by=str(item.agency) if item is not None and item.agency else by,
    )
