"""A small study, as an analyst would write it."""

from pathlib import Path

import pytest

from tests.unit.study.small import STUDY, small_table


@pytest.fixture
def study_file(tmp_path: Path) -> Path:
    """Write a study and its panel, and give the study's path."""
    small_table().to_csv(tmp_path / "panel.csv", index=False)
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path
