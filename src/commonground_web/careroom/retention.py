"""How long the care room keeps what it holds about persons."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.rules import Rule

RULES = (
    Rule(
        record_type="introductions.introduction",
        title=_("Introductions"),
        days=30,
        most_days=30,
        hard_days=30,
        since="received_at",
        basis=_("Until the day that the Commons names, or until it is picked up or let lapse."),
    ),
    Rule(
        record_type="encounters.encounter",
        title=_("Anonymous encounters"),
        days=3 * 365,
        most_days=3 * 365,
        basis=_("Three years, as grants ask for their records; they name nobody."),
    ),
    Rule(
        record_type="clients.client",
        title=_("Clients"),
        days=7 * 365,
        most_days=7 * 365,
        basis=_("The provider's own schedule; seven years, as the HMIS rule has it, at most."),
    ),
    Rule(
        record_type="referrals.referral",
        title=_("Referrals"),
        days=7 * 365,
        most_days=7 * 365,
        basis=_("With the record of the client whom they are about."),
    ),
    Rule(
        record_type="consents.legalprocess",
        title=_("Legal process"),
        days=6 * 365,
        most_days=6 * 365,
        basis=_("Six years, as papers on privacy are kept; the provider may keep it shorter."),
    ),
)
