"""Every example in the README and the docs runs, and prints what the page says it prints."""

from pathlib import Path

import pytest

from tests.docs.examples import examples, run_console, run_python
from tests.shared import ROOT, SHARED, shared_file

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _with_marks(page: Path) -> object:
    slow = any(example.is_slow for example in examples(page.read_text(encoding="utf-8")))
    name = str(page.relative_to(ROOT))
    return pytest.param(page, id=name, marks=[pytest.mark.slow] if slow else [])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that looks like a clone to a reader: examples here, shared data beside."""
    clone = tmp_path / "commonground"
    clone.mkdir()
    (clone / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "shared").symlink_to(SHARED)
    monkeypatch.chdir(clone)
    return clone


@pytest.mark.parametrize("page", [_with_marks(page) for page in PAGES])
def test_does_what_the_page_says(page: Path, folder: Path) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}

    for example in examples(page.read_text(encoding="utf-8")):
        if example.needs_shared_data:
            shared_file("data", "README.md")
        if example.language == "python":
            run_python(example, namespace, page.name)
        else:
            run_console(example, folder)
