"""Every schema there is, by kind and version."""

from __future__ import annotations

from commonground_web.valves.messages import counts, invitations, rules, snapshots
from commonground_web.valves.messages.shapes import Message

SCHEMAS: tuple[type[Message], ...] = (
    snapshots.Snapshot,
    invitations.CandidateReleased,
    invitations.CandidateStatus,
    invitations.HoldAcknowledged,
    invitations.ContestAnswered,
    counts.CaseCount,
    invitations.HoldSet,
    invitations.AgreementGiven,
    invitations.ContestForwarded,
    invitations.Introduced,
    counts.CareCount,
    counts.Anchored,
    rules.RulesSigned,
)

_BY_KIND = {(schema.kind, schema.version): schema for schema in SCHEMAS}


def schema_of(kind: str, *, version: int) -> type[Message] | None:
    """Return the schema of a kind at a version, or None if this release does not know it."""
    return next(
        (
            schema
            for (named, number), schema in _BY_KIND.items()
            if (named, number) == (kind, version)
        ),
        None,
    )
