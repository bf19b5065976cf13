"""The model, its gates and the ways of a phase, as a page of the manual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonground_web.commons.model.shape import Model, Moment, Phase
from commonground_web.commons.roles import ROLES
from commonground_web.commons.steps.gates.named import GATES
from commonground_web.commons.steps.states import MACHINE, State

TOP = """# Steps and gates

What a site's plan holds in the Commons: the steps of the model, the items that are checked in
each, the gates that refuse what must not go ahead yet, and the ways of a phase. Items, weights and
days are ours, after the phases of RAND RR1001; they are not RAND's instrument. Days count from the
call-in, and a site may move them. This page is written by the module
`commonground_web.commons.steps.written`, and a test holds it to what the program does.
"""

ABOUT_ITEMS = """An item is as planned only with evidence. Where a gate hangs on it, a second person
confirms it. Nothing of an item is done while a gate before its moment is shut.
"""


def as_markdown(model: Model) -> str:
    """Return the page for one version of the model."""
    parts = [
        TOP,
        f"## Steps of version {model.version}\n",
        _table(
            ("Step", "High Point", "BJA / MSU", "RAND RR1001", "CrimeSolutions"),
            _steps(model),
        ),
        "## Items\n",
        ABOUT_ITEMS,
        *(
            f"### {phase.label}\n\n"
            + _table(
                ("Code", "Item", "Owed by", "Day", "Weight", "Gate on it", "Moment"),
                _items(model, phase),
            )
            for phase in Phase
        ),
        "## Gates\n",
        _table(
            ("Gate", "What it refuses", "Not before it", "Who may waive it", "Source"), _gates()
        ),
        "## Ways of a phase\n",
        _table(("State", "Next to act", "What may follow"), _ways()),
    ]
    return "\n".join(parts)


def _table(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    header = list(header)
    lines = [_row(header), _row("---" for _ in header), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") or " " for cell in cells) + " |"


def _steps(model: Model) -> Iterator[Iterable[object]]:
    for step in model.steps:
        schemes = step.schemes
        yield (
            f"{step.code} {step.title}",
            schemes.high_point,
            schemes.guide,
            schemes.rand,
            schemes.crime_solutions,
        )


def _items(model: Model, phase: Phase) -> Iterator[Iterable[object]]:
    for item in model.items_of(phase):
        yield (
            f"`{item.code}`",
            item.text,
            item.by.label,
            f"{item.due_days:+d}" if item.due_days else "0",
            item.weight,
            item.gate,
            Moment(item.moment).label if item.moment else "",
        )


def _gates() -> Iterator[Iterable[object]]:
    for gate in GATES:
        moments = (str(moment.label) for moment in Moment if moment in gate.before)
        waived_by = (str(ROLES[role].title) for role in gate.waived_by or ())
        yield (
            f"`{gate.code}`",
            f"{gate.refuses} {gate.why}",
            "; ".join([*moments, f"the phase “{gate.phase.label}” completes"]),
            " and ".join(waived_by) or "nobody",
            gate.source,
        )


def _ways() -> Iterator[Iterable[object]]:
    for state in State:
        ways = (str(State(way).label) for way in sorted(MACHINE.transitions[state]))
        owner = MACHINE.owners[state]
        title = ROLES[owner].title if owner in ROLES else owner
        yield state.label, title, ", ".join(ways) or "nothing"
