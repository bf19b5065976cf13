"""What was done on the demo's plan: by whom, how long ago, what shows it, and how far it came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One item that somebody worked on."""

    code: str
    by: str
    """The part in the demo of whoever did it."""
    days_ago: int
    note: str = ""
    """What shows it; nothing where it was only scored."""
    score: int = 2
    amount: int | None = None
    why: str = ""
    is_confirmed: bool = True
    """Whether a director has looked at it; without, a gate that hangs on it stays shut."""


WORK = (
    Done(
        code="P1.chief",
        by="chief",
        days_ago=200,
        note="Letter of the chief of police for the whole run, read out at the first meeting.",
    ),
    Done(
        code="P1.prosecutor",
        by="deputy-prosecutor",
        days_ago=198,
        note="Letter of the elected prosecutor for the whole run.",
    ),
    Done(
        code="P1.service_lead",
        by="service-lead",
        days_ago=180,
        note="Board minutes: a service lead is named, with money for two years.",
    ),
    Done(
        code="P1.community_lead",
        by="liaison",
        days_ago=178,
        note="The neighbours' assembly named its co-lead by a show of hands.",
    ),
    Done(
        code="P1.team_trained",
        by="coordinator",
        days_ago=176,
        note="Two days of training; eleven of eleven seats came.",
    ),
    Done(
        code="P1.agreements",
        by="coordinator",
        days_ago=174,
        note="Every partner's agreement lies in binder 1.",
    ),
    Done(
        code="P1.researcher",
        by="coordinator",
        days_ago=172,
        note="The university named a researcher, who is paid by none of the partners.",
    ),
    Done(
        code="P1.alternates",
        by="coordinator",
        days_ago=165,
        note="Nine of eleven seats have an alternate.",
        score=1,
        why="Two agencies have still to name theirs.",
    ),
    Done(
        code="P2.sources",
        by="chief",
        days_ago=160,
        note="Drug records, calls for service and residents' reports name the same blocks.",
        amount=3,
    ),
    Done(
        code="P2.boundary",
        by="chief",
        days_ago=158,
        note="Walked street by street; four blocks and no more.",
    ),
    Done(
        code="P2.choice",
        by="chief",
        days_ago=157,
        note="The report of `find` ranks the area first.",
    ),
    Done(
        code="P1.reconciliation",
        by="liaison",
        days_ago=140,
        note="An evening at the library: the chief listened for two hours, and answered.",
        amount=2,
    ),
    Done(
        code="P2.rationale",
        by="coordinator",
        days_ago=135,
        note="The map and the reasons hang in the library and are on the city's site.",
    ),
    Done(
        code="P2.survey",
        by="chief",
        days_ago=130,
        note="Patrol, probation, detectives and residents answered.",
        amount=46,
    ),
    Done(
        code="P2.incidents",
        by="chief",
        days_ago=110,
        note="Every incident of the last year was read at one table, in the case room.",
        amount=2,
    ),
    Done(
        code="P3.meetings",
        by="liaison",
        days_ago=84,
        note="Three meetings: the library, the church hall, the school.",
        amount=3,
    ),
    Done(
        code="P1.violation_policy",
        by="deputy-prosecutor",
        days_ago=80,
        note="Adopted by all partners; handed to defence counsel.",
    ),
    Done(
        code="P1.tracking_plan",
        by="chief",
        days_ago=78,
        note="Adopted: who follows up, how often, and when it ends.",
    ),
    Done(
        code="P3.residents",
        by="liaison",
        days_ago=72,
        note="Neighbours went from door to door on two Saturdays.",
        amount=118,
    ),
    Done(
        code="P1.turnover",
        by="coordinator",
        days_ago=70,
        note="Two seats changed; both newcomers had the two days of training.",
    ),
    Done(
        code="P3.awareness",
        by="coordinator",
        days_ago=66,
        note="A survey of 212 households by the university; 141 of them had heard of it.",
        amount=66,
    ),
    Done(
        code="P1.baseline",
        by="coordinator",
        days_ago=64,
        note="The evaluator fixed measures and baseline, and put a copy under seal.",
    ),
)
"""Until the case room has a list, in the order of time."""
