"""What a signed version says, as everyone may read it."""

from __future__ import annotations

from datetime import date

from commonground_web.caseroom.criteria.models import CriteriaSet
from commonground_web.caseroom.policies.models import Policy
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.rules import (
    AnsweredBy,
    BearsOn,
    Clause,
    Conduct,
    Consequence,
    Question,
    Rules,
    RulesOn,
    RulesSigned,
)

Version = CriteriaSet | Policy


def rules_of(version: Version) -> Rules:
    """Return what a version says, without who wrote it and why."""
    if isinstance(version, CriteriaSet):
        return Rules(
            on=RulesOn.CRITERIA,
            site=version.site,
            number=version.version,
            effective_on=version.effective_on,
            questions=tuple(
                Question(
                    question=asked.question,
                    bears_on=BearsOn(asked.bears_on),
                    answered_by=AnsweredBy(asked.kind),
                    choices=tuple(asked.choices),
                    shown_beside=asked.shown_beside,
                )
                for asked in version.questions.all()
            ),
        )
    return Rules(
        on=RulesOn.POLICY,
        site=version.site,
        number=version.version,
        effective_on=version.effective_on,
        review_days=version.review_days,
        term_days=version.term_days,
        clauses=tuple(
            Clause(conduct=Conduct(clause.conduct), text=clause.text, most=Consequence(clause.most))
            for clause in version.clauses.all()
        ),
    )


def signed_message(version: Version) -> RulesSigned:
    """Return what the Commons is told of a version that both sides signed."""
    rules = rules_of(version)
    return RulesSigned(
        site=rules.site,
        on=rules.on,
        number=rules.number,
        effective_on=rules.effective_on,
        signed_on=signed_on(version),
        digest=rules.digest,
    )


def signed_on(version: Version) -> date:
    """Return the day of the second signature."""
    return day_of(max(signature.signed_at for signature in version.signatures.all()))
