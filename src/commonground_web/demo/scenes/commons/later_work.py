"""What was done on the demo's plan once there was a list: until the call-in, and after it."""

from __future__ import annotations

from commonground_web.demo.scenes.commons.work import Done

BEFORE_INVITING = (
    Done(
        code="P2.two_sources",
        by="chief",
        days_ago=60,
        note="The case room takes no name into use without; read off its list.",
        amount=100,
    ),
    Done(
        code="P2.active",
        by="chief",
        days_ago=60,
        note="Each was seen selling within the month before.",
        amount=100,
    ),
    Done(
        code="P2.reasons",
        by="deputy-prosecutor",
        days_ago=60,
        note="Both reviews of each case have their reason in writing.",
        amount=100,
    ),
    Done(
        code="P2.video",
        by="chief",
        days_ago=60,
        note="One recorded buy in each case.",
        amount=100,
    ),
    Done(
        code="P2.disparity",
        by="deputy-prosecutor",
        days_ago=60,
        note="The case room's check was signed by both agencies before the list was locked.",
    ),
    Done(
        code="P2.cases_ready",
        by="deputy-prosecutor",
        days_ago=60,
        note="Each candidate's case is ready, with a drafted warrant.",
        amount=100,
    ),
    Done(
        code="P4.slots",
        by="service-lead",
        days_ago=60,
        note="Nine slots are reserved in writing: four for treatment, five for work and housing.",
        amount=9,
    ),
)

BEFORE_LETTERS = (
    Done(
        code="P4.hold",
        by="deputy-prosecutor",
        days_ago=56,
        note="Police and prosecutor acknowledged the hold of each candidate.",
    ),
    Done(
        code="P3.message",
        by="liaison",
        days_ago=54,
        note="Read again by the assembly, and adopted.",
    ),
)

BEFORE_THE_OPERATION = (
    Done(
        code="P3.disruption",
        by="outreach-lead",
        days_ago=37,
        note="Outreach plan agreed: naloxone, hours of the night bus, whom to call.",
    ),
    Done(
        code="P3.notice",
        by="chief",
        days_ago=37,
        note="Outreach had the days of the operation four days before it.",
    ),
)

AFTER_THE_OPERATION = (
    Done(
        code="P4.operation",
        by="chief",
        days_ago=30,
        note="Two days of arrests of the violent few; nobody of the candidates.",
    ),
    Done(
        code="P4.a_list",
        by="chief",
        days_ago=30,
        note="Everybody of the A-list is charged.",
    ),
)

BEFORE_THE_CALL_IN = (
    Done(
        code="P3.place",
        by="liaison",
        days_ago=44,
        note="The assembly chose the church hall, and the evening.",
    ),
    Done(
        code="P4.influentials",
        by="liaison",
        days_ago=43,
        note="Found for two of three.",
        score=1,
        amount=67,
        why="Nobody was found for the third.",
    ),
    Done(
        code="P4.letters",
        by="liaison",
        days_ago=43,
        note="Three letters brought, each with its date.",
        amount=100,
    ),
    Done(
        code="P4.contacted",
        by="liaison",
        days_ago=43,
        note="All three were spoken with; one at the second try.",
        amount=100,
    ),
    Done(
        code="P4.speakers",
        by="coordinator",
        days_ago=40,
        note="An evening of rehearsal; two speakers cut their part by half.",
    ),
)

AFTER_THE_CALL_IN = (
    Done(
        code="P4.held",
        by="coordinator",
        days_ago=20,
        note="Held in the church hall; ninety minutes, and an hour at the tables.",
    ),
    Done(
        code="P4.attendance",
        by="coordinator",
        days_ago=20,
        note="Two of three came, one of them with a grandmother.",
        score=1,
        why="One of three did not come.",
    ),
    Done(
        code="P4.elements",
        by="coordinator",
        days_ago=20,
        note="By the evaluator's notes of the evening: all four, in their order.",
    ),
    Done(
        code="P4.conduct",
        by="deputy-prosecutor",
        days_ago=19,
        note="Nobody was arrested at the evening, or on the way.",
        amount=100,
    ),
    Done(
        code="P5.no_shows",
        by="liaison",
        days_ago=18,
        note="Visited the next day, and told what was said.",
        amount=100,
    ),
    Done(
        code="P5.watch",
        by="outreach-lead",
        days_ago=11,
        note="Three weeks of watch after the operation; outreach went out as planned.",
    ),
    Done(
        code="P5.offers",
        by="service-lead",
        days_ago=9,
        note="Slots are kept open for another month.",
        score=1,
        why="Work and housing are slower than treatment.",
    ),
)
