"""A city file reads well: a reason beside each guess, and what to do at the top."""

import tomllib
from collections.abc import Callable
from typing import Any

from commonground.ingest.sketch import Sketch
from commonground.ingest.sketch.writing import WIDTH, quoted

Sketched = Callable[..., Sketch]
Table = dict[str, Any]


def test_tells_what_it_is_and_how_to_use_it(plain: Table, sketched: Sketched) -> None:
    top = sketched(plain).text.split("\n\n")[0]

    assert "A first city file for incidents.csv" in top
    assert "commonground ingest FILE --city sketch.toml --out FOLDER" in top


def test_gives_its_reasons(plain: Table, sketched: Sketched) -> None:
    text = sketched(plain).text

    assert "# 60 of 60 values are read." in text
    assert "# 30 numbers in 60 rows." in text
    assert "# 60 of 60 points lie within" in text
    assert "#          10  JAYWALKING" in text


def test_keeps_remarks_short(plain: Table, sketched: Sketched) -> None:
    remarks = [line for line in sketched(plain).text.splitlines() if line.startswith("# ")]

    assert max(map(len, remarks)) <= WIDTH


def test_names_the_columns_it_left_out(plain: Table, sketched: Sketched) -> None:
    made = sketched({**plain, "Victim Age": ["31"] * 60})

    assert "left out: Victim Age." in made.text
    assert "persons" not in tomllib.loads(made.text)


def test_writes_tables_of_values(plain: Table, sketched: Sketched) -> None:
    plain["Source"] = ["ON-VIEW", "911"] * 30
    plain["Premise Type"] = ["STREET", "HOUSE"] * 30

    layout = tomllib.loads(sketched(plain).text)["layouts"][0]

    assert layout["initiated"] == {"column": "Source", "police": "ON-VIEW", "citizen": "911"}
    assert layout["premise"] == {
        "column": "Premise Type",
        "indoors": "HOUSE",
        "outdoors": "STREET",
    }


def test_writes_every_role(plain: Table, sketched: Sketched) -> None:
    plain["Count"] = ["1", "-1"] * 30
    plain["NIBRS"] = ["35A", "120"] * 30
    plain["Latitude"] = [*["30.5"] * 3, *plain["Latitude"][3:]]

    layout = tomllib.loads(sketched(plain).text)["layouts"][0]

    assert layout["reversal"] == {"column": "Count", "reverses": -1, "records": 1}
    assert layout["nibrs"] == "NIBRS"
    assert "missing" not in layout["position"]


def test_lists_marks_of_an_unknown_place(plain: Table, sketched: Sketched) -> None:
    plain["Latitude"] = [*["30.5"] * 3, *plain["Latitude"][3:]]
    plain["Longitude"] = [*["-91.5"] * 3, *plain["Longitude"][3:]]

    made = sketched(plain)

    position = tomllib.loads(made.text)["layouts"][0]["position"]
    assert position["missing"] == [[-91.5, 30.5]]
    assert "3 rows at -91.5, 30.5 are taken for missing" in " ".join(made.checks)


def test_says_what_to_do_where_only_codes_are_given(plain: Table, sketched: Sketched) -> None:
    plain["Offense"] = ["0512", "0618"] * 30

    made = sketched(plain)

    assert "no words tell what the records are of" in made.text.replace("\n# ", " ")
    assert "Offense holds codes" in " ".join(made.checks)


def test_quotes_any_text() -> None:
    awkward = 'a "b" \\ \n \t \x7f é 🙂'

    assert tomllib.loads(f"a = {quoted(awkward)}") == {"a": awkward}
