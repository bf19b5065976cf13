"""Which encoding a text file is in, and the file as UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonground.ingest.files.rows import UnreadableFile
from commonground.ingest.files.unpack import unpacked_chunks

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

BAD_BYTE = "\ufdd0"
"""Stands for a byte that is no text; Unicode promises that no character will ever be this one."""

MOST_ZERO_BYTES = 0.1
"""Text in UTF-16 is up to half zero bytes; text in other encodings has none."""

SAMPLE_BYTES = 100_000
"""Bytes of lines with accents that a guess is made from."""

USUAL = "cp1252"
"""Windows of the Americas and western Europe: what a city's file is in if it is not UTF-8."""


class WrongEncoding(UnreadableFile):
    """Bytes that are no text in the encoding they were said to be in, or in any."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are to be read.

    Parameters
    ----------
    name
        As Python names it.
    is_mixed
        Whether some bytes do not fit; `utf8_chunks` gives `BAD_BYTE` for each.
    notes
        What a person should know of how it was found.
    """

    name: str
    is_mixed: bool = False
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Survey:
    """What a pass over a file says of its bytes."""

    total: int = 0
    zeros: int = 0
    bad: int = 0
    has_accents: bool = False
    sample: bytes = b""


def find_encoding(file: Path, *, named: str | None = None) -> Encoding:
    """Find out which encoding a text file is in, by reading all of it once.

    A byte order mark is believed; then UTF-8 if every byte is. A file with some UTF-8 and some
    bytes that are not is mixed. Otherwise it is Windows text if every byte can be, and what
    charset-normalizer makes of it if not.

    Parameters
    ----------
    file
        A text file, or a gzip of one.
    named
        The encoding the file is said to be in; then it is only checked.

    Raises
    ------
    WrongEncoding
        If the file does not fit the encoding named, or no encoding can be found.
    """
    marked = _marked(file)
    if named is not None:
        _require_known(named, file=file, marked=marked)
    if named is not None or marked is not None:
        name = named or str(marked)
        _require_fit(file, name)
        return Encoding(name)

    survey = _survey(file)
    if survey.zeros > MOST_ZERO_BYTES * survey.total:
        raise WrongEncoding(
            f"{file} holds {survey.zeros:,} zero bytes in {survey.total:,}: probably UTF-16 "
            "without its mark. Name its encoding, such as 'utf-16-le'."
        )
    if not survey.bad:
        return Encoding("utf-8")
    if survey.has_accents:
        return Encoding("utf-8", is_mixed=True, notes=(_mixture(survey),))
    return _guess(file, survey.sample)


def utf8_chunks(file: Path, *, encoding: Encoding) -> Iterator[bytes]:
    """Yield a text file as UTF-8, in pieces, without a byte order mark.

    Parameters
    ----------
    file
        A text file, or a gzip of one.
    encoding
        What `find_encoding` said of it.
    """
    is_plain = codecs.lookup(encoding.name).name in {"utf-8", "utf-8-sig"} and not encoding.is_mixed
    pieces = unpacked_chunks(file) if is_plain else _transcoded(file, encoding)
    first = next(pieces, b"")
    yield first.removeprefix(codecs.BOM_UTF8)
    yield from pieces


def _marked(file: Path) -> str | None:
    head = next(unpacked_chunks(file), b"")
    return next((name for mark, name in BYTE_ORDER_MARKS if head.startswith(mark)), None)


def _require_known(named: str, *, file: Path, marked: str | None) -> None:
    try:
        b"a".decode(named, errors="ignore")  # refuses base64 and the like, which give no text
        known = codecs.lookup(named).name
    except (LookupError, UnicodeError):
        raise WrongEncoding(
            f"There is no text encoding {named!r}. Use a name such as 'utf-8' or 'cp1252'."
        ) from None
    if marked is not None and not known.startswith(marked):
        raise WrongEncoding(
            f"{file} opens with the mark of {marked}, but {named} was named as its encoding. "
            f"Name {marked}, or none."
        )


def _require_fit(file: Path, name: str) -> None:
    misfit = _misfit(file, name)
    if misfit is not None:
        raise WrongEncoding(
            f"{file} is not {name} throughout: {misfit}. Name another encoding, or none to have "
            "it found out."
        )


def _misfit(file: Path, name: str) -> str | None:
    """Return where a file first does not fit an encoding, in words."""
    decoder = codecs.getincrementaldecoder(name)()
    read, lines = 0, 1
    try:
        for chunk in unpacked_chunks(file):
            read += len(chunk)
            decoder.decode(chunk)
            lines += chunk.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        at = read - len(problem.object) + problem.start
        lines += problem.object[: problem.start].count(b"\n")
        bad = problem.object[problem.start : problem.start + 1].hex()
        return f"byte {at:,} (0x{bad}, in line {lines:,}) cannot be"
    except UnicodeError as problem:  # UTF-16 that ends in half a character
        return f"{problem}, near line {lines:,}"
    return None


def _survey(file: Path) -> _Survey:
    seen = _Survey()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    pending = False
    for chunk in unpacked_chunks(file):
        seen.total += len(chunk)
        seen.zeros += chunk.count(b"\0")
        if pending or not chunk.isascii():
            _look(decoder.decode(chunk), chunk=chunk, seen=seen)
            pending = bool(decoder.getstate()[0])
    _look(decoder.decode(b"", final=True), chunk=b"", seen=seen)
    return seen


def _look(text: str, *, chunk: bytes, seen: _Survey) -> None:
    sound = text.encode("utf-8", errors="ignore")
    bad = len(text.encode("utf-8", errors="replace")) - len(sound)
    seen.bad += bad
    seen.has_accents |= not sound.isascii()
    if bad and len(seen.sample) < SAMPLE_BYTES:
        accented = b"\n".join(line for line in chunk.splitlines() if not line.isascii())
        seen.sample += accented[:SAMPLE_BYTES]


def _mixture(survey: _Survey) -> str:
    return (
        f"Read as UTF-8, which {survey.bad:,} bytes are not: the rows that hold them are "
        "unreadable. If all of the file is in one other encoding, name it."
    )


def _guess(file: Path, sample: bytes) -> Encoding:
    import charset_normalizer

    if _misfit(file, USUAL) is None:
        return Encoding(USUAL, notes=(_found(USUAL),))
    best = charset_normalizer.from_bytes(sample).best()
    if best is None or _misfit(file, best.encoding) is not None:
        raise WrongEncoding(
            f"{file} is in no encoding that could be found out: it is neither UTF-8 nor {USUAL}. "
            "Ask the publisher, and name it."
        )
    return Encoding(best.encoding, notes=(_found(best.encoding),))


def _found(name: str) -> str:
    return (
        f"Read as {name}, which was found out by looking. If letters with accents look wrong, "
        "name the encoding."
    )


def _transcoded(file: Path, encoding: Encoding) -> Iterator[bytes]:
    errors = "surrogateescape" if encoding.is_mixed else "strict"
    decoder = codecs.getincrementaldecoder(encoding.name)(errors=errors)
    is_first = True
    for chunk in unpacked_chunks(file):
        text = decoder.decode(chunk)
        if is_first and text:
            text, is_first = text.removeprefix("\ufeff"), False
        yield _utf8(text)
    yield _utf8(decoder.decode(b"", final=True))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return re.sub("[\udc80-\udcff]", BAD_BYTE, text).encode()
