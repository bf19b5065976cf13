"""The answer says how many places there are, or honestly that there are none, and why."""

from collections.abc import Callable
from dataclasses import replace

from commonground.report.market_report.answer import answer_sentences, can_show, missed_by
from commonground.report.market_report.content import Content
from commonground.report.numbers import GAP
from commonground.report.pieces.blocks import Block


def with_categories(content: Content, category: str) -> Content:
    records = content.found.records
    frame = records.frame.copy()
    frame.loc[records.is_drug, "category"] = category
    changed = replace(records, incidents=records.incidents.part(frame))
    return replace(content, found=replace(content.found, records=changed))


def test_counts_places_by_what_they_are(content: Content) -> None:
    answer = answer_sentences(content)

    assert "from 1 January to 31 December 2023 show 3 candidate places: small areas" in answer
    assert "1 of them is corroborated" in answer
    assert "1 of them was confirmed by persons who looked." in answer
    assert "None of the others is called a market before a person has looked at it." in answer
    assert "The outline of 1 of them is unstable." in answer


def test_says_that_there_is_none_and_why(nothing: Content) -> None:
    answer = answer_sentences(nothing)

    assert "show no candidate place." in answer
    assert (
        "2 places were looked at, and none meets the definition: 1 made mostly on one day, 1 no "
        "clearer than chance makes them and 1 no market by the review of persons who looked"
    ) in answer
    assert "That does not mean that drugs are sold nowhere in the open" in answer


def test_says_that_nothing_is_dense_enough_to_be_looked_at(content: Content) -> None:
    none = replace(content, found=replace(content.found, markets=()))

    assert (
        "Nowhere do at least 12 drug incidents lie more than 10 times as thick as in the city"
    ) in answer_sentences(none)


def test_says_plainly_what_possession_can_and_cannot_show(
    content: Content, said: Callable[[list[Block]], str]
) -> None:
    bare = with_categories(content, "drug possession")

    answer = answer_sentences(bare).replace(GAP, " ")
    words = said(list(can_show(bare.found)))

    assert "100 % of the drug records are possession." in answer
    assert "they cannot show that drugs are sold there" in answer
    assert "0 records of sale in the whole city are too few" in words
    assert "possession" not in answer_sentences(content)


def test_lists_every_caveat(content: Content, said: Callable[[list[Block]], str]) -> None:
    words = said(list(can_show(content.found)))

    assert "They cannot show" in words
    assert all(caveat in words for caveat in content.found.caveats)


def test_rejects_for_no_criterion_that_a_candidate_may_miss(content: Content) -> None:
    rejected, candidate = content.places[3].market, content.places[2].market

    assert [one.name for one in missed_by(rejected)] == ["one day", "chance"]
    assert missed_by(candidate) == ()
