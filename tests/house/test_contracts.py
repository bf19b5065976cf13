"""Each import contract is proved by breaking it in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.shared import ROOT

CONTRACTS = {
    contract["name"]: contract["id"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}

# The contract that breaks, the module that breaks it, and what that module holds.
BREAKS = [
    ("floors", "commonground.evaluate.planted", "import commonground.ingest"),
    ("floors", "commonground.core.planted", "import commonground.numerics"),
    ("floors", "commonground.numerics.planted", "import commonground.core"),
    ("floors", "commonground.stray.planted", ""),
    ("face", "commonground.cli.planted", "import commonground"),
    ("web", "commonground.study.planted", "def page():\n    import django"),
    ("web", "commonground.study.planted", "import commonground_web.kernel"),
    ("walls", "commonground_web.caseroom.planted", "import commonground_web.careroom"),
    ("walls", "commonground_web.careroom.planted", "import commonground_web.commons.roles"),
    ("walls", "commonground_web.back_room.planted", ""),
    ("calls", "commonground_web.commons.planted", "import commonground.find"),
    ("arrays", "commonground.numerics.planted", "import pandas"),
    ("arrays", "commonground.numerics.planted", "import shapely"),
    ("terminal", "commonground.evaluate.planted", "import typer"),
    ("terminal", "commonground.study.planted", "from rich.progress import track"),
    ("drawing", "commonground.evaluate.planted", "import altair"),
    ("drawing", "commonground.study.planted", "import xlsxwriter"),
    ("drawing", "commonground.cli.planted", "import typst"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the source and the contracts, to be broken at will."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _broken(tree: Path) -> set[str]:
    """Run the contracts on a tree and return the ids of those that are broken."""
    finished = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": "src", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = set(re.findall(r"^(.+) BROKEN\b", finished.stdout, flags=re.MULTILINE))
    assert finished.returncode == bool(broken), finished.stdout + finished.stderr
    return {CONTRACTS[name] for name in broken}


def _plant(tree: Path, module: str, code: str) -> None:
    path = tree / "src" / f"{module.replace('.', '/')}.py"
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(code)


def test_holds_for_the_tree_as_it_is(tree: Path) -> None:
    assert _broken(tree) == set()


@pytest.mark.parametrize(("contract", "module", "code"), BREAKS)
def test_names_the_contract_that_an_import_breaks(
    tree: Path, contract: str, module: str, code: str
) -> None:
    _plant(tree, module, code)

    assert _broken(tree) == {contract}


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("commonground_web.kernel.planted", "import commonground_web.valves"),
        ("commonground_web.valves.planted", "import commonground_web.caseroom"),
    ],
)
def test_finds_an_import_up_the_floors_of_the_workspace(tree: Path, module: str, code: str) -> None:
    _plant(tree, module, code)

    assert "walls" in _broken(tree)


def test_finds_a_circle_inside_a_package(tree: Path) -> None:
    _plant(tree, "commonground.core.hen", "import commonground.core.egg")
    _plant(tree, "commonground.core.egg", "import commonground.core.hen")

    assert _broken(tree) == {"circles"}


def test_finds_the_circle_that_an_import_upwards_closes(tree: Path) -> None:
    _plant(tree, "commonground.study.planted", "import commonground.core.planted")
    _plant(tree, "commonground.core.planted", "import commonground.study.planted")

    assert _broken(tree) == {"floors", "circles"}


def test_breaks_every_contract_at_least_once() -> None:
    assert {contract for contract, _, _ in BREAKS} | {"circles"} == set(CONTRACTS.values())
