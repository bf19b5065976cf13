"""Where a candidate stands: from the release to the end of what they promised."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where a candidate stands."""

    RELEASED = "released", _("released")
    CONTACT_ATTEMPTED = "contact_attempted", _("not reached yet")
    INVITED = "invited", _("invited")
    ATTENDED = "attended", _("came")
    ABSENT_FOLLOWUP = "absent_followup", _("did not come, followed up")
    AGREEMENT_GIVEN = "agreement_given", _("agreement given")
    DECLINED = "declined", _("gave no agreement")
    IN_TERM = "in_term", _("agreement in term")
    COMPLETED = "completed", _("completed")
    ACTIVATED = "activated", _("case activated")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENDED = (State.COMPLETED, State.ACTIVATED, State.WITHDRAWN)
"""What the case room says of a candidate, whatever the Commons is doing; nothing follows."""

NOT_REACHED = (State.RELEASED, State.CONTACT_ATTEMPTED)
"""No letter has reached them yet."""

_ENDS = " completed activated withdrawn"

MACHINE = machine(
    released=("coordinator", "contact_attempted invited" + _ENDS),
    contact_attempted=("community_liaison", "invited attended absent_followup" + _ENDS),
    invited=("coordinator", "attended absent_followup" + _ENDS),
    attended=("coordinator", "agreement_given declined" + _ENDS),
    absent_followup=("community_liaison", "agreement_given declined" + _ENDS),
    agreement_given=("coordinator", "in_term" + _ENDS),
    declined=("coordinator", "agreement_given" + _ENDS),
    in_term=("coordinator", "completed activated withdrawn"),
    completed=("nobody", ""),
    activated=("nobody", ""),
    withdrawn=("nobody", ""),
)
