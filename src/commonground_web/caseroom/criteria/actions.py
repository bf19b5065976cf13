"""Write a set of criteria, and sign it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _

from commonground_web.caseroom.criteria.barred import barred_in
from commonground_web.caseroom.criteria.models import CriteriaSet, CriteriaSignature, Criterion
from commonground_web.caseroom.criteria.published import Question
from commonground_web.caseroom.signing import sign_version
from commonground_web.caseroom.standing import require_not_before
from commonground_web.kernel.access.actions import NotPermitted, Refused, action, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.rules import AnsweredBy


@action("criteria", "create")
def write_criteria(
    *,
    site: uuid.UUID,
    questions: Sequence[Question],
    effective_on: date,
    why: str,
    by: Actor,
    at: datetime,
) -> CriteriaSet:
    """Write the next version of a site's criteria; it is in force once both sides have signed.

    Raises
    ------
    Refused
        If they would hold before they are written, there is no question, two have one code, or one
        is about who somebody is.
    """
    if by.sites is not None and site not in by.sites:
        raise NotPermitted
    require_not_before(day_of(at), effective_on=effective_on)
    _require_fit(questions)
    last = CriteriaSet.objects.filter(site=site).aggregate(last=models.Max("version"))["last"]
    written = CriteriaSet(
        site=site,
        version=(last or 0) + 1,
        effective_on=effective_on,
        why=why,
        written_by=uuid.UUID(by.id),
        written_at=at,
    )
    with unless_taken(_("Somebody else wrote a version at the same moment; look at theirs first.")):
        written.save(force_insert=True)
    for number, question in enumerate(questions, start=1):
        Criterion(
            criteria=written,
            number=number,
            code=question.code,
            question=str(question.question),
            kind=question.kind,
            bears_on=question.bears_on,
            choices=[str(choice) for choice in question.choices],
            shown_beside=str(question.shown_beside),
        ).save(force_insert=True)
    open_access().did("criteria.written", written)
    return written


@action("criteria", "sign")
def sign_criteria(*, criteria: CriteriaSet, by: Actor, at: datetime) -> CriteriaSignature:
    """Sign a set for one's side.

    Raises
    ------
    Refused
        If the side or the agency has signed, or a newer version is in force.
    """
    signature: CriteriaSignature = sign_version(criteria, by=by, at=at)
    open_access().did("criteria.signed", criteria)
    return signature


def _require_fit(questions: Sequence[Question]) -> None:
    if not questions:
        raise Refused(_("Criteria have at least one question."))
    codes = [question.code for question in questions]
    if len(set(codes)) < len(codes):
        raise Refused(_("Two questions have the same code; give each its own."))
    for question in questions:
        said = " ".join(map(str, (question.question, question.shown_beside, *question.choices)))
        if word := barred_in(said):
            raise Refused(
                _(
                    "A criterion says “%(word)s”. Who somebody is, what they believe and where "
                    "they go for help decide nothing here; ask for what was done instead."
                )
                % {"word": word}
            )
        if (question.kind == AnsweredBy.CHOICE) != bool(question.choices):
            raise Refused(
                _("“%(code)s”: answers are listed for questions with a choice, and only there.")
                % {"code": question.code}
            )
