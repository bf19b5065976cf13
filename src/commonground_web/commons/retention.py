"""How long the Commons keeps what it holds about persons."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.rules import Rule

RULES = (
    Rule(
        record_type="complaints.complaint",
        title=_("Complaints"),
        days=5 * 365,
        most_days=5 * 365,
        basis=_("Policy: five years, so that oversight can see whether complaints repeat."),
    ),
)
