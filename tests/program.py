"""The program as the shell calls it, for tests."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from commonground.cli import program


@dataclass(frozen=True)
class Said:
    """What a call of the program came to."""

    code: int
    out: str
    err: str


def called(*words: object) -> Said:
    """Call the program with these words, and return its exit code and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["commonground", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            program.main()
    return Said(int(stopped.value.code or 0), out.getvalue(), err.getvalue())
