"""Messages of every kind, made up by hypothesis."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from commonground_web.valves.messages import counts, invitations, rules, shapes, snapshots
from commonground_web.valves.messages.shapes import Message

DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
_NAME = TypeAdapter(shapes.PersonName)
_CONTACT = TypeAdapter(shapes.Contact)


def _valid(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


def _texts(adapter: TypeAdapter[str], *, also: str) -> st.SearchStrategy[str]:
    letters = st.one_of(
        st.characters(categories=["Lu", "Ll", "Lo", "Mn"]), st.sampled_from(list(also))
    )
    return (
        st.text(letters, min_size=1, max_size=60)
        .map(lambda text: unicodedata.normalize("NFC", text.strip()))
        .filter(lambda text: _valid(adapter, text))
    )


NAMES = st.one_of(
    st.sampled_from(["Zed Fictional", "María-José O’Made-Up", "陳 示例", "नमूना"]),
    _texts(_NAME, also=" -'."),
)
CONTACTS = st.one_of(
    st.sampled_from(["+1 555 0100", "zed@example.org", "Corner of 1st & Main, after 5"]),
    _texts(_CONTACT, also=" 0123456789+-"),
)
LANGUAGES = st.sampled_from(["en", "es", "zh-Hans", "pt-BR", "hmn"])
MONTHS = st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(lambda day: f"{day:%Y-%m}")
COUNTS = st.one_of(st.integers(11, 1_000_000), st.just("<11"))
SITES = st.one_of(st.none(), st.uuids())
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=40)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def _unique(words: Any, *, least: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(words)), unique=True, min_size=least).map(tuple)


HOLDS = st.builds(
    lambda starts_at, lasts, **given: invitations.HoldSet(
        starts_at=starts_at, ends_at=starts_at + lasts, **given
    ),
    starts_at=MOMENTS,
    lasts=st.timedeltas(timedelta(seconds=1), invitations.LONGEST_HOLD),
    hold=st.uuids(),
    candidate=st.uuids(),
    revision=st.integers(1, 10_000),
    is_lifted=st.booleans(),
)
AGREEMENTS = st.builds(
    lambda given_on, days, candidate: invitations.AgreementGiven(
        candidate=candidate, given_on=given_on, ends_on=given_on + timedelta(days=days)
    ),
    given_on=DATES,
    days=st.integers(1, 3650),
    candidate=st.uuids(),
)


def _rows(table: snapshots.PublicTable) -> st.SearchStrategy[tuple[snapshots.PublicRow, ...]]:
    names = st.sampled_from(sorted(snapshots.FIELDS[table]))
    fields = st.dictionaries(names, PLAIN, max_size=4)
    row = st.builds(snapshots.PublicRow, id=st.uuids(), fields=fields)
    return st.lists(row, max_size=2).map(tuple)


MESSAGES: dict[type[Message], st.SearchStrategy[Message]] = {
    snapshots.Snapshot: st.builds(
        snapshots.Snapshot,
        taken_at=MOMENTS,
        tables=st.sampled_from(get_args(snapshots.PublicTable)).flatmap(
            lambda table: st.dictionaries(st.just(table), _rows(table), max_size=1)
        ),
    ),
    invitations.CandidateReleased: st.builds(
        invitations.CandidateReleased,
        candidate=st.uuids(),
        site=st.uuids(),
        display_name=NAMES,
        contact=CONTACTS,
        language=LANGUAGES,
        is_minor=st.booleans(),
        needs=_unique(invitations.Need, least=0),
        expires_on=DATES,
    ),
    invitations.CandidateStatus: st.builds(
        invitations.CandidateStatus,
        candidate=st.uuids(),
        status=st.sampled_from(invitations.Standing),
        on=DATES,
    ),
    invitations.HoldAcknowledged: st.builds(
        invitations.HoldAcknowledged,
        hold=st.uuids(),
        revision=st.integers(1, 10_000),
        acknowledged_at=MOMENTS,
    ),
    invitations.ContestAnswered: st.builds(
        invitations.ContestAnswered,
        contest=st.uuids(),
        answer=st.sampled_from(invitations.Answer),
        on=DATES,
    ),
    rules.RulesSigned: st.builds(
        rules.RulesSigned,
        site=st.uuids(),
        on=st.sampled_from(rules.RulesOn),
        number=st.integers(1, 9999),
        effective_on=DATES,
        signed_on=DATES,
        digest=st.from_regex(r"\A[0-9a-f]{64}\Z"),
    ),
    invitations.HoldSet: HOLDS,
    invitations.AgreementGiven: AGREEMENTS,
    invitations.ContestForwarded: st.builds(
        invitations.ContestForwarded,
        contest=st.uuids(),
        candidate=st.uuids(),
        grounds=_unique(invitations.Ground, least=1),
        asks=st.sampled_from(invitations.Request),
        received_on=DATES,
    ),
    invitations.Introduced: st.builds(
        invitations.Introduced,
        introduction=st.uuids(),
        site=st.uuids(),
        provider=st.uuids(),
        preferred_name=NAMES,
        contact=CONTACTS,
        language=LANGUAGES,
        expires_on=DATES,
    ),
    counts.CaseCount: st.builds(
        counts.CaseCount,
        release=st.uuids(),
        measure=st.sampled_from(counts.CaseMeasure),
        month=MONTHS,
        site=SITES,
        n=COUNTS,
    ),
    counts.CareCount: st.builds(
        counts.CareCount,
        release=st.uuids(),
        measure=st.sampled_from(counts.CareMeasure),
        month=MONTHS,
        site=SITES,
        n=COUNTS,
    ),
    counts.Anchored: st.builds(counts.Anchored, on=DATES, hash=st.from_regex(r"\A[0-9a-f]{64}\Z")),
}
"""A strategy for each schema."""
