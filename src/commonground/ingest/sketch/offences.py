"""Offences: which columns say what it was, and rules made of the values seen."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonground.core.incidents import CATEGORIES
from commonground.ingest.persons import words_of
from commonground.ingest.sketch.kinds import kind_of
from commonground.ingest.sketch.looking import Column, Look, counted

NAMES = words_of(
    "offens offenc offen crime categor type descr charge nature problem origi ofns primary "
    "ucr statut call incident violation"
)
NOT_NAMES = words_of(
    "dispo resol status outcome district neigh beat weapon premis location locat file "
    "source layer addr street method party city"
)

FEWEST_KNOWN, FEWEST_WITH_NAME = 0.3, 0.1
"""Share of rows that speak of a known kind, in a column of offences; fewer if its name says so."""

MOST_DIFFERENT = 0.2
"""Different values for each row: beyond it a column tells stories."""

CLOSE = 0.8
"""Share of the best column's known rows with which another is as good."""

DRUGS = frozenset({"drug sale", "drug possession", "other drug"})
CALL_NAMES = frozenset(words_of("calls call cfs"))
CALL_TALK = re.compile(
    r"PASSING CALL|TRAFFIC STOP|WELL[- ]BEING|WELFARE CHECK|CHECK WELFARE|ALARM|\bMEET W|"
    r"SUSPICIOUS (PERSON|VEH)|HANG ?UP|UNKNOWN TROUBLE"
)
MUCH_TALK = 0.15
"""Share of rows in the words of dispatchers from which a file is one of calls."""

OVERDOSES = frozenset(words_of("overdose overdoses opioid opioids narcan naloxone"))

FREE_TEXT_VALUES, FREE_TEXT_RARE = 200, 0.3
"""Different values, and the share of them seen once, from which people type what they like."""

RARE_ROWS = 3
"""Rows below which a value of free text is not quoted: it may say more than an offence."""

SHOWN_ROWS, SHOWN_VALUES = 5, 30
"""Rows from which an unclear value is shown, and how many are: rare ones may name somebody."""

STEMS = {
    "overdose": ("OVERDOS", "NARCAN", "NALOXONE"),
    "drug call": ("DRUG", "NARCOTIC", "HEROIN", "COCAINE", "METHAMPHETAMINE", "MARIJUANA"),
    "disorder call": (
        "DISORDERLY",
        "TRESPASS",
        "LOITER",
        "DRUNK",
        "INTOXICATED",
        "NUISANCE",
        "NOISE",
        "HOMELESS",
        "ENCAMPMENT",
    ),
}
"""Parts of words that stand for a category of calls, if no value seen says otherwise."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the city file.

    Parameters
    ----------
    category
        What the records are.
    offence, description
        Values of the two columns; empty where any will do.
    parts
        Parts of the offence, any of which will do as well.
    rows
        Rows of the file that fit.
    """

    category: str
    offence: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Offences:
    """What the file says of offences.

    Parameters
    ----------
    offence, description
        Columns, where there are such.
    rules
        In the order in which they decide.
    unclear
        Values whose kind cannot be told, with their rows, the most frequent first.
    unquoted
        How many more there are, and their rows.
    are_calls
        Whether they are calls, not records.
    """

    offence: str | None = None
    description: str | None = None
    rules: tuple[Rule, ...] = ()
    unclear: tuple[tuple[str, int], ...] = ()
    unquoted: tuple[int, int] = (0, 0)
    are_calls: bool = False


def offences_of(seen: Look, *, taken: tuple[str, ...], file_words: Iterable[str]) -> Offences:
    """Find the columns that say what it was, and make rules of their values."""
    words = set(file_words)
    candidates = [
        (known, column)
        for column in seen
        if column.name not in taken and (known := _known(column, rows=seen.rows)) > 0
    ]
    if not candidates:
        named = {word for column in seen for word in column.words}
        rules = (Rule("overdose", rows=seen.total),) if (words | named) & OVERDOSES else ()
        return Offences(_code(seen, taken=taken), rules=rules)
    best = max(known for known, _ in candidates)
    close = [column for known, column in candidates if known >= CLOSE * best]
    coarse = min(close, key=lambda one: (len(one.counts), one.name))
    fine = max(candidates, key=lambda one: (len(one[1].counts), one[1].name))[1]
    description = fine.name if len(fine.counts) > len(coarse.counts) else None
    counts = counted(seen, *(name for name in (coarse.name, description) if name))
    if _are_calls(coarse, words=words, seen=seen):
        return _of_calls(coarse.name, counts=counts)
    return _of_records(coarse.name, description=description, counts=counts)


def _known(column: Column, *, rows: int) -> float:
    """Return the share of rows that speak of a known kind; 0 for a column of something else."""
    if not column.counts or column.is_called(*NOT_NAMES):
        return 0.0
    if len(column.counts) > max(10, MOST_DIFFERENT * column.filled):
        return 0.0
    known = sum(count for value, count in column.counts.items() if kind_of(value))
    share = known / column.filled
    fewest = FEWEST_WITH_NAME if column.is_called(*NAMES) else FEWEST_KNOWN
    return share * column.filled / rows if share >= fewest else 0.0


def _code(seen: Look, *, taken: tuple[str, ...]) -> str | None:
    """Return a column of codes of offences, which say nothing without their meaning."""
    for column in seen:
        is_code = all(any(mark.isdigit() for mark in value) for value in column.counts)
        few = 1 < len(column.counts) <= MOST_DIFFERENT * max(1, column.filled)
        named = column.is_called("offens", "offenc", "crime", "ucr", "charge", "statut")
        if named and few and is_code and column.name not in taken:
            return column.name
    return None


def _are_calls(column: Column, *, words: set[str], seen: Look) -> bool:
    in_columns = sum(1 for other in seen if set(other.words) & CALL_NAMES)
    talk = sum(rows for value, rows in column.counts.items() if CALL_TALK.search(value.upper()))
    return bool(words & CALL_NAMES) or in_columns >= 2 or talk >= MUCH_TALK * column.filled


def _of_calls(offence: str, *, counts: Counter[tuple[str, ...]]) -> Offences:
    by_category: dict[str, Counter[str]] = defaultdict(Counter)
    unknown: Counter[str] = Counter()
    for (value, *_), rows in counts.items():
        kind = kind_of(value)
        category = _as_call(kind)
        if category is not None:
            by_category[category][value] += rows
        elif value and kind is None:
            unknown[value] += rows
    everything = {value for (value, *_) in counts}
    rules = tuple(
        _rule_of_calls(category, values=by_category[category], everything=everything)
        for category in CATEGORIES
        if category in by_category
    )
    return _with_unclear(Offences(offence, rules=rules, are_calls=True), unknown)


def _as_call(kind: str | None) -> str | None:
    if kind in DRUGS:
        return "drug call"
    return {"disorder": "disorder call", "overdose": "overdose"}.get(kind or "")


def _rule_of_calls(category: str, *, values: Counter[str], everything: set[str]) -> Rule:
    """Return a rule by parts of words where no other value has them, else by values."""
    mine = set(values)
    parts = tuple(
        stem
        for stem in STEMS[category]
        if (holding := {value for value in everything if stem in value.upper()}) and holding <= mine
    )
    left = [value for value in mine if not any(part in value.upper() for part in parts)]
    quoted = tuple(sorted(value for value in left if values[value] >= RARE_ROWS))
    rows = values.total() - sum(values[value] for value in left if value not in quoted)
    return Rule(category, offence=quoted, parts=parts, rows=rows)


def _of_records(
    offence: str, *, description: str | None, counts: Counter[tuple[str, ...]]
) -> Offences:
    """Return rules in three steps: drugs told apart, then offences, then descriptions."""
    refined: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    whole: dict[str, Counter[str]] = defaultdict(Counter)
    described: dict[str, Counter[str]] = defaultdict(Counter)
    unknown: Counter[str] = Counter()
    for key, rows in counts.items():
        value, detail = key[0], key[1] if description else ""
        kind = kind_of(value) if value else None
        finer = kind_of(detail, of_drugs=kind in DRUGS) if detail else None
        if kind == "other drug" and finer is not None:
            refined[finer][value, detail] = rows
        elif kind is not None:
            whole[kind][value] += rows
        elif finer is not None:
            described[finer][detail] += rows
        elif value:
            unknown[value] += rows
        if kind == "other drug":
            whole[kind][value] += 0
    rules = [
        Rule(
            category,
            offence=_distinct(value for value, _ in refined[category]),
            description=_distinct(detail for _, detail in refined[category]),
            rows=sum(refined[category].values()),
        )
        for category in _ordered(refined)
    ]
    rules += [
        Rule(category, offence=_quoted(whole[category]), rows=whole[category].total())
        for category in _ordered(whole)
    ]
    rules += [
        Rule(category, description=_quoted(described[category]), rows=described[category].total())
        for category in _ordered(described)
    ]
    kept = tuple(rule for rule in rules if rule.offence or rule.description)
    return _with_unclear(Offences(offence, description, rules=kept), unknown)


def _ordered(found: Iterable[str]) -> list[str]:
    """Return categories in their order; what is no market's business is not named."""
    held = set(found) - {"other"}
    return [category for category in CATEGORIES if category in held]


def _quoted(values: Counter[str]) -> tuple[str, ...]:
    """Return the values to name, rare ones left out where people type what they like."""
    if _is_free(values):
        return _distinct(value for value, rows in values.items() if rows >= RARE_ROWS)
    return _distinct(values)


def _is_free(values: Counter[str]) -> bool:
    once = sum(1 for rows in values.values() if rows == 1)
    return len(values) >= FREE_TEXT_VALUES and once >= FREE_TEXT_RARE * len(values)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return values once each, case of letters aside, in order."""
    held = {value.upper(): value for value in sorted(values, reverse=True)}
    return tuple(sorted(held.values()))


def _with_unclear(offences: Offences, unknown: Counter[str]) -> Offences:
    ordered: Sequence[tuple[str, int]] = sorted(unknown.items(), key=lambda one: (-one[1], one[0]))
    quoted = tuple(one for one in ordered if one[1] >= SHOWN_ROWS)[:SHOWN_VALUES]
    left = ordered[len(quoted) :]
    return Offences(
        offences.offence,
        offences.description,
        rules=offences.rules,
        unclear=quoted,
        unquoted=(len(left), sum(rows for _, rows in left)),
        are_calls=offences.are_calls,
    )
