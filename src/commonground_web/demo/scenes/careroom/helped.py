"""An introduction is picked up: needs, a consent, and a referral to help that then begins."""

from __future__ import annotations

from commonground_web.careroom.assessments.actions import add_step, assess, set_goal
from commonground_web.careroom.assessments.instruments import CURRENT, Answer, Domain
from commonground_web.careroom.clients.actions import add_note, pick_up
from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.consents.actions import Elements, record_consent
from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.consents.words import REVOKING, Part, Recipient, Signed
from commonground_web.careroom.introductions.models import Introduction
from commonground_web.careroom.referrals.actions import (
    Step,
    draft_referral,
    move_referral,
    send_referral,
)
from commonground_web.careroom.referrals.directory import offered
from commonground_web.careroom.referrals.states import State
from commonground_web.demo.stage import Stage
from commonground_web.valves.published.directory import OfferedService

ACROSS, OWN = "Night bus", "Work, papers and housing"
"""Services to which the client is sent: of another organisation, and of the same."""

CONSENT_DAYS = 180


def play(stage: Stage, *, days_ago: int) -> None:
    """Pick the introduction up, and go on with the person as they want it."""
    turn = stage.turn("navigator", days_ago=days_ago)
    (introduction,) = stage.rows(Introduction, **turn)
    client = pick_up(introduction=introduction, **turn)
    _ask(client, stage, days_ago=days_ago - 1)
    consent = _consent(client, stage, days_ago=days_ago - 1)
    services = {service.name: service for service in offered()}
    _refer_across(client, consent, services[ACROSS], stage, days_ago=days_ago - 2)
    own = stage.turn("navigator", days_ago=days_ago - 2, hour=14)
    referral = draft_referral(client=client, service=services[OWN], request="A room.", **own)
    send_referral(referral=referral, consent=None, **own)
    move_referral(referral=referral, step=Step(to=State.WAITLISTED), **own)


def _ask(client: Client, stage: Stage, *, days_ago: int) -> None:
    turn = stage.turn("navigator", days_ago=days_ago)
    answers = dict.fromkeys(CURRENT.questions, str(Answer.NO_HELP)) | {
        Domain.ID: Answer.SOON,
        Domain.HOUSING: Answer.NOW,
        Domain.SUBSTANCE_USE: Answer.LATER,
        Domain.LEGAL: Answer.DECLINED,
    }
    assess(client=client, answers=answers, remarks="Talked in the park.", **turn)
    goal = set_goal(
        client=client,
        domain=Domain.HOUSING,
        text="A door that I can lock.",
        due_on=stage.day(-30),
        **turn,
    )
    add_step(goal=goal, text="Birth certificate, so that the list takes the name.", **turn)
    add_note(client=client, text="Wants to be called on mornings, never after dark.", **turn)


def _consent(client: Client, stage: Stage, *, days_ago: int) -> Consent:
    turn = stage.turn("navigator", days_ago=days_ago, hour=11)
    said = Elements(
        patient_name="Birch",
        disclosing="Open Door Services (made up)",
        recipient_name="Night Bus Outreach (made up)",
        recipient_kind=Recipient.HARM_REDUCTION,
        recipient=stage.agency("outreach"),
        information="What to call me, and how to reach me.",
        covers=(Part.NAME, Part.CONTACT, Part.LANGUAGE),
        purpose="So that the night bus can bring me naloxone.",
        right_to_revoke=str(REVOKING),
        expires_on=stage.day(-CONSENT_DAYS),
        expiry_event="",
        signature="Birch",
        signed=Signed.PAPER,
        signed_on=stage.day(days_ago),
    )
    return record_consent(client=client, said=said, **turn)


def _refer_across(
    client: Client, consent: Consent, service: OfferedService, stage: Stage, *, days_ago: int
) -> None:
    """Send the client on by the consent; the other organisation accepts, and begins."""
    turn = stage.turn("navigator", days_ago=days_ago)
    referral = draft_referral(client=client, service=service, request="", **turn)
    send_referral(referral=referral, consent=consent, **turn)
    for after, to in ((0, State.ACCEPTED), (1, State.STARTED)):
        answering = stage.turn("outreach-worker", days_ago=days_ago - after, hour=21)
        move_referral(referral=referral, step=Step(to=to), **answering)
