"""The settings of a room, with one page more."""

from pathlib import Path

from commonground_web.config.settings import *  # noqa: F403 - a room as it is
from commonground_web.config.settings import TEMPLATES

ROOT_URLCONF = "tests.web.together.showcase.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
