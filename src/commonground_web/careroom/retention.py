"""How long the care room keeps what it holds about persons."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.rules import Rule

RULES = (
    Rule(
        record_type="clients.client",
        title=_("Clients"),
        days=7 * 365,
        most_days=7 * 365,
        basis=_("The provider's own schedule; seven years, as the HMIS rule has it, at most."),
    ),
)
