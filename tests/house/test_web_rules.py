"""Rules of the workspace that no linter knows: what its code and its templates never do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import ROOT

WEB = ROOT / "src" / "commonground_web"
MODULES = sorted(path for path in WEB.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(WEB.rglob("*.html"))
KERNEL = WEB / "kernel"

BANNED = {
    "csrf_exempt": "a form without its token",
    "eval": "code from text",
    "exec": "code from text",
    "extra": "SQL by hand",
    "FileField": "a file of any size; `FileUpTo` takes its place",
    "format_html_join": "markup by hand",
    "mark_safe": "markup by hand",
    "raw": "SQL by hand",
    "RawSQL": "SQL by hand",
    "SafeString": "markup by hand",
    "xframe_options_exempt": "a page in another's frame",
}
MAY_WRITE_SQL = (
    "kernel/audit",
    "kernel/backups",
    "kernel/checking",
    "kernel/clocks",
    "kernel/compartments",
    "kernel/databases",
    "valves",
)
"""Where statements are written by hand: the guard, the chain, backups and the carrier."""

CLOCKS = {"now", "today", "utcnow", "localtime", "localdate"}
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']|hx-on|javascript:", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+off|safeseq"),
    "address of another host": re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//"),
}


ALLOWED = {("kernel/pages/language.py", "csrf_exempt")}
"""What one place may do, and says there why."""


def _names(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the name of all that a module calls or decorates with, and the line of it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        used = [node.func] if isinstance(node, ast.Call) else getattr(node, "decorator_list", [])
        for each in used:
            yield each.lineno, getattr(each, "attr", getattr(each, "id", ""))


def _place(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_uses_nothing_that_opens_a_door(path: Path) -> None:
    found = [
        f"line {line}: {BANNED[name]}"
        for line, name in _names(path)
        if name in BANNED and (_place(path), name) not in ALLOWED
    ]

    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_writes_sql_by_hand_where_the_guard_is_alone(path: Path) -> None:
    if _place(path).startswith(MAY_WRITE_SQL):
        return

    found = [line for line, name in _names(path) if name in {"execute", "executemany"}]

    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_reads_the_clock_in_one_place(path: Path) -> None:
    if path == KERNEL / "clock.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))

    found = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "timezone"}
    ]

    assert found == []


VIEWS = [path for path in MODULES if "@exposes(" in path.read_text(encoding="utf-8")]
NARROWS_NOTHING = re.compile(
    r"(all|annotate|count|exclude|exists|first|get|in_bulk|iterator|last|order_by"
    r"|prefetch_related|select_related|values|values_list)"
)
"""Names of what gives the rows of whoever they are, where nothing before it says whose."""

SWEEPS = {("kernel/files/keeping.py", "StoredFile.objects.values_list")}
"""What looks at every row and shows none."""


def _records_of_persons() -> set[str]:
    """Return the names of the records of persons, and of those that are built on one."""
    classes = [
        node
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    found = {each.name for each in classes if "OF_PERSON = True" in map(ast.unparse, each.body)}
    built_on = {each.name for each in classes if found & set(map(ast.unparse, each.bases))}
    return found | built_on


OF_PERSONS = _records_of_persons()


@pytest.mark.parametrize("path", VIEWS, ids=_place)
def test_shows_rows_of_persons_that_are_the_actors_or_hang_on_what_is(path: Path) -> None:
    found = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and NARROWS_NOTHING.fullmatch(node.attr)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and ast.unparse(node.value.value) in OF_PERSONS
        and (_place(path), ast.unparse(node)) not in SWEEPS
    ]

    assert {"FollowUp", "SourceMention"} <= OF_PERSONS
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_place)
@pytest.mark.parametrize("rule", INLINE)
def test_shows_no_page_that_a_strict_policy_would_break(path: Path, rule: str) -> None:
    assert INLINE[rule].findall(path.read_text(encoding="utf-8")) == []


def test_has_no_superuser_and_no_admin() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in MODULES)

    assert "is_superuser" not in text
    assert "contrib.admin" not in text
    assert "PermissionsMixin" not in text


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports from, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("room", ["commons", "caseroom", "careroom"])
def test_orders_the_apps_of_a_room_as_they_build_on_one_another(room: str) -> None:
    face = (WEB / "config" / f"{room}.py").read_text(encoding="utf-8")
    apps = re.findall(r'^ {8}"commonground_web\.([\w.]+)",$', face, flags=re.MULTILINE)

    found = [
        f"{_place(path)} imports {later}"
        for place, app in enumerate(apps)
        for path in MODULES
        if _place(path).startswith(app.replace(".", "/") + "/")
        for imported in _imports(path)
        for later in apps[place + 1 :]
        if f"{imported}.".startswith(f"commonground_web.{later}.")
    ]

    assert apps
    assert found == []
