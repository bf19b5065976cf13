"""Whether an entry is supported well enough for its case to be weighed, and what it still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.ages import was_minor
from commonground_web.caseroom.entries.independence import has_two_independent
from commonground_web.caseroom.entries.models import Entry, Screening, State, Way
from commonground_web.caseroom.entries.states import IN_USE

READ = ("entry", "source", "screening")
"""The entities whose rows are read to say it; whoever asks declares them."""


def what_is_missing(entry: Entry) -> tuple[str, ...]:
    """Return a sentence for everything that an entry lacks before anyone weighs it.

    Parameters
    ----------
    entry
        The entry.

    Returns
    -------
    tuple of str
        Nothing where the entry is ready to be weighed.
    """
    return tuple(_of_state(entry)) + what_is_unsupported(entry)


def what_is_unsupported(entry: Entry) -> tuple[str, ...]:
    """Return a sentence for everything that an accepted entry lacks before it is put into use."""
    return tuple(_of_sources(entry)) + tuple(_of_screening(entry))


def newest_screening(entry: Entry) -> Screening | None:
    """Return the screening whose answers are in force."""
    asked = entry.screenings.select_related("decision").order_by("-answered_at", "-pk")
    found: Screening | None = asked.first()
    return found


def is_referred_out(screening: Screening | None) -> bool:
    """Say whether the charging supervisor referred the person out, upon these answers."""
    decision = getattr(screening, "decision", None)
    is_out: bool = decision is not None and decision.way == Way.REFER_OUT
    return is_out


def is_known_minor(entry: Entry, *, on: date) -> bool:
    """Say whether somebody is known to be a minor on a day.

    The date of birth says so; where nobody knows it, the screening does, until the charging
    supervisor finds that not borne out.
    """
    if entry.born_on is not None:
        return was_minor(entry.born_on, [on])
    screening = newest_screening(entry)
    return screening is not None and screening.says_minor


def corrected_last_by(entry: Entry) -> str | None:
    """Return who corrected an entry last: every word that it says now is theirs."""
    corrections = entry.corrections.order_by("-at", "-pk")
    by = corrections.values_list("by", flat=True).first()
    return str(by) if by else None


def _of_state(entry: Entry) -> Iterator[str]:
    if entry.state in {State.DRAFT, State.SUBMITTED}:
        yield _("Nobody but its writer has accepted the entry.")
    elif entry.state == State.ACCEPTED:
        yield _("The entry is accepted; a supervisor has still to put it into use.")
    elif entry.state == State.CORRECTED:
        yield _("The entry was corrected; somebody who did not correct it has to accept it anew.")
    elif entry.state == State.DUE_REVIEW:
        yield _("The entry is due for review; two persons have to retain it first.")
    elif entry.state not in IN_USE:
        yield _("The entry was dropped.")
    if entry.is_frozen:
        yield _("The listing is contested; it waits for an answer by two persons.")


def _of_sources(entry: Entry) -> Iterator[str]:
    if not has_two_independent(entry.sourcementions.all()):
        yield _("Two independent sources are needed: of different kinds, by different observers.")


def _of_screening(entry: Entry) -> Iterator[str]:
    screening = newest_screening(entry)
    if screening is None:
        yield _("Nobody has screened for age, coercion, trafficking and addiction.")
        return
    if screening.is_open:
        yield _("The screening left open whether the person is a minor, coerced or trafficked.")
    if screening.waits and screening.stops:
        yield _(
            "The screening found a minor, coercion or trafficking; the charging supervisor decides."
        )
    elif screening.waits:
        yield _("The screening takes an earlier yes back; the charging supervisor decides.")
    if is_referred_out(screening):
        yield _("The charging supervisor referred the person out.")
