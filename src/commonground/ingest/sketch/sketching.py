"""Sketching: a first city file for a file nobody has described, and what to check in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonground.ingest.engines import duckdb_engine
from commonground.ingest.files import told_of_damage
from commonground.ingest.persons import persons_in
from commonground.ingest.sketch.looking import Look, look
from commonground.ingest.sketch.moments import moments_of
from commonground.ingest.sketch.offences import OVERDOSES, offences_of
from commonground.ingest.sketch.positions import Where, position_of
from commonground.ingest.sketch.roles import (
    city_of,
    incident_of,
    initiated_of,
    location_of,
    names_in_file,
    nibrs_of,
    premise_of,
    reversal_of,
)
from commonground.ingest.sketch.writing import Draft, Guess, written
from commonground.ingest.sketch.zones import metres, time_zone

ROWS = 20_000
MEDICAL = frozenset({"ems", "medical", "ambulance", "paramedic"})


@dataclass(frozen=True, slots=True)
class Sketch:
    """A first city file.

    Parameters
    ----------
    text
        The file, in TOML. Where a person must choose, it is refused until that is done.
    checks
        What a person must check, a sentence each.
    persons
        Columns about persons, which are left out.
    """

    text: str
    checks: tuple[str, ...]
    persons: tuple[str, ...]


def sketch(file: Path, *, scratch: Path, rows: int = ROWS) -> Sketch:
    """Write a first city file for a file, by looking at it.

    Parameters
    ----------
    file
        Any file that can be ingested.
    scratch
        Folder for what does not fit into memory.
    rows
        About how many rows to look at, spread over the file.

    Raises
    ------
    NoMoment
        If no column tells when it was.
    UnreadableFile
        If the file cannot be read.
    """
    engine = duckdb_engine(spill=scratch)
    try:
        with told_of_damage(file, engine=engine):
            seen = look(file, engine=engine, scratch=scratch, rows=rows)
            found = persons_in(list(seen.columns), lambda column: seen.columns[column].values)
            persons = tuple(person.column for person in found)
            draft = _draft(seen.without(persons), persons=persons)
    finally:
        engine.disconnect()
    reasons = tuple(f"{one.column} is about persons and left out: {one.reason}." for one in found)
    return Sketch(written(draft), checks=(*_checks(draft), *reasons), persons=persons)


def _draft(seen: Look, *, persons: tuple[str, ...]) -> Draft:
    when, where = moments_of(seen), position_of(seen)
    placed = where.columns if where else ()
    taken = (*when.event.columns, *placed, *(when.recorded.columns if when.recorded else ()))
    words = set(names_in_file(seen.name))
    offences = offences_of(seen, taken=taken, file_words=words)
    location = location_of(seen, taken=taken)
    used = {*taken, *location, offences.offence, offences.description}
    free = seen.without(tuple(name for name in used if name is not None))
    nibrs, reversal = nibrs_of(free), reversal_of(free)
    named = words | {word for column in seen for word in column.words}
    is_medical = bool(named & (MEDICAL | OVERDOSES)) and offences.offence is None
    return Draft(
        seen=seen,
        persons=persons,
        city=_city(seen),
        zone=_zone(where),
        crs=_crs(where),
        when=when,
        where=where,
        location=location,
        incident=incident_of(free, beside=_beside(seen, (*when.event.columns, *placed))),
        offences=offences,
        nibrs=nibrs.name if nibrs else None,
        reversal=reversal.name if reversal else None,
        initiated=initiated_of(free) or ("citizen" if is_medical else None),
        premise=premise_of(free),
        agency="emergency medical service" if is_medical else None,
    )


def _beside(seen: Look, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return when and where each row was, as written."""
    return list(zip(*(seen.columns[name].values for name in columns), strict=True))


def _city(seen: Look) -> Guess:
    told = city_of(seen)
    if told is not None:
        return Guess(told[0], f"{told[1]} says so in most rows.")
    word = next(names_in_file(seen.name), "city")
    return Guess(word.title(), "a guess from the name of the file; write the city's full name.")


def _zone(where: Where | None) -> Guess:
    centre = where.centre if where else None
    zone = time_zone(*centre) if centre else None
    if centre is None or zone is None:
        return Guess(
            None,
            "where the city lies cannot be told well enough. Write its time zone, such as "
            '"America/Chicago" or "Europe/London".',
        )
    return Guess(zone, f"a guess from the middle of the points ({centre[0]:.2f}, {centre[1]:.2f}).")


def _crs(where: Where | None) -> Guess:
    centre = where.centre if where else None
    if centre is None:
        return Guess(
            None,
            "nothing tells where the city lies. Write a system in metres, such as the UTM zone of "
            'the city: "EPSG:269" and two digits in the United States, "EPSG:326" elsewhere in the '
            "north.",
        )
    return Guess(metres(*centre), "The UTM zone of the middle of the points.", is_sure=True)


def _checks(draft: Draft) -> Iterator[str]:
    """Yield what a person must check, what stops the file from being used first."""
    yield from draft.when.checks
    for name, guess in (("time_zone", draft.zone), ("crs", draft.crs), ("city", draft.city)):
        if guess.value is None:
            yield f"{name} must be written: {guess.reason}"
        elif not guess.is_sure:
            yield f"{name} is set to {guess.value}: {guess.reason}"
    if draft.where is None:
        yield "No column tells where it was, so no incident can be put on a map."
    else:
        yield from draft.where.checks
        yield from (
            f"{' and '.join(draft.where.columns)}: {rows:,} rows at {east:g}, {north:g} are taken "
            "for missing."
            for east, north, rows in draft.where.missing
        )
    incident = draft.incident
    if incident is not None and incident.drop_last:
        yield (
            f"{incident.column}: the last {incident.drop_last} characters seem to be a code behind "
            "the number of the incident, since rows that share the rest share day and place."
        )
    if draft.reversal is not None:
        yield f"{draft.reversal} holds 1 and -1 only: -1 is taken for a reversal."
    yield from _about_offences(draft)


def _about_offences(draft: Draft) -> Iterator[str]:
    offences = draft.offences
    if offences.are_calls:
        yield (
            f"{offences.offence}: the rows seem to be calls, so drug words are a drug call and "
            "disorder words a disorder call; all else is other."
        )
    elif not offences.rules and offences.offence is None:
        yield "No column tells in words what the records are of: every record is other."
    elif not offences.rules:
        yield f"{offences.offence} holds codes: all is other until rules say what they mean."
    elif offences.offence is None and offences.description is None:
        yield "Every row is taken for an overdose, to go by the names of the file and its columns."
    else:
        yield f"{offences.offence}: {len(offences.rules)} rules were made of words in its values."
    unclear = len(offences.unclear) + offences.unquoted[0]
    if unclear:
        rows = sum(count for _, count in offences.unclear) + offences.unquoted[1]
        yield (
            f"{offences.offence}: the kind of {unclear:,} values cannot be told ({rows:,} of "
            f"{draft.seen.total:,} rows); they are other."
        )
