"""Tests of `commonground publish`: a folder becomes a draft, and what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from commonground_web.commands import publish as command
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.states import State
from tests.web.commons.runs.told import folder_of
from tests.web.commons.steps.partners import new_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find that this process is its room already."""
    monkeypatch.setattr(command, "enter_room", lambda _folder: settings.ROOM_HOME)


def test_brings_a_folder_in_as_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = new_site()

    command.publish(folder_of(tmp_path / "run"), site=site.name, room=Path("here"))

    run = LibraryRun.objects.get(site=site)
    assert (run.state, run.brought_by) == (State.DRAFT, None)
    assert "as a draft" in capsys.readouterr().out


def test_knows_a_site_by_its_id(tmp_path: Path) -> None:
    site = new_site()

    command.publish(folder_of(tmp_path / "run"), site=str(site.pk), room=Path("here"))

    assert LibraryRun.objects.filter(site=site).exists()


def test_says_which_sites_there_are(tmp_path: Path) -> None:
    site = new_site()
    with pytest.raises(command.NotPublished, match=site.name):
        command.publish(folder_of(tmp_path / "run"), site="Nowhere", room=Path("here"))


def test_refuses_a_folder_that_was_edited(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "run")
    (folder / "effect.json").write_text("{}")

    with pytest.raises(command.NotPublished, match="edited"):
        command.publish(folder, site=new_site().name, room=Path("here"))
