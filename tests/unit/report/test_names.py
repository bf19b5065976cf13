"""Readers meet outcomes under the names they know."""

from dataclasses import replace

import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.names import SharedName, named
from commonground.report.prose import paragraph
from commonground.report.tables import all_tables

NAMES = {"drug_crime": "drug offences", "residents": "people living there"}


def test_renames_wherever_a_reader_looks(effect: Effect) -> None:
    shown = named(effect, NAMES)

    assert "Recorded drug offences fell" in paragraph(shown)
    for name, table in all_tables(shown).items():
        text = table.to_csv()
        assert "drug_crime" not in text, name
        assert "residents" not in text.replace("its residents", ""), name
    assert "drug offences, 2016Q1 to 2016Q4" in set(shown.weights.balance["constraint"])


def test_renames_whole_words_of_caveats_only(effect: Effect) -> None:
    told = replace(effect, caveats=("Few drug_crime were expected, unlike drug_crimes.",))

    shown = named(told, NAMES)

    assert shown.caveats == ("Few drug offences were expected, unlike drug_crimes.",)


def test_leaves_words_of_caveats_alone_that_are_also_columns(effect: Effect) -> None:
    outcomes = effect.series["outcome"].replace({"drug_crime": "crime", "all_crime": "violent"})
    told = replace(
        effect,
        series=effect.series.assign(outcome=outcomes),
        caveats=("117 places: so crime that moved. Few violent were expected.",),
    )

    shown = named(told, {"places": "addresses", "crime": "records", "violent": "assaults"})

    assert shown.caveats == ("117 places: so crime that moved. Few assaults were expected.",)


def test_leaves_the_numbers_alone(effect: Effect) -> None:
    shown = named(effect, NAMES)

    assert list(shown.estimates["change"].round(9)) == list(effect.estimates["change"].round(9))
    assert shown.estimates is not effect.estimates
    assert "drug_crime" in set(effect.estimates["outcome"])


def test_refuses_one_name_for_two(effect: Effect) -> None:
    with pytest.raises(SharedName, match="'all_crime' and 'drug_crime' would both be called"):
        named(effect, {"drug_crime": "crime", "all_crime": "crime"})


def test_changes_nothing_without_names(effect: Effect) -> None:
    assert named(effect, {}) is effect
