"""The locks are whole: every requirement pinned, every pin hashed, the same versions in each."""

import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from datetime import date, timedelta
from typing import cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.shared import ROOT

HASHED_PIN = re.compile(r"^(\S+)==(\S+)(?: ; .+)? \\\n    --hash=sha256:[0-9a-f]{64}", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def _pins(lock: str) -> dict[str, set[Version]]:
    """Return the versions of each package in a lock; a universal lock may hold several."""
    pins: defaultdict[str, set[Version]] = defaultdict(set)
    for name, version in HASHED_PIN.findall(_text(lock)):
        pins[canonicalize_name(name)].add(Version(version))
    return dict(pins)


def _text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text()


def _group(name: str) -> list[Requirement]:
    found = []
    for entry in PROJECT["dependency-groups"][name]:
        if isinstance(entry, dict):
            found += _group(cast("dict[str, str]", entry)["include-group"])
        else:
            found.append(Requirement(entry))
    return found


BASE = [Requirement(entry) for entry in PROJECT["project"]["dependencies"]]
LOCKS = {
    "base": BASE,
    "dev": BASE + _group("dev"),
    "bench": BASE + _group("bench"),
    "uv": _group("uv"),
}


@pytest.mark.parametrize("lock", LOCKS)
def test_pins_every_requirement_to_versions_that_fit(lock: str) -> None:
    pins = _pins(lock)

    for requirement in LOCKS[lock]:
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is missing: run make lock"
        assert all(version in requirement.specifier for version in versions)


@pytest.mark.parametrize("lock", LOCKS)
def test_holds_nothing_but_pins_with_hashes(lock: str) -> None:
    entries = re.findall(r"^[^\s#].*", _text(lock), flags=re.MULTILINE)

    assert len(entries) == len(HASHED_PIN.findall(_text(lock)))


@pytest.mark.parametrize("lock", ["dev", "bench"])
def test_measures_and_tests_the_versions_that_are_installed(lock: str) -> None:
    pins = _pins(lock)

    assert {name: pins[name] for name in _pins("base")} == _pins("base")


@pytest.mark.parametrize(("days", "status"), [(0, 0), (30, 0), (31, 1)])
def test_says_when_the_locks_are_older_than_the_policy_allows(days: int, status: int) -> None:
    upgraded = date.fromisoformat((ROOT / "requirements" / "upgraded").read_text().strip())
    day = upgraded + timedelta(days=days)

    said = subprocess.run(
        [sys.executable, ROOT / "scripts" / "lock_age.py", day.isoformat()],
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == status
    assert f"{days} days ago; 30 days are allowed" in said.stdout + said.stderr


def test_promises_how_soon_faults_of_every_kind_are_mended() -> None:
    policy = (ROOT / "SECURITY.md").read_text()

    for severity in ("critical", "high", "moderate", "low"):
        assert re.search(rf"^\| {severity}.*\| \d+ days \|$", policy, flags=re.MULTILINE), severity
