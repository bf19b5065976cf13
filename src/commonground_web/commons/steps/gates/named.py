"""Every gate of the Commons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.shape import Moment, Phase
from commonground_web.commons.steps.gates.conditions import done, enough, fact
from commonground_web.commons.steps.gates.gate import Gate

COORDINATION = ("coordinator", "director")
EVALUATION = ("director", "evaluator")

_RAND = _("RAND RR1001")
_OURS = _("Ours, section 9 of the domain reference")

GATES: tuple[Gate, ...] = (
    Gate(
        code="commitment",
        title=_("Chief and prosecutor"),
        refuses=_(
            "Nothing begins before the chief of police and the prosecutor have signed, nor while a "
            "memorandum of either agency is not in force."
        ),
        why=_("Where their support was missing or was lost, interventions failed."),
        source=_RAND,
        phase=Phase.PLANNING,
        before=frozenset({Moment.BEGIN, Moment.CASES, Moment.OPERATION, Moment.CALL_IN}),
        waived_by=None,
        conditions=(
            done("P1.chief", "P1.prosecutor"),
            fact("police_bound"),
            fact("prosecutor_bound"),
        ),
    ),
    Gate(
        code="team",
        title=_("A trained team"),
        refuses=_("Work on the market does not begin before the whole team is trained."),
        why=_("A team that understands the whole strategy makes fewer missteps."),
        source=_RAND,
        phase=Phase.PLANNING,
        before=frozenset({Moment.BEGIN}),
        waived_by=COORDINATION,
        conditions=(done("P1.team_trained"),),
    ),
    Gate(
        code="sharing",
        title=_("Agreements on sharing"),
        refuses=_(
            "No names are weighed together before it is shown that every partner has signed how "
            "they share, nor while an agency that weighs names is not bound by the rules on them."
        ),
        why=_("What is known about persons goes only where it may lawfully go."),
        source=_("28 CFR 23.20; 42 CFR Part 2"),
        phase=Phase.PLANNING,
        before=frozenset({Moment.NAMES, Moment.CONTACT, Moment.LETTERS}),
        waived_by=None,
        conditions=(done("P1.agreements"), fact("sharing_bound")),
    ),
    Gate(
        code="violation_policy",
        title=_("A written violation policy"),
        refuses=_(
            "No call-in is held before it is shown that every partner adopted the policy, nor "
            "before the case room tells that police and prosecution signed it."
        ),
        why=_("Where it was not decided beforehand what counts, the answer drifted by person."),
        source=_RAND,
        phase=Phase.PLANNING,
        before=frozenset({Moment.CALL_IN, Moment.ACTIVATION}),
        waived_by=None,
        conditions=(done("P1.violation_policy"), fact("policy_signed")),
    ),
    Gate(
        code="tracking_plan",
        title=_("A plan for following up"),
        refuses=_("No call-in is held before it is planned how dealers are followed up."),
        why=_("The plan has to be written before the call-in to be kept after it."),
        source=_RAND,
        phase=Phase.PLANNING,
        before=frozenset({Moment.CALL_IN}),
        waived_by=COORDINATION,
        conditions=(done("P1.tracking_plan"),),
    ),
    Gate(
        code="baseline",
        title=_("A fixed baseline"),
        refuses=_("No call-in is held before measures and baseline are fixed."),
        why=_("A baseline that is chosen afterwards can show any effect."),
        source=_OURS,
        phase=Phase.PLANNING,
        before=frozenset({Moment.CALL_IN}),
        waived_by=EVALUATION,
        conditions=(done("P1.baseline"),),
    ),
    Gate(
        code="site_choice",
        title=_("A site chosen by data"),
        refuses=_(
            "No case is built in an area whose boundary is not approved, or of which nobody has "
            "shown that the data support it."
        ),
        why=_("An area chosen by anything but the data is a departure from the model."),
        source=_("Guide of the Bureau of Justice Assistance and Michigan State University"),
        phase=Phase.TARGETING,
        before=frozenset({Moment.CASES}),
        waived_by=EVALUATION,
        conditions=(done("P2.choice"), fact("boundary_approved")),
    ),
    Gate(
        code="disparity",
        title=_("The disparity check"),
        refuses=_("Nobody is contacted from a list whose disparities were not looked at."),
        why=_("Criteria drift, and a skewed list harms those on it and the intervention."),
        source=_OURS,
        phase=Phase.TARGETING,
        before=frozenset({Moment.CONTACT, Moment.LETTERS, Moment.CALL_IN}),
        waived_by=None,
        conditions=(done("P2.disparity"), fact("disparity_check_signed")),
    ),
    Gate(
        code="awareness",
        title=_("Residents know"),
        refuses=_("No call-in is held before most residents who were asked know of it."),
        why=_("Where most residents knew nothing of the intervention, crime did not change."),
        source=_("Peoria, 2008 to 2011"),
        phase=Phase.COMMUNITY,
        before=frozenset({Moment.CALL_IN}),
        waived_by=COORDINATION,
        conditions=(done("P3.awareness"),),
    ),
    Gate(
        code="disruption",
        title=_("Ready for a disrupted supply"),
        refuses=_("No operation is ready before those who do outreach are, and have been told."),
        why=_("When supply is disrupted, overdoses nearby rise in the weeks after."),
        source=_OURS,
        phase=Phase.COMMUNITY,
        before=frozenset({Moment.OPERATION}),
        waived_by=None,
        conditions=(
            done("P3.disruption", "P3.notice"),
            fact("outreach_plan_agreed"),
            fact("disruption_notice_given"),
        ),
    ),
    Gate(
        code="service_slots",
        title=_("Help that is there"),
        refuses=_("No letter goes out while there are fewer service slots than candidates."),
        why=_("A promise of help that cannot be kept breaks the word of everyone who gave it."),
        source=_OURS,
        phase=Phase.PREPARATION,
        before=frozenset({Moment.LETTERS, Moment.CALL_IN}),
        waived_by=None,
        conditions=(done("P4.slots"), enough("service_slots", of="candidates")),
    ),
    Gate(
        code="safe_conduct",
        title=_("Safe conduct"),
        refuses=_("Nobody is contacted, and no letter goes out, before the holds stand."),
        why=_("The letter promises that nobody is arrested at the call-in or on the way."),
        source=_OURS,
        phase=Phase.PREPARATION,
        before=frozenset({Moment.CONTACT, Moment.LETTERS, Moment.CALL_IN}),
        waived_by=None,
        conditions=(done("P4.hold"), fact("safe_conduct_acknowledged")),
    ),
    Gate(
        code="a_list",
        title=_("The A-list first"),
        refuses=_("No call-in is held before the A-list is arrested."),
        why=_("The message rests on what has happened to the violent few."),
        source=_("Guide of the Bureau of Justice Assistance and Michigan State University"),
        phase=Phase.PREPARATION,
        before=frozenset({Moment.CALL_IN}),
        waived_by=COORDINATION,
        conditions=(done("P4.a_list"),),
    ),
    Gate(
        code="keeping",
        title=_("Somebody who keeps it going"),
        refuses=_("The last phase does not end before somebody is named who keeps the work going."),
        why=_("Markets came back months after the call-in, once attention had moved on."),
        source=_OURS,
        phase=Phase.AFTER,
        before=frozenset(),
        waived_by=COORDINATION,
        conditions=(done("P5.owner"),),
    ),
    Gate(
        code="purge",
        title=_("What is due is purged"),
        refuses=_("The last phase does not end before everything due to be purged is purged."),
        why=_("Nothing about a person is kept longer than it may be."),
        source=_("28 CFR 23.20(h)"),
        phase=Phase.AFTER,
        before=frozenset(),
        waived_by=None,
        conditions=(done("P5.purge"), fact("purged")),
    ),
)

GATE_BY_CODE = {gate.code: gate for gate in GATES}
