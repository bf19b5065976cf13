"""Every public name and every command is documented, and nothing else is."""

import commonground
from commonground.cli import app
from tests.docs.face import (
    commands,
    stale_commands,
    undocumented_commands,
    undocumented_names,
    workspace,
)
from tests.shared import ROOT

REFERENCE = ROOT / "docs" / "reference"


def test_documents_every_public_name() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md"))

    assert commonground.__all__
    assert undocumented_names(commonground, pages) == []


def test_documents_every_command_and_its_options() -> None:
    offered = [*commands(app, "commonground"), *commands(workspace(), "commonground")]
    page = (REFERENCE / "command-line.md").read_text(encoding="utf-8")

    assert offered
    assert undocumented_commands(offered, page) == []
    assert stale_commands(offered, page) == []
