"""A run folder appears whole or not at all."""

from pathlib import Path

import pytest

from commonground.study.folder import MARK, NotARunFolder, UnwritableFolder, staged


def _run(out: Path, text: str) -> None:
    with staged(out) as folder:
        (folder / MARK).write_text(text)


def test_appears_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "run"

    with staged(out) as folder:
        (folder / MARK).write_text("one")
        assert not out.exists()

    assert (out / MARK).read_text() == "one"
    assert list(out.parent.iterdir()) == [out]


def test_replaces_an_earlier_run_whole(tmp_path: Path) -> None:
    out = tmp_path / "run"
    with staged(out) as folder:
        (folder / MARK).write_text("one")
        (folder / "tables").mkdir()
        (folder / "tables" / "old.csv").touch()

    _run(out, "two")

    assert [file.name for file in out.iterdir()] == [MARK]
    assert (out / MARK).read_text() == "two"
    assert list(tmp_path.iterdir()) == [out]


def test_keeps_what_it_did_not_write(tmp_path: Path) -> None:
    out = tmp_path / "run"
    _run(out, "one")
    (out / "city").mkdir()
    (out / "city" / "panel.parquet").write_text("counts")

    _run(out, "two")

    assert (out / MARK).read_text() == "two"
    assert (out / "city" / "panel.parquet").read_text() == "counts"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_leaves_what_was_there_when_interrupted(tmp_path: Path, stop: type[BaseException]) -> None:
    out = tmp_path / "run"
    _run(out, "one")

    def interrupted() -> None:
        with staged(out) as folder:
            (folder / MARK).write_text("half")
            raise stop

    with pytest.raises(stop):
        interrupted()
    assert (out / MARK).read_text() == "one"
    assert list(tmp_path.iterdir()) == [out]


def test_never_replaces_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()

    with pytest.raises(NotARunFolder, match="Name another folder"):
        _run(tmp_path, "one")
    assert (tmp_path / "thesis.docx").exists()


def test_uses_an_empty_folder(tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()

    _run(out, "one")

    assert (out / MARK).read_text() == "one"


def test_keeps_the_earlier_run_when_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    out = tmp_path / "run"
    _run(out, "one")

    def vanishes() -> None:
        with staged(out) as folder:
            folder.rmdir()

    with pytest.raises(FileNotFoundError):
        vanishes()
    assert (out / MARK).read_text() == "one"
    assert list(tmp_path.iterdir()) == [out]


def test_says_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnwritableFolder, match="Nothing can be written in"):
        _run(tmp_path / "file" / "run", "one")


def test_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "run").touch()

    with pytest.raises(NotARunFolder, match="is a file"):
        _run(tmp_path / "run", "one")


def test_refuses_the_folder_that_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NotARunFolder, match="name one inside it"), staged(Path()):
        pass

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_puts_right_what_a_killed_run_has_left(tmp_path: Path, is_there: bool) -> None:
    out, left = tmp_path / "out", tmp_path / ".out-x" / "run"
    for folder in (left, out)[: 1 + is_there]:
        folder.mkdir(parents=True)
        (folder / MARK).write_text("{}")
    (left / "parts").mkdir()
    (left / "parts" / "a").write_text("kept")

    with staged(out) as folder:
        (folder / MARK).write_text("{}")

    assert (out / "parts" / "a").read_text() == "kept"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_leaves_alone_what_another_run_has_left(tmp_path: Path) -> None:
    left = tmp_path / ".out-2-x" / "run" / "parts"
    left.mkdir(parents=True)

    with staged(tmp_path / "out") as folder:
        (folder / MARK).write_text("{}")

    assert left.is_dir()
    assert not (tmp_path / "out" / "parts").exists()
