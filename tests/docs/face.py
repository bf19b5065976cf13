"""Compare what the project offers with what its reference pages say."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import typer
from typer.core import TyperCommand, TyperGroup

from tests.shared import ROOT


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a reader types it, with the options it takes."""

    name: str
    options: tuple[str, ...]


def commands(app: typer.Typer, program: str) -> Iterator[Command]:
    """Yield every command of the command line that is not hidden."""
    yield from _commands(typer.main.get_command(app), program)


def workspace() -> typer.Typer:
    """Return the commands that the workspace adds through its entry points."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    added = typer.Typer()
    for name, target in declared["entry-points"]["commonground.commands"].items():
        module, _, attribute = target.partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            added.add_typer(command, name=name)
        else:
            added.command(name=name)(command)
    return added


def _commands(command: object, name: str) -> Iterator[Command]:
    if isinstance(command, TyperGroup):
        for word, below in command.commands.items():
            yield from _commands(below, f"{name} {word}")
    elif isinstance(command, TyperCommand) and not command.hidden:
        options = [
            option
            for parameter in command.params
            for option in [*parameter.opts, *parameter.secondary_opts]
            if option.startswith("--") and option != "--help"
        ]
        yield Command(name, tuple(options))


def undocumented_names(face: ModuleType, reference: str) -> list[str]:
    """Return the public names without a docstring, or without a mention in the reference."""
    return [
        name
        for name in face.__all__
        if not re.search(rf"\b{name}\b", reference) or not getattr(face, name).__doc__
    ]


def undocumented_commands(offered: list[Command], page: str) -> list[str]:
    """Return the commands without a section, and the options their section leaves out."""
    sections = _sections(page)
    missing = [command.name for command in offered if command.name not in sections]
    for command in offered:
        text = sections.get(command.name, "")
        missing += [
            f"{command.name} {option}"
            for option in command.options
            if command.name in sections and not re.search(rf"`{option}\b", text)
        ]
    return missing


def stale_commands(offered: list[Command], page: str) -> list[str]:
    """Return the sections about commands that do not exist."""
    return sorted(_sections(page).keys() - {command.name for command in offered})


def _sections(page: str) -> dict[str, str]:
    """Return the text under each heading that is a command, such as ``## `commonground run` ``."""
    parts = re.split(r"^#+ `(commonground [a-z -]+)`$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
