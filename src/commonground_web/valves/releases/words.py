"""What is counted, in words; the same in the room that counts and in those that are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonground_web.valves.messages.counts import CareMeasure, CaseMeasure

CASE_MEASURES = {
    CaseMeasure.ENTRIES_ACCEPTED: _("names accepted on a documented basis"),
    CaseMeasure.ENTRIES_PURGED: _("names purged"),
    CaseMeasure.DECISIONS_LOCKED: _("decisions locked"),
    CaseMeasure.CASES_BANKED: _("cases banked"),
    CaseMeasure.CASES_ACTIVATED: _("cases activated"),
    CaseMeasure.CASES_EXPIRED: _("cases expired"),
    CaseMeasure.VIOLATIONS_REVIEWED: _("violations reviewed"),
    CaseMeasure.CONTESTS_ANSWERED: _("contests answered"),
}
"""What the case room counts."""

CARE_MEASURES = {
    CareMeasure.PEOPLE_HELPED: _("people helped"),
    CareMeasure.ENCOUNTERS: _("anonymous encounters"),
    CareMeasure.NEEDS_ASSESSED: _("people asked what they need"),
    CareMeasure.REFERRALS_SENT: _("people referred"),
    CareMeasure.REFERRALS_STARTED: _("people whose help began by a referral"),
    CareMeasure.REFERRALS_COMPLETED: _("people who completed what they were referred to"),
    CareMeasure.WAITING: _("people on a waiting list"),
    CareMeasure.NALOXONE_KITS: _("naloxone kits handed out"),
}
"""What the care room counts."""

MEASURES = CASE_MEASURES | CARE_MEASURES
"""What any room counts."""
