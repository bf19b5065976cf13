"""Where the weighing of a case stands: what may follow, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.kernel.access.states import machine

NEED_INFO = "need_info"
"""What a reviewer says who cannot decide on these findings: it goes back for more."""


class State(models.TextChoices):
    """Where the weighing of a case stands."""

    OPEN = "open", _("waits for findings")
    FINDINGS_COMPLETE = "findings_complete", _("findings are complete")
    INDEPENDENT_REVIEW = "independent_review", _("under review by two")
    CONSOLIDATING = "consolidating", _("both reviews are in")
    AGREED_PROSECUTE = "agreed_prosecute", _("agreed: prosecute")
    AGREED_BANK = "agreed_bank", _("agreed: bank and invite")
    AGREED_DROP = "agreed_drop", _("agreed: drop")
    AGREED_REFER_OUT = "agreed_refer_out", _("agreed: refer out")
    CONFLICT = "conflict", _("the reviews differ")
    PANEL = "panel", _("before the panel")
    DECIDED = "decided", _("decided by the panel")
    LOCKED = "locked", _("locked")


AGREED = {
    Verdict.PROSECUTE: State.AGREED_PROSECUTE,
    Verdict.BANK: State.AGREED_BANK,
    Verdict.DROP: State.AGREED_DROP,
    Verdict.REFER_OUT: State.AGREED_REFER_OUT,
}
"""The state that two equal verdicts lead to."""

SETTLED = (*AGREED.values(), State.DECIDED)
"""The states in which a verdict stands, and can still be taken up again."""

REVIEWED = (
    State.INDEPENDENT_REVIEW,
    State.CONSOLIDATING,
    State.CONFLICT,
    State.PANEL,
    *SETTLED,
)
"""The states in which somebody reviews or has reviewed a case, and the list is not locked."""

MACHINE = machine(
    open=("officer", "findings_complete"),
    findings_complete=("supervisor", "independent_review open"),
    independent_review=("reviewers", "consolidating findings_complete"),
    consolidating=(
        "reviewers",
        "agreed_prosecute agreed_bank agreed_drop agreed_refer_out conflict open findings_complete",
    ),
    agreed_prosecute=("charging_supervisor", "locked open findings_complete"),
    agreed_bank=("charging_supervisor", "locked open findings_complete"),
    agreed_drop=("charging_supervisor", "locked open findings_complete"),
    agreed_refer_out=("charging_supervisor", "locked open findings_complete"),
    conflict=("charging_supervisor", "panel findings_complete"),
    panel=("panel", "decided open findings_complete"),
    decided=("charging_supervisor", "locked open findings_complete"),
    locked=("nobody", ""),
)


class Says(models.TextChoices):
    """What a reviewer or a member of the panel may say."""

    PROSECUTE = "prosecute", _("prosecute")
    BANK = "bank", _("bank the case, and invite")
    DROP = "drop", _("drop")
    REFER_OUT = "refer_out", _("refer out")
    NEED_INFO = NEED_INFO, _("more information is needed")
