"""What made-up rows of the care room must hold for its constraints."""

from typing import Any

GIVEN: dict[str, dict[str, Any]] = {}
