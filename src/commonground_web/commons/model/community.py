"""What is checked while the community is mobilised; ours, after RAND RR1001."""

from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.shape import Item, Kind, Partner, Phase

ITEMS = (
    Item(
        code="P3.meetings",
        phase=Phase.COMMUNITY,
        step="5",
        text=_("Community meetings are held from the start."),
        by=Partner.COMMUNITY,
        shown_by=Kind.MEETING,
        due_days=-60,
        unit=_("meetings"),
        at_least=3,
    ),
    Item(
        code="P3.residents",
        phase=Phase.COMMUNITY,
        step="5",
        text=_("Residents of the area are reached in person."),
        by=Partner.COMMUNITY,
        shown_by=Kind.COUNT,
        due_days=-45,
        weight=2,
        unit=_("residents"),
    ),
    Item(
        code="P3.awareness",
        phase=Phase.COMMUNITY,
        step="5",
        text=_("Residents of the area know of the intervention before the call-in."),
        by=Partner.EVALUATOR,
        shown_by=Kind.SURVEY,
        due_days=-30,
        weight=2,
        gate="awareness",
        unit=_("% of those asked"),
        at_least=51,
    ),
    Item(
        code="P3.message",
        phase=Phase.COMMUNITY,
        step="5",
        text=_("The community has written its own message."),
        by=Partner.COMMUNITY,
        shown_by=Kind.DOCUMENT,
        due_days=-21,
        weight=2,
    ),
    Item(
        code="P3.disruption",
        phase=Phase.COMMUNITY,
        step="5",
        text=_(
            "Health and harm-reduction partners have agreed the outreach plan for when "
            "supply is disrupted."
        ),
        by=Partner.HEALTH,
        shown_by=Kind.AGREEMENT,
        due_days=-21,
        weight=3,
        gate="disruption",
    ),
    Item(
        code="P3.notice",
        phase=Phase.COMMUNITY,
        step="5",
        text=_("It is agreed who is told, and how early, before an operation disrupts supply."),
        by=Partner.POLICE,
        shown_by=Kind.AGREEMENT,
        due_days=-21,
        weight=2,
        gate="disruption",
    ),
    Item(
        code="P3.place",
        phase=Phase.COMMUNITY,
        step="5",
        text=_("Time and place of the call-in are agreed with the community."),
        by=Partner.COMMUNITY,
        shown_by=Kind.MEETING,
        due_days=-21,
    ),
)
