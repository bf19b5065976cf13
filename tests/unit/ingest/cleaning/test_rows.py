"""Tests of `ingest.cleaning.rows`: what every row says, in the words of the library."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from commonground.ingest.cleaning.rows import CLEAN, NEITHER, NO_DATE
from tests.unit.ingest.cleaning.conftest import Clean

WHEN = "2015-03-04 10:00"
OLD = {"name": "old", "moment": "Date Occur", "offence": "Crime", "incident": "Complaint"}
NEW = {"name": "new", "moment": "DateOccur", "offence": "Offense"}


def one_each(
    clean: Clean, layout: Mapping[str, object], **columns: Sequence[object]
) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    return clean({"when": [WHEN] * rows, **columns}, {"moment": "when", **layout})


def test_gives_each_row_the_columns_of_a_cleaned_part(clean: Clean) -> None:
    assert set(clean({"when": [WHEN]}, {"moment": "when"}).columns) == set(CLEAN)


def test_gives_each_row_of_a_joint_file_the_layout_it_fills(clean: Clean) -> None:
    columns = {
        "Date Occur": [WHEN, None, "", "NaN", WHEN],
        "DateOccur": [None, WHEN, WHEN, WHEN, WHEN],
        "Crime": ["1", None, None, None, "5"],
        "Offense": [None, "2", "3", "4", "6"],
        "Complaint": ["A", None, None, None, "B"],
    }

    rows = clean(columns, OLD, NEW)

    assert rows["layout"].tolist() == ["old", "new", "new", "new", "old"]
    assert rows["offence"].tolist() == ["1", "2", "3", "4", "5"]
    assert rows["number"].tolist() == ["A", None, None, None, "B"]


def test_rejects_a_row_that_fills_the_moment_of_no_layout(clean: Clean) -> None:
    columns = {
        "Date Occur": [None, WHEN],
        "DateOccur": ["", None],
        "Crime": ["1", "2"],
        "Offense": ["1", "2"],
        "Complaint": ["A", "B"],
    }

    rows = clean(columns, OLD, NEW)

    assert rows["reason"].tolist() == [NO_DATE, None]
    assert len(rows) == 2


def test_loses_no_row_and_repeats_none(clean: Clean) -> None:
    columns = {
        "Date Occur": [WHEN, None, None, "no date"] * 5,
        "DateOccur": [None, WHEN, None, None] * 5,
        **{name: ["1"] * 20 for name in ("Crime", "Offense", "Complaint")},
    }

    rows = clean(columns, OLD, NEW)

    assert rows["_row"].tolist() == list(range(1, 21))


def test_takes_the_code_behind_a_number_away(clean: Clean) -> None:
    layout = {"incident": {"column": "id", "drop_last": 5}}
    rows = one_each(clean, layout, id=["12345606372", "12345607041", "06372", "NA", None])

    assert rows["number"].tolist() == ["123456", "123456", None, None, None]


def test_reads_a_number_that_the_file_holds_as_one(clean: Clean) -> None:
    rows = one_each(clean, {"incident": "id"}, id=[120_586_243, 7])

    assert rows["number"].tolist() == ["120586243", "7"]


def test_leaves_out_rows_that_are_no_incidents(clean: Clean) -> None:
    left_out = [
        {"column": "unfounded", "values": ["Yes", 1], "reason": "unfounded"},
        {"column": "kind", "values": "test", "reason": "a test of the system"},
    ]
    rows = one_each(
        clean,
        {"leave_out": left_out},
        unfounded=["YES", "no", " yes ", None, "1"],
        kind=["TEST", "Test", None, "real", None],
    )

    assert rows["reason"].tolist() == [
        "unfounded",
        "a test of the system",
        "unfounded",
        None,
        "unfounded",
    ]
    assert rows["value"].tolist() == ["YES", "Test", "yes", None, "1"]


@pytest.mark.parametrize(
    "counts",
    [["1", "-1", "0", "", "2"], pd.array([1, -1, 0, pd.NA, 2], dtype="Int64").astype(object)],
    ids=["text", "numbers"],
)
def test_rejects_what_neither_records_nor_reverses(clean: Clean, counts: Sequence[object]) -> None:
    layout = {"reversal": {"column": "Count", "reverses": -1, "records": 1}}
    rows = one_each(clean, layout, Count=counts)

    assert rows["reason"].tolist() == [None, None, NEITHER, NEITHER, NEITHER]
    assert rows["takes_back"].tolist()[:2] == [False, True]


def test_says_who_started_a_record(clean: Clean) -> None:
    layout = {"initiated": {"column": "source", "police": ["On View", "traffic"], "citizen": "911"}}
    rows = one_each(clean, layout, source=["ON VIEW", " Traffic", "911", "fax", None])

    assert rows["initiated_by"].tolist() == ["police", "police", "citizen", "unknown", "unknown"]


def test_says_who_starts_every_record_of_an_agency(clean: Clean) -> None:
    layouts = [{"moment": "one", "initiated": "citizen"}, {"moment": "two"}]
    rows = clean({"one": [WHEN, None], "two": [None, WHEN]}, *layouts)

    assert rows["initiated_by"].tolist() == ["citizen", "unknown"]


def test_says_whether_it_was_indoors(clean: Clean) -> None:
    layout = {"premise": {"column": "place", "indoors": ["Residence", "BAR"], "outdoors": "street"}}
    rows = one_each(clean, layout, place=["RESIDENCE", "bar", "Street", "boat", None])

    assert rows["premise"].tolist() == ["indoors", "indoors", "outdoors", "unknown", "unknown"]


FULL = {
    "moment": "when",
    "incident": "no",
    "offence": "what",
    "description": "how",
    "position": {"longitude": "x", "latitude": "y"},
    "location": {"number": "house", "street": "street"},
    "recorded": "recorded",
    "initiated": {"column": "by", "police": "P", "citizen": "C"},
    "premise": {"column": "in", "indoors": "I", "outdoors": "O"},
}
ROW = {
    "when": WHEN,
    "no": "1",
    "what": "SALE",
    "how": "BY HAND",
    "x": "-90.2",
    "y": "38.6",
    "house": "12",
    "street": "ELM ST",
    "recorded": "2015-03-05",
    "by": "P",
    "in": "I",
    "remark": "a",
}
OTHERWISE = {
    "when": "2015-03-04 10:01",
    "no": "2",
    "what": "SALES",
    "how": "BY FOOT",
    "x": "-90.3",
    "y": "38.7",
    "house": "14",
    "street": "OAK ST",
    "recorded": "2015-03-06",
    "by": "C",
    "in": "O",
}


def test_gives_rows_that_are_alike_in_all_that_is_read_the_same_content(clean: Clean) -> None:
    changed = [ROW | {column: value} for column, value in OTHERWISE.items()]
    rows = clean(pd.DataFrame([ROW, ROW | {"remark": "b"}, *changed]).to_dict("list"), FULL)

    content = rows["content"].tolist()
    assert content[0] == content[1]
    assert len(set(content)) == 1 + len(OTHERWISE)


def test_gives_rows_written_in_two_ways_the_same_content(clean: Clean) -> None:
    other = ROW | {
        "when": "2015-03-04T10:00:00.000",
        "x": "-90.20",
        "street": " Elm St",
        "no": " 1",
    }
    rows = clean(pd.DataFrame([ROW, other]).to_dict("list"), FULL)

    assert len(set(rows["content"])) == 1


def test_gives_rows_of_two_agencies_another_content(clean: Clean) -> None:
    layouts = [
        {"moment": "one", "agency": "police"},
        {"moment": "two", "agency": "fire"},
    ]
    rows = clean({"one": [WHEN, None], "two": [None, WHEN]}, *layouts)

    assert rows["content"].nunique() == 2


def test_keeps_no_door(clean: Clean) -> None:
    rows = clean(pd.DataFrame([ROW | {"house": "4405"}]).to_dict("list"), FULL)

    assert "4405" not in " ".join(
        map(str, rows.iloc[0].drop(["content", "house_key", "street_key"]))
    )


def test_reads_columns_that_are_called_as_ours_are(clean: Clean) -> None:
    layout = {
        "moment": "At",
        "recorded": "Recorded",
        "incident": "Number",
        "offence": "Value",
        "description": "RANK",
        "position": {"longitude": "East", "latitude": "North"},
        "location": "Location",
        "initiated": {"column": "Reason", "citizen": "CALL"},
        "premise": {"column": "Point", "indoors": "IN"},
        "reversal": {"column": "content", "reverses": -1, "records": 1},
    }
    columns = {
        "At": WHEN,
        "Recorded": "2015-03-05",
        "Number": "7",
        "Value": "SALE",
        "RANK": "BY HAND",
        "East": "-90.2",
        "North": "38.6",
        "Location": "ELM ST",
        "Reason": "CALL",
        "Point": "IN",
        "content": "1",
        "at_written": "x",
    }

    row = clean({name: [value] for name, value in columns.items()}, layout).iloc[0]

    said = ("number", "offence", "description", "location", "initiated_by", "premise", "reason")
    assert [row[name] for name in said] == [
        "7",
        "SALE",
        "BY HAND",
        "ELM ST",
        "citizen",
        "indoors",
        None,
    ]
    assert (row["at"], str(row["recorded_on"])) == (pd.Timestamp(WHEN), "2015-03-05")
    assert (row["place_known"], row["takes_back"]) == ("located", False)


@pytest.mark.parametrize(
    "name", ["at", "AT", "Recorded", "at_written", "in_utc", "East", "is_given", "point"]
)
def test_reads_a_moment_from_a_column_of_any_name(clean: Clean, name: str) -> None:
    layout = {"moment": name, "recorded": "day"}
    row = clean({name: [WHEN], "day": ["2015-03-05"]}, layout).iloc[0]

    assert (row["at"], str(row["recorded_on"])) == (pd.Timestamp(WHEN), "2015-03-05")


@pytest.mark.parametrize("written", [180012345.0, "180012345"])
def test_reads_a_whole_number_that_a_gap_made_decimal(clean: Clean, written: object) -> None:
    numbers = [written, None]
    rows = one_each(clean, {"incident": "no"}, no=numbers)

    assert rows["number"].tolist() == ["180012345", None]


def test_reads_a_decimal_number_as_it_is(clean: Clean) -> None:
    rows = one_each(clean, {"incident": "no"}, no=[1.5, 1e300])

    assert rows["number"].tolist() == ["1.5", "1e+300"]


def test_tells_rows_apart_by_category_and_by_whether_the_hour_is_known(clean: Clean) -> None:
    columns = {
        "when": ["2015-03-04 00:00", "2015-03-04 00:00", "2015-03-04", "2015-03-04"],
        "code": ["13A", "220", "220", "220"],
    }
    rows = clean(columns, {"moment": "when", "nibrs": "code"})

    assert rows["content"].nunique() == rows["public"].nunique() == 3
