"""What the page on deployment tells an operator to type can be typed."""

import re
import subprocess

import pytest
from typer.main import get_group

from commonground_web.commands.room import app
from commonground_web.kernel.home import PARTS
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "how-to" / "deploy-the-workspace.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
NGINX = next(block for block in BLOCKS if "/etc/nginx/" in block)


@pytest.mark.parametrize("block", BLOCKS)
def test_gives_commands_that_a_shell_can_read(block: str) -> None:
    done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_names_commands_of_rooms_that_there_are() -> None:
    named = set(re.findall(r"commonground room ([a-z-]+)", PAGE))
    known = set(get_group(app).commands)

    assert "backup" in named
    assert named <= known


def test_hides_from_the_server_all_secrets_but_its_own() -> None:
    hidden = set(re.findall(r"^InaccessiblePaths=.*/secrets/(\w+)\.json$", PAGE, re.MULTILINE))

    assert hidden == set(PARTS) - {"web"}


def test_keeps_one_time_links_out_of_the_logs_of_the_proxy() -> None:
    """Debian's nginx logs whole requests wherever a server names no log of its own."""
    for server in re.findall(r"^server \{\n(.*?)^\}", NGINX, re.MULTILINE | re.DOTALL):
        is_shut = "ssl_reject_handshake on" in server
        assert is_shut or "access_log off" in server or "include snippets/" in server
    assert "$request" not in re.findall(r"^log_format .*$", NGINX, re.MULTILINE)[0].replace(
        "$request_method", ""
    )


def test_invites_people_into_rooms_once_they_know_the_agencies() -> None:
    """Before the first snapshot their form offers none, and an account's agency never changes."""
    order = ["Let the first two people in", "Write down who takes part", "Let the rooms meet"]
    order.append("Invite the others")
    places = [PAGE.index(f"\n## {heading}\n") for heading in order]

    assert places == sorted(places)
    assert PAGE.index("systemctl enable --now commonground-carrier") < places[-1]
