"""Compare what the project offers with what its reference pages say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import typer
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a reader types it, with the options it takes."""

    name: str
    options: tuple[str, ...]


def commands(app: typer.Typer, program: str) -> Iterator[Command]:
    """Yield every command of the command line that is not hidden."""
    yield from _commands(typer.main.get_command(app), program)


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
