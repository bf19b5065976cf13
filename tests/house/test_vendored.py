"""What browsers run and others wrote lies here as `scripts/vendor` fetched it, with its licence."""

import hashlib
from pathlib import Path

import pytest

from tests.shared import ROOT

FOLDERS = sorted((ROOT / "src").rglob("static/vendor/*"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_is_as_it_was_fetched(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}

    held = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "SHA256SUMS"}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in held.items()} == sums
    assert any(name.startswith("LICENSE") for name in held)
    assert (folder.name + " ").encode() in held["VERSION"]
