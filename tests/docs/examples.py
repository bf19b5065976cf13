"""Read the examples of a page, run them as a reader would, and compare what they print.

Blocks of ``python`` share one namespace a page. Of blocks of ``console`` each line that starts with
``$ commonground`` is run, and its output compared with the lines shown below it, where ``...``
stands for anything. Comments on the lines before a block say what is special about it:

- ``<!-- needs: shared-data -->``: it reads ``../shared``;
- ``<!-- exits: 1 -->``: its commands end with that exit code;
- ``<!-- slow -->``: the page takes longer than the quick tests should.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

PROGRAMS = Path(sys.executable).parent
ANYTHING = re.escape("...")


class WrongExample(AssertionError):
    """An example does not do what the page says."""


@dataclass(frozen=True, slots=True)
class Example:
    """One block of a page, and what the comment before it says."""

    language: str
    code: str
    line: int
    comment: str = ""

    @property
    def needs_shared_data(self) -> bool:
        """Say whether it reads ``../shared``."""
        return "needs: shared-data" in self.comment

    @property
    def is_slow(self) -> bool:
        """Say whether it is left to the slow tests."""
        return "<!-- slow -->" in self.comment

    @property
    def exit_code(self) -> int:
        """Return the exit code that its commands should have."""
        stated = re.search(r"exits: (\d+)", self.comment)
        return int(stated[1]) if stated else 0


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console block with the output shown below it."""

    line: str
    shown: str


def examples(text: str) -> list[Example]:
    """Return the python and console blocks of a page, in order."""
    found, comment = [], ""
    for token in MarkdownIt().parse(text):
        if token.type == "fence" and token.info.strip() in {"python", "console"} and token.map:
            found.append(Example(token.info.strip(), token.content, token.map[0] + 1, comment))
        comment = comment + token.content if token.type == "html_block" else ""
    return found


def commands(block: str) -> list[Command]:
    """Return the commands of a console block; a backslash carries a command to the next line."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    found = []
    for part in parts:
        line, _, shown = re.sub(r"\\\n\s*", "", part).partition("\n")
        found.append(Command(line, shown))
    return found


def run_python(example: Example, namespace: dict[str, object], page: str) -> None:
    """Run a python block in the namespace of its page."""
    code = "\n" * example.line + example.code
    exec(compile(code, page, "exec"), namespace)


def run_console(example: Example, folder: Path) -> None:
    """Run the commands of a console block in a folder and compare what they print."""
    for command in commands(example.code):
        if command.line.startswith("commonground "):
            _compare(command, _run(command.line, folder), example)


def _run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(PROGRAMS), os.environ["PATH"]])
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _compare(
    command: Command, finished: subprocess.CompletedProcess[str], example: Example
) -> None:
    if finished.returncode != example.exit_code:
        raise WrongExample(
            f"line {example.line}: `{command.line}` exits with {finished.returncode}, "
            f"not {example.exit_code}:\n{finished.stdout}"
        )
    if command.shown.strip() and not matches(command.shown, finished.stdout):
        raise WrongExample(
            f"line {example.line}: `{command.line}` prints\n{finished.stdout}\n"
            f"but the page shows\n{command.shown}"
        )


def matches(shown: str, printed: str) -> bool:
    """Say whether the output is what the page shows, blanks at line ends aside."""
    pattern = re.escape(_tidy(shown)).replace(ANYTHING, ".*?")
    return re.fullmatch(pattern, _tidy(printed), flags=re.DOTALL) is not None


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
