"""What made-up rows of the Commons must hold for its constraints."""

from typing import Any

GIVEN: dict[str, dict[str, Any]] = {"Agreement": {"ended_why": ""}}
