"""The conditions that gates are made of."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from commonground_web.commons.steps.gates.facts import FACTS
from commonground_web.commons.steps.gates.gate import Condition, Reason, SiteState


def done(*codes: str) -> Condition:
    """Ask that items are done as planned and confirmed by a second person."""

    def shuts(state: SiteState) -> Iterator[Reason]:
        for item in (state.items[code] for code in codes):
            if item.awaits_second:
                missing = _("Not confirmed by a second person: “%(item)s”")
                yield Reason(missing % {"item": item.text}, _("the centre's director"))
            elif not item.is_done:
                yield Reason(_("Not done: “%(item)s”") % {"item": item.text}, item.owed_by)

    return shuts


def fact(name: str) -> Condition:
    """Ask that a fact is known and true."""

    def shuts(state: SiteState) -> Iterator[Reason]:
        told = state.told(name)
        words, owed_by = FACTS[name].words, str(FACTS[name].owed_by.label)
        if told is None:
            yield Reason(_("Not known yet: “%(fact)s.”") % {"fact": words}, owed_by)
        elif not told:
            yield Reason(_("Not so: “%(fact)s.”") % {"fact": words}, owed_by)

    return shuts


def enough(name: str, *, of: str) -> Condition:
    """Ask that one number is known and no less than another."""

    def shuts(state: SiteState) -> Iterator[Reason]:
        has, needs = state.told(name), state.told(of)
        for asked, told in ((name, has), (of, needs)):
            if told is None:
                yield Reason(
                    _("Not known yet: “%(fact)s.”") % {"fact": FACTS[asked].words},
                    str(FACTS[asked].owed_by.label),
                )
        if has is not None and needs is not None and has < needs:
            yield Reason(
                _("%(has)s are there and %(needs)s are needed: “%(fact)s.”")
                % {"has": has, "needs": needs, "fact": FACTS[name].words},
                str(FACTS[name].owed_by.label),
            )

    return shuts
