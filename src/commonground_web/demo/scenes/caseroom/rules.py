"""Before any name: criteria and a policy on violations are written, and signed by both sides."""

from __future__ import annotations

import uuid

from commonground_web.caseroom.criteria.actions import sign_criteria, write_criteria
from commonground_web.caseroom.criteria.published import PUBLISHED as QUESTIONS
from commonground_web.caseroom.policies.actions import Terms, sign_policy, write_policy
from commonground_web.caseroom.policies.published import PUBLISHED as CLAUSES
from commonground_web.caseroom.policies.published import REVIEW_DAYS, TERM_DAYS
from commonground_web.caseroom.rules.clocks import tell_the_commons
from commonground_web.caseroom.rules.files import rules_of
from commonground_web.demo.stage import Stage

SIGNING = ("supervisor", "charging-supervisor")


def play(stage: Stage, *, days_ago: int) -> None:
    """Adopt what Common Ground publishes, with no word changed, and take it out for everyone."""
    site = uuid.UUID(stage.facts["site"])
    writing = stage.turn("prosecutor", days_ago=days_ago)
    criteria = write_criteria(
        site=site,
        questions=QUESTIONS,
        effective_on=stage.day(days_ago - 1),
        why="The published criteria, as they are.",
        **writing,
    )
    terms = Terms(
        site=site,
        effective_on=stage.day(days_ago - 1),
        review_days=REVIEW_DAYS,
        term_days=TERM_DAYS,
        why="The published policy, adopted by all partners.",
    )
    policy = write_policy(terms=terms, clauses=CLAUSES, **writing)
    for minute, code in enumerate(SIGNING):
        turn = stage.turn(code, days_ago=days_ago, hour=14, minute=minute)
        sign_criteria(criteria=criteria, **turn)
        sign_policy(policy=policy, **turn)
    tell_the_commons(at=stage.at(days_ago=days_ago, hour=15))
    for version in (criteria, policy):
        rules = rules_of(version)
        stage.facts[f"rules.{rules.on}"] = rules.as_file().decode()
