"""A headline: what a result says in a few numbers and sentences, and the digest that seals it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

HEADLINE = "headline.json"
"""The file that holds it, beside the result."""

FORMAT = 1
"""Grows when a reader of the last one could misread it."""

SEAL = "sha256"
"""The key of the digest."""


def digest_of(headline: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything that a headline says, but for that digest itself."""
    said = {key: value for key, value in headline.items() if key != SEAL}
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
