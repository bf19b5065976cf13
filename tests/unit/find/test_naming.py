"""Streets of a place, as records write them."""

import pytest

from commonground.find.naming import busiest_block, streets_of, tidy


def test_names_the_block_that_is_written_most_often() -> None:
    assert busiest_block(["800 Block of BRYANT ST", "100 block ELM ST", "100 block ELM ST"]) == (
        "100 block of Elm St"
    )


def test_names_the_first_of_the_alphabet_where_two_are_tied() -> None:
    assert busiest_block(["200 block OAK ST", "100 block ELM ST"]) == "100 block of Elm St"


def test_takes_a_crossing_that_is_written_with_a_block_for_a_crossing() -> None:
    written = ["0 block S GRAND BLVD / OSAGE ST"]

    assert busiest_block(written) == "S Grand Blvd / Osage St"
    assert streets_of(written) == ("Osage St at S Grand Blvd", "S Grand Blvd at Osage St")


def test_has_no_name_without_records() -> None:
    assert busiest_block([]) is None


def test_lists_streets_with_their_blocks_the_commonest_first() -> None:
    written = [
        "300 Block of ELLIS ST", "500 Block of ELLIS ST", "ELLIS ST / JONES ST",
        "100 block JONES ST", "JONES ST / EDDY ST",
    ]  # fmt: skip

    assert streets_of(written) == (
        "Ellis St, 300 to 500 blocks",
        "Jones St, 100 block",
        "Eddy St at Jones St",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("S GRAND BLVD", "S Grand Blvd"), ("24TH AV", "24th Av"), ("McAllister ST", "McAllister St")],
)
def test_writes_streets_as_people_do(text: str, said: str) -> None:
    assert tidy(text) == said
