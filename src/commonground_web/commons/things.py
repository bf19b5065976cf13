"""What people call the things of the Commons."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THINGS: Mapping[str, str | Promise] = {
    "acknowledgement": _("word that a notice was read"),
    "adaptation": _("adaptation"),
    "agency": _("agency"),
    "agenda": _("agenda"),
    "agreement": _("agreement"),
    "anchor": _("anchor of an audit"),
    "attendance": _("attendance"),
    "boundary": _("boundary"),
    "callin": _("call-in"),
    "callin_move": _("step of a call-in"),
    "candidate": _("candidate"),
    "candidate_list": _("list of candidates"),
    "capacity": _("service slots"),
    "complaint": _("complaint"),
    "conduct_agreement": _("conduct agreement"),
    "contest": _("contest of being listed"),
    "delivery": _("delivery of a letter"),
    "directory": _("service directory"),
    "evidence": _("evidence"),
    "follow_up": _("follow-up"),
    "gate": _("gate"),
    "hold": _("safe-conduct hold"),
    "influential": _("person who matters to them"),
    "introduction": _("introduction to help"),
    "invitee": _("invitee"),
    "item": _("item of the plan"),
    "letter": _("letter"),
    "location": _("place of a service"),
    "notice": _("disruption notice"),
    "operation": _("operation"),
    "organization": _("organisation"),
    "outreach_plan": _("outreach plan"),
    "outreach_round": _("outreach round"),
    "phase": _("phase"),
    "phone": _("telephone number"),
    "plan": _("plan"),
    "public_page": _("public page"),
    "reservation": _("reserved slots"),
    "rules": _("rules"),
    "run": _("run of the library"),
    "schedule": _("opening hours"),
    "site_move": _("step of a site"),
    "speaker": _("speaker"),
    "waiver": _("waiver"),
    "wording": _("wording of a letter"),
}
