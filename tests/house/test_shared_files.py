"""Missing real data may be skipped on a stranger's machine, and never in CI."""

from pathlib import Path

import pytest

from tests.shared import shared_file


def test_gives_the_path_of_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "city.csv").touch()

    path = shared_file("data", "city.csv", shared=tmp_path)

    assert path == tmp_path / "data" / "city.csv"


def test_skips_without_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match=r"needs \.\./shared/data/city\.csv"):
        shared_file("data", "city.csv", shared=tmp_path)


def test_fails_in_ci_without_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match=r"needs \.\./shared/data/city\.csv"):
        shared_file("data", "city.csv", shared=tmp_path)
