"""Counts by group as people type them in, and the ratios that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonground_web.caseroom.lists.moves import Weighed
from commonground_web.caseroom.lists.ratios import Ratio, ratio_of_shares
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.kernel.access.actions import Refused

COLUMNS = 6
"""Of a line: the group, the benchmark, and a count for each verdict."""


class Variable(models.TextChoices):
    """By what people are put into groups."""

    RACE = "race", gettext_lazy("race and ethnicity")
    SEX = "sex", gettext_lazy("sex")
    AGE = "age", gettext_lazy("age")
    RESIDENCE = "residence", gettext_lazy("residence, in the area or not")


@dataclass(frozen=True, slots=True)
class Group:
    """How many of one group were considered, and what was decided; a table of these is kept."""

    variable: str
    group: str
    benchmark: int
    prosecute: int
    bank: int
    drop: int
    refer_out: int

    @property
    def considered(self) -> int:
        """How many of the group are on the list."""
        return sum(self.of(verdict) for verdict in Verdict)

    def of(self, verdict: str) -> int:
        """Return the count of a verdict."""
        count: int = getattr(self, verdict)
        return count


@dataclass(frozen=True, slots=True)
class Compared:
    """One group against all others: how it came on the list, and what was decided there."""

    group: Group
    listed: Ratio
    decided: dict[str, Ratio]


def kept_groups(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """Return groups as they are kept."""
    return [asdict(group) for group in groups]


def read_groups(rows: Iterable[dict[str, Any]]) -> list[Group]:
    """Return groups that were kept."""
    return [Group(**row) for row in rows]


def parse_groups(variable: Variable, text: str) -> list[Group]:
    """Return the groups of a table as people type or paste it: a line for each.

    Raises
    ------
    Refused
        If a line is not a group and its five counts.
    """
    return [_parsed(variable, line) for line in text.splitlines() if line.strip()]


def _parsed(variable: Variable, line: str) -> Group:
    group, *counts = (part.strip() for part in re.split(r"[\t;]", line.strip()))
    if len(counts) != COLUMNS - 1 or not all(n.isascii() and n.isdigit() for n in counts):
        raise Refused(
            _(
                "“%(line)s” is not a group and five counts. Write for example: "
                "Group; 120; 4; 7; 2; 0"
            )
            % {"line": line.strip()}
        )
    return Group(variable, group, *(int(n) for n in counts))


def require_whole(groups: Sequence[Group], weighed: Sequence[Weighed]) -> None:
    """Refuse a table that does not add up to the list.

    Raises
    ------
    Refused
        If a variable is missing, a group stands twice, or the counts of a verdict differ.
    """
    for variable in Variable:
        mine = [group for group in groups if group.variable == variable]
        named = {"variable": variable.label}
        if not mine:
            raise Refused(_("Counts by %(variable)s are missing.") % named)
        if len({group.group.casefold() for group in mine}) < len(mine):
            raise Refused(_("Counts by %(variable)s have a group twice.") % named)
        for verdict in Verdict:
            typed = sum(group.of(verdict) for group in mine)
            decided = sum(1 for each in weighed if each.verdict == verdict)
            if typed != decided:
                raise Refused(
                    _(
                        "Counts by %(variable)s add up to %(typed)s for “%(verdict)s”; on the "
                        "list there are %(decided)s. Add a group “not known” for who is missing."
                    )
                    % {
                        **named,
                        "typed": typed,
                        "verdict": verdict.label,
                        "decided": decided,
                    }
                )


def compare(groups: Sequence[Group]) -> Iterator[Compared]:
    """Yield each group against all others of its variable."""
    for group in groups:
        others = [g for g in groups if g.variable == group.variable and g is not group]
        considered = sum(g.considered for g in others)
        yield Compared(
            group,
            ratio_of_shares(
                group.considered,
                group.benchmark,
                considered,
                sum(g.benchmark for g in others),
            ),
            {
                verdict: ratio_of_shares(
                    group.of(verdict),
                    group.considered,
                    sum(g.of(verdict) for g in others),
                    considered,
                )
                for verdict in Verdict
            },
        )
