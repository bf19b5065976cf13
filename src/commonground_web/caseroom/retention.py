"""How long the case room keeps what it holds about persons."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.rules import Rule

RULES = (
    Rule(
        record_type="entries.entry",
        title=_("Entries"),
        days=5 * 365,
        most_days=5 * 365,
        basis=_("28 CFR 23.20(h): reviewed and found valid within five years, or purged."),
    ),
    Rule(
        record_type="lists.candidaterelease",
        title=_("What was released about candidates"),
        days=30,
        most_days=30,
        since="sent_at",
        basis=_("As long as the Commons keeps a candidate who is not invited."),
    ),
    Rule(
        record_type="holds.hold",
        title=_("Safe conduct"),
        days=365,
        most_days=365,
        since="received_at",
        basis=_("A year after it came, so that a complaint about safe conduct can be answered."),
    ),
)
