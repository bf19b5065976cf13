"""Tests of `core.written`."""

import pytest
from pydantic import Field

from commonground.core.errors import DataError
from commonground.core.written import Section, followed

TEXT = """\
name = "north"   # a remark with a [bracket
[size]
width = 3
[[gates]]
at = "east"
marks = [
    "a ] in a text",
    "b",
]
[[gates]]
at = 5
"""


class Size(Section):
    width: int
    height: int = 1


class Gate(Section):
    at: str
    marks: list[str] = Field(default_factory=list)


class Town(Section):
    name: str
    size: Size
    gates: list[Gate] = Field(default_factory=list)


def read(text: str) -> Town:
    return followed(text, model=Town, name="town.toml", error=DataError)


def test_reads_what_is_written() -> None:
    town = read(TEXT.replace("at = 5", 'at = "west"'))

    assert [gate.at for gate in town.gates] == ["east", "west"]


def test_points_at_the_line_of_a_value() -> None:
    with pytest.raises(DataError, match=r"line 11: \[gates 2\] at: input should be a valid string"):
        read(TEXT)


def test_points_at_the_section_that_lacks_a_word() -> None:
    with pytest.raises(DataError, match=r"line 2: \[size\] width is missing"):
        read('name = "north"\n[size]\nheight = 2\n')


def test_refuses_a_word_that_means_nothing() -> None:
    with pytest.raises(DataError, match=r"line 3: \[size\] widht means nothing here"):
        read('name = "north"\n[size]\nwidht = 2\nwidth = 2\n')


def test_names_every_problem_at_once() -> None:
    with pytest.raises(DataError) as refused:
        read("[size]\nwidht = 2\n")

    assert len(str(refused.value).splitlines()) == 4


def test_refuses_what_is_no_toml() -> None:
    with pytest.raises(DataError, match=r"town.toml is not a TOML file: .*line 1"):
        read("name = \n")
