"""The day on which a record is due to be purged, computed when it is entered or reviewed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import Rule, room_rules
from commonground_web.kernel.retention.models import SiteRule


def purge_day(model: type[Record], *, at: datetime) -> date:
    """Return the day on which a record that is entered now is due to be purged.

    Parameters
    ----------
    model
        The kind of record; the room has a rule for it.
    at
        The moment of entry.
    """
    rule = room_rules()[model._meta.label_lower]
    return day_of(at) + timedelta(days=days_kept(rule))


def days_kept(rule: Rule) -> int:
    """Return the days for which the site keeps a kind of record: the rule's, or fewer."""
    shorter = (
        SiteRule.objects.filter(record_type=rule.record_type, confirmed_by__isnull=False)
        .order_by("-confirmed_at")
        .values_list("days", flat=True)
        .first()
    )
    return rule.days if shorter is None else min(shorter, most_days(rule))


def most_days(rule: Rule) -> int:
    """Return the most days for which a site may keep a kind of record from its entry."""
    return rule.most_days if rule.hard_days is None else min(rule.most_days, rule.hard_days)


def retained_until(rule: Rule, record: Record, *, at: datetime) -> date:
    """Return the day of purge of a record that a review retains now."""
    until = day_of(at) + timedelta(days=days_kept(rule))
    last = last_day(rule, record)
    return until if last is None else min(until, last)


def last_day(rule: Rule, record: Record) -> date | None:
    """Return the day beyond which no review may retain a record, where the rule has one."""
    if rule.hard_days is None:
        return None
    return day_of(getattr(record, rule.since)) + timedelta(days=rule.hard_days)
