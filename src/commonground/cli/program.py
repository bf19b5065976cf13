"""The program `commonground`, and how other packages add commands to it."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points, version
from typing import Annotated

import typer

from commonground.cli.commands import demo, evaluate, report, run
from commonground.cli.find import find
from commonground.cli.ingest import ingest
from commonground.core.errors import CommonGroundError

COMMANDS = "commonground.commands"
"""Entry-point group: a package that names a `typer.Typer` or a function here adds a command."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, which typer turns into an exit."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"commonground {version('commonground')}")
        raise typer.Exit


@app.callback()
def _about(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Run a Drug Market Intervention on facts everyone can stand on."""


app.command()(ingest)
app.command()(find)
app.command()(run)
app.command()(evaluate)
app.command()(report)
app.command()(demo)


def main() -> None:
    """Run the program; show a person's error as one sentence, without a traceback."""
    _add_commands()
    try:
        app()
    except CommonGroundError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except SystemExit as stopped:
        if stopped.code == INTERRUPTED:
            typer.echo("Interrupted: the last result is as it was.", err=True)
        raise


def _add_commands() -> None:
    for point in entry_points(group=COMMANDS):
        command = point.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=point.name)
        else:
            app.command(name=point.name)(command)
