"""Residents complain, and stay unknown; the civil rights office reads it, and answers."""

from __future__ import annotations

from commonground_web.commons.complaints.actions.hearing import acknowledge, answer, investigate
from commonground_web.commons.complaints.actions.making import make_complaint
from commonground_web.commons.complaints.models import About, Complaint
from commonground_web.demo.stage import Stage
from commonground_web.kernel.access.actor import VISITOR

COMPLAINTS = (
    (
        17,
        About.CONDUCT,
        "An officer asked my son for his papers three times in one week, on his way from school.",
    ),
    (12, About.PRIVACY, "At the meeting somebody read names from a list. That was not agreed."),
    (4, About.SERVICE, "I was told that a place in treatment was there. It was not."),
)
"""How many days ago, what it is about, and what is said; the first is answered, the second read."""

ANSWER = (
    "We spoke with the department. Stops on the way to the school are now written down with their "
    "reason, and read by us each month. If it happens again, tell us by this code."
)


def play(stage: Stage, *, days_ago: int) -> None:
    """Make the complaints, as visitors who have not signed in, and hear them."""
    for ago, about, text in COMPLAINTS:
        at = stage.at(days_ago=ago, hour=20)
        make_complaint(about=about, text=text, by=VISITOR, at=at)
    turn = stage.turn("oversight", days_ago=days_ago)
    answered, read, _new = sorted(
        stage.rows(Complaint, **turn), key=lambda complaint: complaint.created_at
    )
    for complaint in (answered, read):
        acknowledge(complaint=complaint, **turn)
    investigate(complaint=answered, **turn)
    answer(complaint=stage.again(answered, **turn), text=ANSWER, **turn)
