"""Persons: which columns of a file are about them, by name and by content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a column's name, in small letters: ``VictimDOB`` is victim, dob."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return tuple(re.findall(r"[a-z]+|\d+", apart.lower()))


VOWELS = ("a", "e", "i", "o", "u")

LOOKED_AT = 2_000
"""Values of a column that are looked at, evenly spread; a pattern shows in fewer."""

MOST, SOME = 0.5, 0.05
"""Share of values: enough to say what a column holds, and enough to say that it holds some."""

FEWEST_DIFFERENT = 20
"""Different values below which a column repeats itself, as categories do and people do not."""

LONG_TEXT_WORDS = 15
"""Words from which a value is a story, and stories name people."""

SPREAD_OF_BIRTHS = 15
"""Years between early and late dates from which they may be births; events lie closer."""

AGES = (10, 100)
"""Years between a birth and an event."""

ROLES = frozenset(
    words_of(
        "victim victims vict vic suspect suspects susp arrestee arrestees offender offenders "
        "perp perpetrator defendant complainant witness reportee caller patient driver owner "
        "officer officers ofc deputy detective inmate juvenile subject person occupant "
        "passenger"
    )
)
POLICE = frozenset(words_of("officer officers ofc deputy detective"))
TRAITS = frozenset(
    words_of(
        "name names nam fname lname age ages sex gender race ethnicity ethnic descent dob birth "
        "address addr phone tel telephone email id badge serial height weight hair eyes "
        "nationality occupation alias description desc clothing"
    )
)
DESCRIBING = frozenset(words_of("age ages sex gender race ethnicity ethnic descent nationality"))
BESIDE_DESCRIBING = frozenset(
    words_of("group range code desc description category cd years yrs at")
)
IDENTIFYING = frozenset(
    words_of(
        "dob ssn email emails surname firstname lastname middlename fullname fname lname mname "
        "phone phones telephone passport nickname alias badge mugshot plate plates vin"
    )
)
GIVEN = frozenset(words_of("first last middle full maiden given"))
HOMES = frozenset(words_of("home residence residential mailing billing"))
WHERE_FOUND = frozenset(words_of("address addr street phone number city zip"))
LICENSED = frozenset(
    words_of("liquor business alcohol cannabis type premise vendor establishment class status")
)
THINGS = frozenset(
    words_of(
        "location loc street road place common agency department neighborhood neighbourhood "
        "district beat precinct division sector ward city county state park school business "
        "store company unit file layer source offense offence crime charge category type event "
        "incident call intersection landmark building venue facility area zone region community "
        "station team group project product column field map premise address block site "
        "hospital"
    )
)
"""What a column called "... name" may name without naming a person."""

WHEREABOUTS = frozenset(
    words_of("location loc street streets cross intersection road place address block landmark")
)
"""Words of a column of places, of which two may be written like a surname and a first name."""

NUMBERED = frozenset(words_of("incident complaint case report event call crime cad number record"))
"""Words of a column of record numbers, which may be written like a telephone number."""

GLUED = re.compile(
    r"(?:victim|suspect|offender|officer|arrestee|defendant|complainant|witness|patient|driver|"
    r"owner|caller|person|subject)s?"
    r"(?:name|age|sex|race|gender|dob|ethnicity|address|phone|badge|id)|"
    r"dateofbirth|birthdate|birthday|socialsecurity(?:number|no)?|emailaddress|phonenumber|"
    r"licenseplate|driverslicen[sc]e|homeaddress"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
PHONE = re.compile(r"(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}")
SURNAME_FIRST = re.compile(
    r"([A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’-]+)?), ?([A-Z][A-Za-z'’-]*)(?: [A-Z][A-Za-z'’-]*\.?)?"
)
FULL_NAME = re.compile(r"[A-Z][A-Za-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2}")
OF_PLACES = re.compile(
    r"(?i)\b(?:st|street|av|ave|avenue|rd|road|blvd|dr|drive|ln|lane|ct|pl|plz|plaza|way|hwy|pkwy|"
    r"park|school|store|market|inc|llc|church|hospital|station|center|centre|hotel|block|bank)\b"
)
YEAR = re.compile(r"(?:(\d{4})-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-](\d{4}))(?:[ T].*)?")


@dataclass(frozen=True, slots=True)
class Person:
    """A column about persons.

    Parameters
    ----------
    column
        Its name.
    reason
        What gave it away, as the end of a sentence; never a value.
    """

    column: str
    reason: str


def persons_in(
    columns: Sequence[str], sample: Callable[[str], Sequence[str]]
) -> tuple[Person, ...]:
    """Recognise the columns about persons, in the order of the file.

    Parameters
    ----------
    columns
        The names, as published.
    sample
        Gives some values of a column as text, ``""`` where there is none.
    """
    values = {column: _some(sample(column)) for column in columns}
    found = {
        column: reason
        for column in columns
        if (reason := _by_name(words_of(column), values[column]) or _by_content(column, values))
    }
    found |= dict(_births(columns, values=values, found=frozenset(found)))
    return tuple(Person(column, found[column]) for column in columns if column in found)


def _some(values: Sequence[str]) -> list[str]:
    filled = [value for value in values if value]
    return filled[:: max(1, len(filled) // LOOKED_AT)]


def _by_name(words: tuple[str, ...], values: Sequence[str]) -> str | None:
    held, last = set(words), words[-1] if words else ""
    roles = [word for word in words if word in ROLES]
    traits = [word for word in words if word in TRAITS or (word == last and word in GIVEN)]
    sure = next((word for word in words if word in IDENTIFYING), "")
    role, trait = next(iter(roles), ""), next(iter(traits), "")
    of_licence = held & {"license", "licence", "licenses"} and not held & LICENSED
    described = held & DESCRIBING and held <= DESCRIBING | BESIDE_DESCRIBING
    claims: tuple[tuple[object, str], ...] = (
        (any(word.startswith("birth") for word in words), "its name speaks of birth"),
        (sure, f"its name says {sure}"),
        (held >= {"social", "security"}, "its name speaks of social security"),
        (of_licence, "its name speaks of a licence"),
        (role and trait, f"its name speaks of the {trait} of {_a(role)}"),
        (GLUED.fullmatch("".join(words)), "its name speaks of a person"),
        (held & GIVEN and held & {"name", "nam"}, "its name speaks of a person's name"),
        (held & HOMES and held & WHERE_FOUND, "its name speaks of where somebody lives"),
        (described, "its name is what people are described by"),
        (
            last in ROLES and _tells_apart(values, is_police=last in POLICE),
            f"its name is {last}, and its values tell one from another",
        ),
    )
    return next((reason for claim, reason in claims if claim), None)


def _tells_apart(values: Sequence[str], *, is_police: bool) -> bool:
    different = set(values)
    return len(different) >= FEWEST_DIFFERENT and (
        is_police or not all(value.isdigit() for value in different)
    )


def _a(word: str) -> str:
    return f"{'an' if word.startswith(VOWELS) else 'a'} {word}"


def _by_content(column: str, values: dict[str, list[str]]) -> str | None:
    held = values[column]
    if not held:
        return None
    words = set(words_of(column))
    is_number = bool(words & NUMBERED)
    is_named = bool({"name", "names"} & words) and not words & THINGS
    claims: tuple[tuple[bool, str], ...] = (
        (_share(held, EMAIL.search) >= SOME, "it holds e-mail addresses"),
        (
            not is_number and _share(held, SSN.fullmatch) >= MOST,
            "its values look like social security numbers",
        ),
        (
            not is_number and _share(held, PHONE.fullmatch) >= MOST,
            "its values look like telephone numbers",
        ),
        (
            not words & WHEREABOUTS and _are_names(held, SURNAME_FIRST),
            "its values look like surnames with first names",
        ),
        (is_named and _are_names(held, FULL_NAME), "its values look like names of people"),
        (_are_stories(held), "it holds long texts, which may name people"),
    )
    return next((reason for claim, reason in claims if claim), None)


def _are_stories(values: Sequence[str]) -> bool:
    long = _share(values, lambda value: value.count(" ") >= LONG_TEXT_WORDS)
    return long >= MOST and len(set(values)) >= max(FEWEST_DIFFERENT, MOST * len(values))


def _share(values: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(1 for value in values if fits(value)) / len(values)


def _are_names(values: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Say whether most values are names, many of them different and in both halves."""
    fitting = [match for value in values if (match := pattern.fullmatch(value))]
    different = {match.group() for match in fitting}
    if len(fitting) < MOST * len(values) or len(different) < FEWEST_DIFFERENT:
        return False
    if _share(values, OF_PLACES.search) >= SOME or len(different) < 0.3 * len(fitting):
        return False
    ends = Counter(match.group().split()[-1] for match in fitting)
    return ends.most_common(1)[0][1] < 0.3 * len(fitting)  # "..., Springfield" is a place


def _births(
    columns: Sequence[str], *, values: dict[str, list[str]], found: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield columns of dates a life before the events, where persons stand beside them."""
    years = {column: held for column in columns if (held := _years(values[column]))}
    events = max((median(held) for held in years.values()), default=0.0)
    for column, held in years.items():
        ordered = sorted(held)
        spread = ordered[int(0.95 * (len(held) - 1))] - ordered[int(0.05 * (len(held) - 1))]
        aged = [AGES[0] <= events - year <= AGES[1] for year in held]
        hinted = found or set(words_of(column)) & (ROLES | {"born", "bd", "bdate"})
        if column not in found and hinted and spread >= SPREAD_OF_BIRTHS and _mostly(aged):
            yield column, "its dates lie a life before the events, as births do"


def _mostly(claims: Sequence[bool]) -> bool:
    return sum(claims) >= (1 - SOME) * len(claims)


def _years(values: Sequence[str]) -> list[int]:
    """Return the years of a column of dates; nothing if it holds something else."""
    matches = [YEAR.fullmatch(value) for value in values]
    years = [int(match[1] or match[2]) for match in matches if match]
    return years if len(years) >= (1 - SOME) * len(values) else []
