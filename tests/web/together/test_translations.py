"""Tests that everything said to people is said in Spanish, and compiled."""

import subprocess
import sys

from tests.shared import ROOT


def test_says_everything_in_spanish_with_the_same_placeholders() -> None:
    checked = subprocess.run(
        [sys.executable, "scripts/translations.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert not checked.returncode, checked.stdout + checked.stderr
