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
)
