"""Rules are made of the values seen, and of nothing that is not clear."""

from collections.abc import Callable, Sequence

from commonground.ingest.sketch.looking import Look
from commonground.ingest.sketch.offences import Offences, offences_of

Looked = Callable[..., Look]
ROWS = 120


def cycled(values: Sequence[str]) -> list[str]:
    return [values[at % len(values)] for at in range(ROWS)]


def found(looked: Looked, columns: dict[str, Sequence[object]], name: str = "records") -> Offences:
    seen = looked({**columns, "b": ["x"] * ROWS})
    return offences_of(seen, taken=(), file_words=(name,))


def test_names_offence_and_description_where_both_speak(looked: Looked) -> None:
    offences = found(
        looked,
        {
            "Category": cycled(["NARCOTICS", "NARCOTICS", "LARCENY", "LARCENY", "OTHER"]),
            "Offense Description": cycled(
                [
                    "SALE OF HEROIN",
                    "POSSESSION OF HEROIN",
                    "SHOPLIFTING",
                    "LARCENY FROM A CAR",
                    "ROBBERY",
                ]
            ),
        },
    )

    rules = [(rule.category, rule.offence, rule.description) for rule in offences.rules]
    assert rules == [
        ("drug sale", ("NARCOTICS",), ("SALE OF HEROIN",)),
        ("drug possession", ("NARCOTICS",), ("POSSESSION OF HEROIN",)),
        ("other drug", ("NARCOTICS",), ()),
        ("property", ("LARCENY",), ()),
        ("violent", (), ("ROBBERY",)),
    ]
    assert [rule.rows for rule in offences.rules] == [24, 24, 0, 48, 24]


def test_takes_calls_for_calls(looked: Looked) -> None:
    offences = found(
        looked,
        {"Call Type": cycled(["DRUG USE", "NOISE", "ASSAULT", "TRAFFIC STOP", "ODD THING"])},
        name="calls",
    )

    assert offences.are_calls
    assert [(rule.category, rule.parts) for rule in offences.rules] == [
        ("drug call", ("DRUG",)),
        ("disorder call", ("NOISE",)),
    ]
    assert offences.unclear == (("ODD THING", ROWS // 5),)


def test_names_values_where_a_part_would_say_too_much(looked: Looked) -> None:
    offences = found(
        looked, {"Type": cycled(["DRUG USE", "DRUGSTORE CHECK", "NOISE"])}, name="calls"
    )

    drugs = offences.rules[0]
    assert (drugs.category, drugs.offence, drugs.parts) == ("drug call", ("DRUG USE",), ())


def test_knows_calls_by_the_words_of_dispatchers(looked: Looked) -> None:
    offences = found(looked, {"Type": cycled(["WELFARE CHECK", "SILENT ALARM", "NOISE"])})

    assert offences.are_calls


def test_shows_no_rare_value(looked: Looked) -> None:
    values = cycled(["LARCENY", "LARCENY", "SOMETHING"])
    values[:2] = ["AT THE HOUSE OF ZED", "TOLD BY ZED"]

    offences = found(looked, {"Offense": values})

    assert offences.unclear == (("SOMETHING", ROWS // 3),)
    assert offences.unquoted == (2, 2)


def test_takes_dispositions_for_no_offence(looked: Looked) -> None:
    offences = found(
        looked,
        {
            "Resolution": cycled(["THEFT CLEARED", "ASSAULT CLEARED"]),
            "Crime": cycled(["LARCENY", "ASSAULT", "FOO"]),
        },
    )

    assert (offences.offence, offences.description) == ("Crime", None)


def test_gives_codes_no_meaning(looked: Looked) -> None:
    offences = found(looked, {"Crime": cycled(["142320", "265321", "65701"])})

    assert (offences.offence, offences.rules) == ("Crime", ())


def test_takes_a_file_of_overdoses_as_a_whole(looked: Looked) -> None:
    offences = found(looked, {"narcan_given": cycled(["true", "false"])})

    assert [(rule.category, rule.offence) for rule in offences.rules] == [("overdose", ())]


def test_finds_nothing_where_nothing_is_said(looked: Looked) -> None:
    assert found(looked, {"Beat": cycled(["1", "2"])}) == Offences()
