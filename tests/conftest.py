"""What any test may ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared import shared_file


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Give the path of a real data set by its file name."""
    return lambda name: shared_file("data", name)


@pytest.fixture(scope="session")
def shared_results() -> Callable[[str], Path]:
    """Give the path of an independent program's result by its name below reference-results."""
    return lambda name: shared_file("reference-results", name)
