"""The checker of the public face notices what is not documented."""

from types import ModuleType, SimpleNamespace
from typing import cast

import typer

from tests.docs.face import (
    Command,
    commands,
    stale_commands,
    undocumented_commands,
    undocumented_names,
)

RUN = Command("commonground run", ("--panel", "--out"))
PAGE = """\
# The command line

## `commonground run`

`--panel` FILE reads another panel, `--out` FOLDER writes elsewhere.
"""


def _face(**names: object) -> ModuleType:
    return cast("ModuleType", SimpleNamespace(__all__=list(names), **names))


def test_accepts_a_name_that_is_mentioned_and_says_what_it_is() -> None:
    assert undocumented_names(_face(Panel=SimpleNamespace(__doc__="A table.")), "`Panel`") == []


def test_notices_a_name_without_a_mention() -> None:
    face = _face(Panel=SimpleNamespace(__doc__="A table."))

    assert undocumented_names(face, "`PanelRow`") == ["Panel"]


def test_notices_a_name_without_a_docstring() -> None:
    assert undocumented_names(_face(Panel=SimpleNamespace(__doc__=None)), "`Panel`") == ["Panel"]


def test_finds_the_commands_of_an_app_with_their_options() -> None:
    app, below = typer.Typer(), typer.Typer()
    app.add_typer(below, name="panel")

    @app.command()
    def run(study: str, *, panel: str = "", json: bool = False) -> None: ...

    @app.command(hidden=True)
    def secret() -> None: ...

    @below.command()
    def check() -> None: ...

    assert list(commands(app, "commonground")) == [
        Command("commonground run", ("--panel", "--json", "--no-json")),
        Command("commonground panel check", ()),
    ]


def test_accepts_a_command_with_a_section_that_names_its_options() -> None:
    assert undocumented_commands([RUN], PAGE) == []
    assert stale_commands([RUN], PAGE) == []


def test_notices_a_command_without_a_section() -> None:
    report = Command("commonground report", ())

    assert undocumented_commands([RUN, report], PAGE) == ["commonground report"]


def test_notices_an_option_that_its_section_leaves_out() -> None:
    longer = Command("commonground run", ("--panel", "--seed"))

    assert undocumented_commands([longer], PAGE) == ["commonground run --seed"]


def test_notices_a_section_about_a_command_that_is_gone() -> None:
    assert stale_commands([], PAGE) == ["commonground run"]
