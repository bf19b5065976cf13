"""The page of limits names all cryptography that the workspace uses, and where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import ROOT

WEB = ROOT / "src" / "commonground_web"
PAGE = (ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
CALLED = {
    "AESGCM": "AES-256-GCM",
    "Ed25519PrivateKey": "Ed25519",
    "Ed25519PublicKey": "Ed25519",
    "HKDF": "HKDF",
    "KEM": "X25519",
    "Suite": "HPKE",
    "X25519PrivateKey": "X25519",
    "X25519PublicKey": "X25519",
    "blake2b": "BLAKE2b",
    "hmac": "HMAC",
    "sha256": "SHA-256",
}
"""What the page calls what the code does."""

NO_ALGORITHM = {"AEAD", "KDF", "InvalidSignature", "InvalidTag", "SHA256"}
"""Imported beside one, or a part of one."""

LIBRARIES = {"cryptography", "hashlib", "hmac"}


def _used(path: Path) -> Iterator[str]:
    """Yield what a module uses of cryptography, by the names in the code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "hashlib":
                yield node.attr
            elif node.value.id == "hmac":
                yield "hmac"


def _module(path: Path) -> str:
    return ".".join(path.relative_to(WEB).with_suffix("").parts)


USED = {
    _module(path): names
    for path in sorted(WEB.rglob("*.py"))
    if (names := {*_used(path)} - NO_ALGORITHM)
}
ROWS = [line for line in PAGE.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("module", USED)
def test_names_each_algorithm_where_it_is_used(module: str) -> None:
    rows = " ".join(row for row in ROWS if f"`{module}`" in row)

    assert {name for name in USED[module] if CALLED[name] not in rows} == set()


def test_names_no_module_that_uses_none() -> None:
    named = {name for row in ROWS for name in re.findall(r"`(\w+(?:\.\w+)+)`", row)}

    assert {name for name in named if (WEB / (name.replace(".", "/") + ".py")).exists()} == set(
        USED
    )
