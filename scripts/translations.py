"""Gather what the workspace says to people, keep the Spanish beside it, and compile it.

Usage: `python scripts/translations.py` after words changed; it writes the catalogue and names what
is not translated yet. With `--check` it writes nothing, and fails if anything is missing or stale.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "commonground_web"
CATALOGUE = PACKAGE / "locale" / "es" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "_later": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


class Spanish(Catalog):
    """The catalogue, with headers that say what programs need and change with nothing else."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return the language, the plurals and the encoding."""
        return [
            ("Project-Id-Version", "Common Ground"),
            ("Language", "es"),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def gathered() -> Catalog:
    """Return every marked text of the package, with the file it stands in."""
    settings.configure()
    catalogue = Catalog(locale="es")
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"}:
            where = [(path.relative_to(ROOT / "src").as_posix(), 1)]
            for text, context in _marked(path):
                catalogue.add(text, locations=where, context=context)
    return catalogue


def _marked(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into something like Python; its indents mean nothing.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS)
    for _line, text, _comments, context in found:
        yield text, context


def translated(texts: Catalog) -> Catalog:
    """Return the Spanish catalogue, with exactly these texts in it."""
    held = read_po(CATALOGUE.open("rb"), locale="es") if CATALOGUE.exists() else Catalog("es")
    kept = Spanish(locale="es", header_comment="# Spanish of the workspace.", fuzzy=False)
    for text in texts:
        if text.id:
            known = held.get(_key(text), text.context)
            words = known.string if known and _fits(known.string, text.id) else ""
            kept.add(text.id, words, locations=text.locations, context=text.context)
    return kept


def _key(text: Message) -> str:
    return text.id[0] if isinstance(text.id, tuple | list) else text.id


def _fits(words: object, text: object) -> bool:
    return isinstance(words, tuple | list) == isinstance(text, tuple | list)


def faults(catalogue: Catalog) -> Iterator[str]:
    """Return what is not translated, and what lost or gained a placeholder."""
    for text in catalogue:
        if not text.id:
            continue
        ids = text.id if isinstance(text.id, tuple | list) else [text.id]
        held = text.string if isinstance(text.string, tuple | list) else [text.string]
        words = [word or "" for word in held]
        if not all(words):
            yield f"not translated: {ids[0]!r}"
        elif any(_placeholders(word) != _placeholders(ids[-1]) for word in words):
            yield f"other placeholders in the translation of {ids[0]!r}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as its file holds it: without numbers of lines, which change daily."""
    file = io.BytesIO()
    write_po(file, catalogue, include_lineno=False, sort_output=True, width=100)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as programs read it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> int:
    """Write the catalogue, or check it."""
    catalogue = translated(gathered())
    wrong = list(faults(catalogue))
    if "--check" in sys.argv:
        held = {path: path.read_bytes() for path in (CATALOGUE, COMPILED) if path.exists()}
        if held != {CATALOGUE: written(catalogue), COMPILED: compiled(catalogue)}:
            wrong.append("stale: run `python scripts/translations.py` and commit what it writes")
    else:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(written(catalogue))
        COMPILED.write_bytes(compiled(catalogue))
    print(*wrong, sep="\n")  # noqa: T201 - it is a program
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
