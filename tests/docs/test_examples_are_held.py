"""The checker of the examples notices an example that is wrong."""

from pathlib import Path

import pytest

from tests.docs.examples import (
    Command,
    Example,
    WrongExample,
    commands,
    examples,
    matches,
    run_console,
    run_python,
)

PAGE = """\
# A page

<!-- needs: shared-data -->
```python
panel = 1
```

Some words.

```python
panel + 1
```

- in a list:

  <!-- exits: 1 -->
  ```console
  $ commonground evaluate
  No panel.
  ```

```toml
start = 13
```
"""


def test_reads_the_blocks_that_run_with_their_comments() -> None:
    first, second, third = examples(PAGE)

    assert (first.language, first.code, first.needs_shared_data) == ("python", "panel = 1\n", True)
    assert (second.language, second.needs_shared_data, second.line) == ("python", False, 10)
    assert (third.language, third.exit_code) == ("console", 1)


def test_reads_several_comments_about_a_block() -> None:
    (example,) = examples("<!-- slow -->\n<!-- exits: 3 -->\n```python\n1\n```\n")

    assert example.is_slow
    assert example.exit_code == 3


def test_splits_a_console_block_into_commands_and_what_they_show() -> None:
    block = "$ commonground run \\\n    study.toml\none\ntwo\n$ ls\n"

    assert commands(block) == [
        Command("commonground run study.toml", "one\ntwo\n"),
        Command("ls", ""),
    ]


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("46 crimes\n", "46 crimes\n"),
        ("46 crimes\n", "46 crimes   \n\n"),
        ("took ... s\n", "took 3.2 s\n"),
        ("first\n...\nlast\n", "first\nsecond\nthird\nlast\n"),
    ],
)
def test_accepts_the_output_shown(shown: str, printed: str) -> None:
    assert matches(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("46 crimes\n", "47 crimes\n"),
        ("46 crimes\n", "46 crimes\nand a warning\n"),
        ("first\n...\nlast\n", "first\nsecond\n"),
        ("took 3.2 s\n", "took 3x2 s\n"),
    ],
)
def test_refuses_another_output(shown: str, printed: str) -> None:
    assert not matches(shown, printed)


def test_refuses_a_python_block_that_fails() -> None:
    with pytest.raises(NameError, match="panel"):
        run_python(Example("python", "panel\n", line=1), {}, "page.md")


def test_shares_names_between_the_blocks_of_a_page() -> None:
    namespace: dict[str, object] = {}

    run_python(Example("python", "panel = 1\n", line=1), namespace, "page.md")
    run_python(Example("python", "panel += 1\n", line=5), namespace, "page.md")

    assert namespace["panel"] == 2


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put in reach a stand-in for the command line, which prints its arguments."""
    program = tmp_path / "bin" / "commonground"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@"\n[ "$1" != fail ]\n')
    program.chmod(0o755)
    monkeypatch.setattr("tests.docs.examples.PROGRAMS", program.parent)
    return tmp_path


def test_runs_the_commands_of_a_console_block(echo: Path) -> None:
    run_console(Example("console", "$ commonground a b\na b\n$ make demo\n", line=1), echo)


def test_refuses_a_command_that_prints_something_else(echo: Path) -> None:
    with pytest.raises(WrongExample, match="line 7: `commonground a` prints\na\n"):
        run_console(Example("console", "$ commonground a\nb\n", line=7), echo)


def test_refuses_a_command_that_fails(echo: Path) -> None:
    with pytest.raises(WrongExample, match="exits with 1, not 0"):
        run_console(Example("console", "$ commonground fail\n", line=1), echo)


def test_accepts_a_failure_that_the_page_states(echo: Path) -> None:
    run_console(Example("console", "$ commonground fail\nfail\n", 1, "<!-- exits: 1 -->"), echo)
