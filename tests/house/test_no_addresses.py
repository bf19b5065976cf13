"""No file of the project names a package index, or a path of one machine."""

import re
import subprocess

import pytest

from tests.shared import ROOT

# Built from parts, so that this file does not name what it looks for.
INDEX_HOSTS = [
    ".".join(["pypi", "org"]),
    ".".join(["files", "pythonhosted", "org"]),
    ".".join(["registry", "npmjs", "org"]),
    ".".join(["registry", "yarnpkg", "com"]),
]
FILE_INDEX = "file:" + "//"
MACHINE_PATH = re.compile(
    r"(?<![\w.~-])/" + "(?:home|root|work|Users)/" + "|" + r"\b[A-Z]:\\" + r"\w"
)
LOCKS_WITH_ADDRESSES = {"uv.lock", "pylock.toml"}


def _addresses(text: str) -> list[str]:
    named = [part for part in [*INDEX_HOSTS, FILE_INDEX] if part in text]
    return named + MACHINE_PATH.findall(text)


def _texts() -> dict[str, str]:
    """Read every text file that is tracked, or would be if all were added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        # What others wrote and browsers run is held to its checksums by test_vendored.py.
        is_ours = path.is_file() and "/static/vendor/" not in name
        content = path.read_bytes() if is_ours else b""
        if b"\0" not in content:
            texts[name] = content.decode(errors="replace")
    return texts


def test_finds_no_address_in_any_file() -> None:
    texts = _texts()

    assert "pyproject.toml" in texts
    assert {name: found for name, text in texts.items() if (found := _addresses(text))} == {}


def test_finds_no_lock_that_records_addresses() -> None:
    names = {name.rsplit("/", 1)[-1] for name in _texts()}

    assert names.isdisjoint(LOCKS_WITH_ADDRESSES)


@pytest.mark.parametrize(
    "text",
    [
        *(f"https://{host}/simple" for host in INDEX_HOSTS),
        FILE_INDEX + "/wheels",
        "see /" + "home/ann/city.csv",
        '"/' + 'root/city.csv"',
        "C:" + "\\Data",
    ],
)
def test_knows_an_address_when_it_sees_one(text: str) -> None:
    assert _addresses(text)


@pytest.mark.parametrize(
    "text", ["https://example.org/home/page", "../shared/data/city.csv", "src/work/on", "a\\b"]
)
def test_lets_other_paths_be(text: str) -> None:
    assert not _addresses(text)
