"""Real data and reference results, which lie beside the project and not in it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def shared_file(folder: str, name: str, *, shared: Path = SHARED) -> Path:
    """Return the path of a shared file; without it skip the test, or fail it where CI is set."""
    path = shared / folder / name
    if not path.exists():
        reason = f"needs ../shared/{folder}/{name}, which is not on this machine"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
