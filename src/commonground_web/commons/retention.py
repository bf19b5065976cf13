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
    Rule(
        record_type="candidates.candidate",
        title=_("Candidates"),
        days=580,
        most_days=580,
        hard_days=580,
        since="released_at",
        basis=_(
            "Policy: 30 days from the release unless invited; then 30 days after the call-in; with"
            " an agreement, 30 days after its term. A clock brings the day of purge forward."
        ),
    ),
    Rule(
        record_type="callin.speaker",
        title=_("Speakers of a call-in"),
        days=365,
        most_days=365,
        basis=_("Policy: 30 days after the call-in, and a year at the most."),
    ),
    Rule(
        record_type="influentials.influential",
        title=_("People who matter to a candidate"),
        days=150,
        most_days=150,
        basis=_("Policy: 30 days after the call-in, unless the person asks to stay."),
    ),
)
