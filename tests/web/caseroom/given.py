"""What made-up rows of the case room must hold for its constraints."""

from typing import Any

GIVEN: dict[str, dict[str, Any]] = {}
