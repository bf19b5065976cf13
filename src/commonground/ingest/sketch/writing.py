"""Writing: what was found, as a city file that tells why it says so."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonground.ingest.sketch.formats import Formats
from commonground.ingest.sketch.looking import Look
from commonground.ingest.sketch.moments import Timed, When
from commonground.ingest.sketch.offences import Offences, Rule
from commonground.ingest.sketch.positions import Where
from commonground.ingest.sketch.roles import Incident, Told

WIDTH = 99
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Guess:
    """A setting that was guessed.

    Parameters
    ----------
    value
        What it is set to; nothing where a person must say.
    reason
        Why, or what to do.
    is_sure
        Whether it follows from the file, so that nobody need check it.
    """

    value: str | None
    reason: str
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a city file is written from.

    Parameters
    ----------
    seen
        The look at the file.
    persons
        Columns about persons, which are left out.
    city, zone, crs
        What the city is called, its time zone, and its system in metres.
    when, where, location, incident, offences
        What was found.
    recorded_in
        Columns of NIBRS codes and of reversals, by the word of the city file.
    initiated
        A column, or who started every record.
    premise
        Whether it was indoors.
    agency
        Who recorded it, if not the police.
    """

    seen: Look
    persons: tuple[str, ...]
    city: Guess
    zone: Guess
    crs: Guess
    when: When
    where: Where | None
    location: tuple[str, ...]
    incident: Incident | None
    offences: Offences
    nibrs: str | None = None
    reversal: str | None = None
    initiated: Told | str | None = None
    premise: Told | None = None
    agency: str | None = None


def written(draft: Draft) -> str:
    """Return a draft as the text of a city file."""
    parts = [_top(draft), _city(draft), _layout(draft), *_rules(draft.offences)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _top(draft: Draft) -> list[str]:
    seen = draft.seen
    rows = f"{seen.total:,}" if seen.rows == seen.total else f"{seen.rows:,} of {seen.total:,}"
    first = (
        f"A first city file for {_plain(seen.name)}, written by `commonground ingest --sketch` "
        f"from a look at {rows} rows. Every line is a guess, with what speaks for it; look first "
        "at those marked CHECK. Then:"
    )
    lines = [*_remark(first), "#", "#     commonground ingest FILE --city sketch.toml --out FOLDER"]
    if draft.persons:
        named = ", ".join(map(_plain, draft.persons))
        lines += ["#", *_remark(f"Columns about persons, which are left out: {named}.")]
    return lines


def _city(draft: Draft) -> list[str]:
    lines = [
        *_setting("city", draft.city),
        *_setting("time_zone", draft.zone),
        *_setting("crs", draft.crs),
    ]
    where = draft.where
    if where is not None and where.bounds is not None:
        box = ", ".join(f"{degree:.2f}" for degree in where.bounds)
        lines += [
            *_remark(
                f"{where.within:,} of {where.filled:,} points lie within; a point outside counts "
                "as missing. CHECK: that no part of the city is cut off."
            ),
            f"bounds = [{box}]",
        ]
    return lines


def _setting(name: str, guess: Guess) -> list[str]:
    remark = guess.reason if guess.is_sure else f"CHECK: {guess.reason}"
    line = f'# {name} = ""' if guess.value is None else f"{name} = {quoted(guess.value)}"
    return [*_remark(remark), line]


def _layout(draft: Draft) -> list[str]:
    lines = ["[[layouts]]", 'name = "first"']
    if draft.agency is not None:
        lines += [*_remark("CHECK: who recorded it."), f"agency = {quoted(draft.agency)}"]
    lines += _moment(draft)
    if draft.when.recorded is not None:
        lines.append(
            f"recorded = {_timed(draft.when.recorded, draft.when.recorded.reading.formats)}"
        )
    lines += _incident(draft.incident)
    lines += _offence(draft)
    lines += _position(draft.where, rows=draft.seen.rows)
    lines += _location(draft.location)
    lines += _rest(draft)
    return lines


def _moment(draft: Draft) -> list[str]:
    event, rows = draft.when.event, draft.seen.rows
    named = " with ".join(map(_plain, event.columns))
    if not event.reading.is_plain:
        choices = (event.reading.formats, *event.reading.others)
        remark = (
            f"CHECK: every value of {named} can be read in {len(choices)} ways, as different days. "
            "Take away the mark before the right one; the file cannot be used before."
        )
        return [*_remark(remark), *(f"# moment = {_timed(event, one)}" for one in choices)]
    read = f"{event.filled:,} of {event.filled:,} values are read"
    gaps = "" if event.filled == rows else f"; {rows - event.filled:,} of {rows:,} rows have none"
    hour = "" if event.has_hour else "; the hour is not told"
    mark = "CHECK: " if rows - event.filled > 0.01 * rows else ""
    return [
        *_remark(f"{mark}{read}{gaps}{hour}."),
        f"moment = {_timed(event, event.reading.formats)}",
    ]


def _timed(timed: Timed, formats: Formats) -> str:
    columns = _values(timed.columns)
    if not formats:
        return columns if len(timed.columns) == 1 else f"{{ column = {columns} }}"
    return f"{{ column = {columns}, formats = {_values(formats)} }}"


def _incident(incident: Incident | None) -> list[str]:
    if incident is None:
        return _remark("No column numbers the incidents: every row counts as one.")
    column = quoted(incident.column)
    said = f"{incident.different:,} numbers in {incident.filled:,} rows."
    if incident.drop_last:
        said = (
            f"CHECK: every number is of one row, but rows that share all but the last "
            f"{incident.drop_last} characters share day and place: these seem to be a code."
        )
        return [
            *_remark(said),
            f"incident = {{ column = {column}, drop_last = {incident.drop_last} }}",
        ]
    return [*_remark(said), f"incident = {column}"]


def _offence(draft: Draft) -> list[str]:
    offences = draft.offences
    lines = []
    if offences.offence is not None:
        lines.append(f"offence = {quoted(offences.offence)}")
    if offences.description is not None:
        lines.append(f"description = {quoted(offences.description)}")
    if draft.nibrs is not None:
        lines += [
            *_remark("NIBRS codes; they decide where no rule does."),
            f"nibrs = {quoted(draft.nibrs)}",
        ]
    return lines


def _position(where: Where | None, *, rows: int) -> list[str]:
    if where is None:
        return _remark("CHECK: no column tells where it was, so no incident can be put on a map.")
    remarks = [f"{where.filled:,} of {rows:,} rows have a position."]
    remarks += [
        f"{marked:,} are at {east:g}, {north:g}, far from all others: taken for missing."
        for east, north, marked in where.missing
    ]
    remarks += [f"CHECK: {check}" for check in where.checks]
    parts = {"degrees": ("longitude", "latitude"), "plane": ("x", "y"), "point": ("point",)}
    named = [
        f"{word} = {quoted(column)}"
        for word, column in zip(parts[where.kind], where.columns, strict=True)
    ]
    if where.kind == "plane":
        named.append(f"crs = {quoted(where.crs or 'EPSG:')}")
    if where.missing:
        pairs = ", ".join(f"[{east!r}, {north!r}]" for east, north, _ in where.missing)
        named.append(f"missing = [{pairs}]")
    line = f"position = {{ {', '.join(named)} }}"
    lines = [line for remark in remarks for line in _remark(remark)]
    if where.kind == "plane" and where.crs is None:
        hint = (
            'Complete crs, such as "EPSG:2227" (California zone 3, in feet) or "ESRI:102696" '
            "(Missouri East, in feet), and take away the mark before position."
        )
        return [*lines, *_remark(hint), f"# {line}"]
    return [*lines, line]


def _location(location: tuple[str, ...]) -> list[str]:
    if not location:
        return []
    if len(location) == 1:
        return [f"location = {quoted(location[0])}"]
    number, street = map(quoted, location)
    return [f"location = {{ number = {number}, street = {street} }}"]


def _rest(draft: Draft) -> list[str]:
    lines: list[str] = []
    if draft.reversal is not None:
        column = quoted(draft.reversal)
        remark = "1 and -1 are its only values: -1 seems to take an earlier record back."
        lines += [
            *_remark(f"CHECK: {remark}"),
            f"reversal = {{ column = {column}, reverses = -1, records = 1 }}",
        ]
    told = draft.initiated
    if isinstance(told, str):
        lines += [
            *_remark("CHECK: emergency medical calls come from citizens."),
            f"initiated = {quoted(told)}",
        ]
    elif told is not None:
        lines += _told("initiated", told, ("police", "citizen"))
    if draft.premise is not None:
        lines += _told("premise", draft.premise, ("indoors", "outdoors"))
    return lines


def _told(name: str, told: Told, sides: tuple[str, str]) -> list[str]:
    remark = f"CHECK: {told.rows:,} rows have one of these values; any other means unknown."
    lines = [*_remark(remark), f"[layouts.{name}]", f"column = {quoted(told.column)}"]
    lines += _list(sides[0], told.one)
    return [*lines, *_list(sides[1], told.other)]


def _rules(offences: Offences) -> Iterator[list[str]]:
    yield _remark(_about_rules(offences))
    for rule in offences.rules:
        yield _rule(rule)
    if offences.unclear or offences.unquoted[0]:
        yield list(_unclear(offences))


def _about_rules(offences: Offences) -> str:
    if offences.are_calls:
        return (
            "The rows are calls. Those about drugs and disorder are named; calls about violence or "
            "property are not, since a call is no record that it happened."
        )
    if not offences.rules:
        return (
            "CHECK: no words tell what the records are of, so all of them are other. Write rules, "
            'such as: [[offences]], category = "drug sale", offence.is = ["..."].'
        )
    if not offences.offence and not offences.description:
        return "CHECK: every row is an overdose, to go by the names of the file and its columns."
    return "CHECK: what the values seem to mean; the first rule that fits decides."


def _rule(rule: Rule) -> list[str]:
    lines = [
        "[[offences]]",
        *_remark(f"{rule.rows:,} rows."),
        f"category = {quoted(rule.category)}",
    ]
    lines += _list("offence.is", rule.offence)
    lines += _list("offence.contains", rule.parts)
    return [*lines, *_list("description.is", rule.description)]


def _unclear(offences: Offences) -> Iterator[str]:
    yield from _remark(
        "CHECK: values whose kind cannot be told, with their rows. They are other, unless a rule "
        "names them."
    )
    yield "#"
    for value, rows in offences.unclear:
        yield f"#   {rows:>9,}  {_plain(value)}"
    different, rows = offences.unquoted
    if different:
        yield f"#   {rows:>9,}  in {different:,} rarer values"
    if any("POSS" in value.upper().split() for value, _ in offences.unclear):
        yield "#"
        yield from _remark('"Poss" is most often short for possible, and is not counted as drugs.')


def _list(name: str, values: Sequence[str]) -> list[str]:
    if not values:
        return []
    line = f"{name} = {_values(values)}"
    if len(line) <= WIDTH:
        return [line]
    return [f"{name} = [", *(f"{INDENT}{quoted(value)}," for value in values), "]"]


def _values(values: Sequence[str]) -> str:
    if len(values) == 1:
        return quoted(values[0])
    return f"[{', '.join(map(quoted, values))}]"


def _remark(text: str) -> list[str]:
    lines: Iterable[str] = textwrap.wrap(text, WIDTH - 2, break_on_hyphens=False)
    return [f"# {line}" for line in lines]


def _plain(text: str) -> str:
    """Return a text on one line and without marks that no remark may hold."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
