"""Live in the care room as its people do: called in the room's own process."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from commonground_web.careroom.clients.models import Client
    from commonground_web.careroom.referrals.models import Referral
    from commonground_web.kernel.access.actor import Actor

LONG_AGO = timedelta(days=365 * 9)
"""Longer ago than anything is kept here: what was written then is due to be purged."""

HOUSE = uuid.UUID("23232323-2323-4323-8323-232323232323")
"""A provider to which others refer."""

HELPED = 14
"""How many people come in the month whose counts are released: enough to be shown."""


def open_service() -> str:
    """Offer a service in the Commons whose capacity both rooms are told of."""
    from tests.web.commons.services.offers import new_capacity, new_service_of

    return str(new_capacity(new_service_of(HOUSE)).service.pk)


def help_last_month() -> None:
    """Help people in the last month that is counted."""
    from django.utils import timezone

    from commonground_web.kernel.clock import today
    from commonground_web.valves.releases.months import last_settled
    from tests.web.careroom.people import OURS, THEIRS, client_of, someone

    tenth = last_settled(today()).first + timedelta(days=9)
    during = timezone.make_aware(datetime.combine(tenth, time(12)))
    for number in range(HELPED):
        client_of(someone(agency=(OURS, THEIRS)[number % 2]), at=during)


def release_counts() -> dict[str, str]:
    """Let three release what the clock counted of the last month."""
    from commonground_web.kernel.clock import now, today
    from commonground_web.valves.releases.actions import check_release, draft_release, send_release
    from commonground_web.valves.releases.months import last_settled
    from tests.web.careroom.people import THEIRS, someone

    month = last_settled(today())
    author = someone("provider_manager")
    release: Any = draft_release(month=str(month), by=author, at=now())
    for by in (someone("provider_manager", agency=THEIRS), someone("privacy_officer")):
        check_release(release=release, by=by, at=now())
    send_release(release=release, by=author, at=now())
    return {f"{cell.measure} {cell.site or 'all'}": cell.shown for cell in release.cells.all()}


def live(seed: int, service: str, steps: int) -> dict[str, int]:
    """Take so many steps of the room's work, drawn by a seed; return how often each was done."""
    life = _Life(seed, uuid.UUID(service))
    for _ in range(steps):
        life.go_on()
    return {**life.done, "purge": _purged()}


def _purged() -> int:
    """List what is due by tomorrow, delete it once nobody witnessed it in time; count purges."""
    from django.conf import settings

    from commonground_web.kernel.clock import now
    from commonground_web.kernel.purge.clockwork import purge_due

    days = (1, 2 + settings.PURGE_WAITS_DAYS)
    return sum(purge_due(at=now() + timedelta(days=number)).certified for number in days)


class _Life:
    """Two providers, whom they help, and what they do next."""

    def __init__(self, seed: int, service: uuid.UUID) -> None:
        from tests.web.careroom.people import OURS, someone

        self._draw = random.Random(seed)  # noqa: S311 - another history for another seed
        self._service = service
        self._sender, self._receiver = someone(agency=OURS), someone(agency=HOUSE)
        self._manager = someone("provider_manager", agency=OURS)
        self._clients: list[Client] = []
        self._consents: list[Any] = []
        self._drafts: list[Referral] = []
        self._sent: list[Referral] = []
        self.done: Counter[str] = Counter()

    def go_on(self) -> None:
        """Take one step; one that the rules refuse is counted as refused."""
        from commonground_web.kernel.access.actions import Refused

        steps: list[Callable[[Actor], None]] = [
            self._begin,
            self._help_nameless,
            self._consent,
            self._take_back,
            self._disclose,
            self._assess,
            self._plan,
            self._note,
            self._refer,
            self._send,
            self._move,
            self._move,
        ]
        step = self._draw.choice(steps if self._clients else steps[:2])
        try:
            step(self._sender)
        except Refused:
            self.done["refused"] += 1
        else:
            self.done[step.__name__.strip("_")] += 1

    def _begin(self, by: Actor) -> None:
        """Begin a record; one of three so long ago that it is due to be purged."""
        from commonground_web.kernel.clock import now
        from tests.web.careroom.people import client_of

        is_old = self._draw.random() < 1 / 3
        name = f"Ash Example {self._draw.randrange(1000)}"
        client = client_of(by, name=name, at=now() - LONG_AGO if is_old else None)
        if not is_old:
            self._clients.append(client)

    def _help_nameless(self, by: Actor) -> None:
        from commonground_web.careroom.encounters.actions import (
            Help,
            create_zone,
            record_encounter,
        )
        from commonground_web.careroom.encounters.models import Kind
        from commonground_web.kernel.clock import now, today

        name = f"Zone {self._draw.getrandbits(64)}"
        zone = create_zone(name=name, site=None, by=self._manager, at=now())
        handed = {"naloxone_kits": self._draw.randrange(1, 40)}
        given = Help(today(), Kind.OUTREACH, handed, reversals=1)
        record_encounter(zone=zone, given=given, by=by, at=now())

    def _consent(self, by: Actor) -> None:
        from commonground_web.valves.published import agencies
        from tests.web.careroom.people import consent_of

        client, name = self._draw.choice(self._clients), agencies.names()[HOUSE]
        covers = ("name", "contact", "needs")
        self._consents.append(
            consent_of(client, by, recipient=HOUSE, recipient_name=name, covers=covers)
        )

    def _take_back(self, by: Actor) -> None:
        from commonground_web.careroom.consents.actions import revoke_consent
        from commonground_web.kernel.clock import now

        revoke_consent(consent=self._one_of(self._consents), by=by, at=now())

    def _disclose(self, by: Actor) -> None:
        from commonground_web.careroom.consents.actions import disclose
        from commonground_web.kernel.clock import now

        disclose(consent=self._one_of(self._consents), what="That they come.", by=by, at=now())

    def _assess(self, by: Actor) -> None:
        from commonground_web.careroom.assessments.actions import assess
        from commonground_web.careroom.assessments.instruments import Answer, Domain
        from commonground_web.kernel.clock import now

        answers = {domain: self._draw.choice(Answer.values) for domain in Domain.values}
        client = self._draw.choice(self._clients)
        assess(client=client, answers=answers, remarks="Sleeps in a car.", by=by, at=now())

    def _plan(self, by: Actor) -> None:
        from commonground_web.careroom.assessments.actions import add_step, move_goal, set_goal
        from commonground_web.kernel.clock import now

        client, at = self._draw.choice(self._clients), now()
        goal = set_goal(
            client=client, domain="housing", text="A door to lock.", due_on=None, by=by, at=at
        )
        add_step(goal=goal, text="Call the office.", by=by, at=at)
        move_goal(goal=goal, to=self._draw.choice(("reached", "dropped")), by=by, at=at)

    def _note(self, by: Actor) -> None:
        from commonground_web.careroom.clients.actions import add_note
        from commonground_web.kernel.clock import now

        client = self._draw.choice(self._clients)
        add_note(client=client, text=f"Came {self._draw.randrange(99)} times.", by=by, at=now())

    def _refer(self, by: Actor) -> None:
        from commonground_web.careroom.referrals.actions import draft_referral
        from commonground_web.careroom.referrals.directory import offered_one
        from commonground_web.kernel.clock import now

        offered = offered_one(self._service)
        assert offered is not None, "the Commons publishes no service"
        client = self._one_of(self._consents).client
        self._drafts.append(
            draft_referral(client=client, service=offered, request="A bed.", by=by, at=now())
        )

    def _send(self, by: Actor) -> None:
        from commonground_web.careroom.referrals.actions import send_referral
        from commonground_web.kernel.clock import now

        referral = self._one_of(self._drafts)
        own = [given for given in self._consents if given.client_id == referral.client_id]
        send_referral(referral=referral, consent=self._one_of(own), by=by, at=now())
        self._drafts.remove(referral)
        self._sent.append(referral)

    def _move(self, by: Actor) -> None:
        from commonground_web.careroom.referrals.actions import Step, move_referral
        from commonground_web.careroom.referrals.states import OF_THE_SENDER, State
        from commonground_web.kernel.clock import now

        to = self._draw.choice([state for state in State.values if state != State.SENT])
        on = now() + timedelta(days=1)
        step = Step(to=to, reason="moved", scheduled_for=on if to == State.SCHEDULED else None)
        side = by if to in OF_THE_SENDER else self._receiver
        move_referral(referral=self._one_of(self._sent), step=step, by=side, at=now())

    def _one_of(self, made: list[Any]) -> Any:
        from commonground_web.kernel.access.actions import Refused

        if not made:
            raise Refused("There is none yet.")
        return self._draw.choice(made)
