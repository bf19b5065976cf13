"""The nine steps and the planning before them, and what three published schemes call each.

After the High Point Police Department's operational steps, the guide of the Bureau of Justice
Assistance and Michigan State University, RAND RR1001 and CrimeSolutions.
"""

from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.shape import Phase, Schemes, Step

STEPS = (
    Step(
        code="0",
        phase=Phase.PLANNING,
        title=_("Plan and make ready"),
        what=_("Bring the team together, agree what each partner does, and see who is missing."),
        inputs=_("Commitment of the leaders, staff and money."),
        outputs=_(
            "A roster with alternates, signed agreements, a written violation policy and a plan "
            "for following up with dealers, both before the call-in."
        ),
        decision=_("Are the chief and the prosecutor committed for the whole run?"),
        takes=_("Months; some trained sites never came further."),
        schemes=Schemes(guide=_("Planning phase"), rand=_("1 Planning")),
    ),
    Step(
        code="1",
        phase=Phase.TARGETING,
        title=_("Map crime"),
        what=_("Find the one market that the data show most clearly, and draw it narrowly."),
        inputs=_("Calls for service, field contacts, serious crimes and drug crimes, by place."),
        outputs=_("A density map, ranked candidate areas and a narrow boundary."),
        decision=_("Which one market is the target?"),
        takes=_("Weeks (not verified)."),
        schemes=Schemes(
            high_point=_("1 Crime mapping"),
            guide=_("Step 1 Crime mapping"),
            rand=_("2 Targeting the drug market"),
            crime_solutions=_("Identification"),
        ),
    ),
    Step(
        code="2",
        phase=Phase.TARGETING,
        title=_("Survey those who know the market"),
        what=_("Ask patrol, probation, detectives and residents who sells, and where."),
        inputs=_("A structured survey."),
        outputs=_("In the case room: names, each with its sources."),
        decision="",
        takes=_("Weeks (not verified)."),
        schemes=Schemes(
            high_point=_("2 Survey"),
            guide=_("Step 2 Survey"),
            rand=_("2 Targeting the drug market"),
            crime_solutions=_("Identification"),
        ),
    ),
    Step(
        code="3",
        phase=Phase.TARGETING,
        title=_("Review incidents and refine the list"),
        what=_(
            "Read every recent incident for its link to drugs, drop who no longer sells, and sort "
            "the others with reasons."
        ),
        inputs=_("Recent incidents in the area and the names of the survey."),
        outputs=_("In the case room: a list with a written reason for every name."),
        decision=_("Who is prosecuted, who is invited, and who is dropped?"),
        takes=_("Weeks (not verified)."),
        schemes=Schemes(
            high_point=_("3 Incident review"),
            guide=_("Step 3 Incident review; 3a refine the list; 3b identify candidates"),
            rand=_("2 Targeting the drug market"),
            crime_solutions=_("Identification"),
        ),
    ),
    Step(
        code="4",
        phase=Phase.TARGETING,
        title=_("Build the cases"),
        what=_("Make a prosecutable case on everyone who sells in the market."),
        inputs=_("The refined list."),
        outputs=_("In the case room: cases that are complete and ready to be banked."),
        decision=_("For each name: is there a case, or is it dropped?"),
        takes=_("From two months to a year; three months is usual."),
        schemes=Schemes(
            high_point=_("4 Undercover operations"),
            guide=_("Step 4 Undercover operations"),
            rand=_("2 Targeting the drug market"),
            crime_solutions=_("Identification; preparation"),
        ),
    ),
    Step(
        code="5",
        phase=Phase.COMMUNITY,
        title=_("Mobilise the community"),
        what=_("Work with residents from the start, until the message is theirs."),
        inputs=_("Community leaders, clergy, residents and the organisations that help."),
        outputs=_("Meetings on record, an agreed message, speakers, a time and a place."),
        decision=_("Is the community willing to own the message?"),
        takes=_("As long as steps 1 to 4, and beside them."),
        schemes=Schemes(
            high_point=_("5 Mobilize community"),
            guide=_("Step 5 Mobilize the community; 5a set time and place of the call-in"),
            rand=_("3 Working with the community"),
            crime_solutions=_("Preparation"),
        ),
    ),
    Step(
        code="6",
        phase=Phase.PREPARATION,
        title=_("Reach families and candidates"),
        what=_("Visit those who matter to each candidate, and invite the candidates by letter."),
        inputs=_("The locked list, the holds for safe conduct and reserved services."),
        outputs=_("Delivered letters: when, how and by whom."),
        decision=_("Who can be reached?"),
        takes=_("Days to two weeks (not verified)."),
        schemes=Schemes(
            high_point=_("6 Contact with offender's family"),
            guide=_("Step 6 Contact with offender's family; 6a contact the candidates"),
            rand=_("4 Preparing for the call-in"),
            crime_solutions=_("Notification"),
        ),
    ),
    Step(
        code="7",
        phase=Phase.PREPARATION,
        title=_("Hold the call-in"),
        what=_("Community, services and law say together: you matter, and the selling stops now."),
        inputs=_("Speakers, cases, services and a safe room."),
        outputs=_("Attendance, what was said, and appointments for those who want help."),
        decision=_("What happens the next day for those who did not come?"),
        takes=_("One evening."),
        schemes=Schemes(
            high_point=_("7 Call-in / Notification"),
            guide=_("Step 7 Call-in (number not verified)"),
            rand=_("4 Preparing for the call-in"),
            crime_solutions=_("Notification"),
        ),
    ),
    Step(
        code="8",
        phase=Phase.AFTER,
        title=_("Respond to every return"),
        what=_("Answer calls at once, and every violation by the written policy."),
        inputs=_("The violation policy, calls and reports."),
        outputs=_("Reviews with reasons, and a log of responses."),
        decision=_("For each violation: nothing, a warning, or the case?"),
        takes=_("The first days and weeks matter most."),
        schemes=Schemes(
            high_point=_("8 Strategic enforcement (wording not verified)"),
            guide=_("Step 8 Strategic enforcement (wording not verified)"),
            rand=_("5 After the call-in"),
        ),
    ),
    Step(
        code="9",
        phase=Phase.AFTER,
        title=_("Follow up and keep the place"),
        what=_("Keep the promises, look at the data, and help residents keep their place."),
        inputs=_("Trends, services, beat officers and residents."),
        outputs=_("Reviews after 50, 100 and 150 days, progress told to residents, surveys."),
        decision=_("Is the market still closed?"),
        takes=_("Years."),
        schemes=Schemes(
            high_point=_("9 Follow-up (wording not verified)"),
            guide=_("Step 9 Follow-up (wording not verified)"),
            rand=_("5 After the call-in"),
            crime_solutions=_("Resource delivery"),
        ),
    ),
)
