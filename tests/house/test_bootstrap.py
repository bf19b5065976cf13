"""The environment can be made with uv or without it; what is missing is named in a sentence."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT

ONE_PACKAGE = re.compile(r"^iniconfig==.*?(?=^\S)", re.MULTILINE | re.DOTALL)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the scripts, with a lock of one small package and a path on which there is no uv."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "requirements").mkdir()
    shutil.copy(ROOT / "requirements" / "uv.txt", tmp_path / "requirements")
    lock = ONE_PACKAGE.search((ROOT / "requirements" / "dev.txt").read_text())
    assert lock
    (tmp_path / "requirements" / "one.txt").write_text(lock[0])

    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname"):
        (programs / name).symlink_to(shutil.which(name) or name)
    return tmp_path


def _python(tree: Path, refuses: str) -> Path:
    """Make a Python that is this one, and that fails where its arguments hold some text."""
    python = tree / "bin" / "python3"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *{refuses}*) exit 1 ;; esac\nexec "{sys.executable}" "$@"\n'
    )
    python.chmod(0o755)
    return python


def _install(tree: Path, python: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tree / "scripts" / "install", ".venv", "--require-hashes", "-r", "requirements/one.txt"],
        env={**os.environ, "PATH": str(tree / "bin"), "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


def _can_import(tree: Path) -> bool:
    python = tree / ".venv" / "bin" / "python"
    return not subprocess.run([python, "-c", "import iniconfig"], check=False).returncode


def test_names_the_python_it_needs(tree: Path) -> None:
    finished = _install(tree, _python(tree, refuses="version_info"))

    assert finished.returncode == 1
    assert "needs Python 3.11 or newer, and found none at PYTHON=" in finished.stderr


def test_names_the_system_package_it_needs(tree: Path) -> None:
    finished = _install(tree, _python(tree, refuses="venv"))

    assert finished.returncode == 1
    assert finished.stderr.endswith("on Debian and Ubuntu, install python3-venv.\n")


@pytest.mark.slow
def test_fetches_uv_where_there_is_none(tree: Path) -> None:
    finished = _install(tree, Path(sys.executable))

    assert finished.returncode == 0, finished.stderr
    assert (tree / ".tools" / "bin" / "uv").exists()
    assert _can_import(tree)


@pytest.mark.slow
def test_goes_on_with_pip_where_uv_is_not_to_be_had(tree: Path) -> None:
    pin = tree / "requirements" / "uv.txt"
    pin.write_text(re.sub("sha256:....", "sha256:0000", pin.read_text()))

    finished = _install(tree, Path(sys.executable))

    assert finished.returncode == 0, finished.stderr
    assert "Going on without uv" in finished.stderr
    assert _can_import(tree)


@pytest.mark.slow
def test_refuses_a_package_whose_hash_is_not_in_the_lock(tree: Path) -> None:
    lock = tree / "requirements" / "one.txt"
    lock.write_text(re.sub("sha256:....", "sha256:0000", lock.read_text()))

    finished = _install(tree, Path(sys.executable))

    assert finished.returncode != 0
    assert not _can_import(tree)
