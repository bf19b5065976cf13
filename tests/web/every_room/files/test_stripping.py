"""Tests of which files are taken, and of what is taken out of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground_web.kernel.files.kinds import (
    CSV,
    JPEG,
    PDF,
    PNG,
    TEXT,
    XLSX,
    UnusableFile,
    kind_of,
)
from commonground_web.kernel.files.stripping import PNG_SIGNATURE, stripped

SECRET = b"37.7749N 122.4194W by Zed"
"""What a file tells by the way."""


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes) -> bytes:
    """Return a picture of one pixel, with further chunks."""
    return b"".join(
        [
            PNG_SIGNATURE,
            chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
            *extra,
            chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff")),
            chunk(b"IEND", b""),
        ]
    )


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


FRAME = segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0")
TABLE = segment(0xDB, b"\0" * 65)
SCAN = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    """Return a picture, with further segments, and bytes after its end."""
    return b"".join([b"\xff\xd8", *extra, TABLE, FRAME, SCAN, b"\xff\xd9", after])


def workbook(**parts: bytes) -> bytes:
    """Return a workbook with further parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, body in {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook/>",
            **parts,
        }.items():
            made.writestr(name, body)
    return held.getvalue()


class TestKind:
    """What a file is."""

    @pytest.mark.parametrize(
        ("name", "content", "kind"),
        [
            ("a.pdf", b"%PDF-1.7\n...\n%%EOF\n", PDF),
            ("A.PNG", png(), PNG),
            ("a.jpeg", jpeg(), JPEG),
            ("a.xlsx", workbook(), XLSX),
            ("a.csv", "\ufeffname,n\nDévila,2\n".encode(), CSV),
            ("a.txt", b"Plain.\r\n", TEXT),
        ],
    )
    def test_is_told_by_content_and_name(self, name: str, content: bytes, kind: str) -> None:
        assert kind_of(content, name=name) == kind

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("a.pdf", b"", "empty"),
            ("a.exe", b"MZ", "PDF, PNG"),
            ("a", b"Plain.", "PDF, PNG"),
            ("a.pdf.exe", b"%PDF-1.7 %%EOF", "PDF, PNG"),
            ("a.pdf", b"MZ", "not that of a .pdf"),
            ("a.pdf", b"%PDF-1.7 cut off", "not that of a .pdf"),
            ("a.png", jpeg(), "not that of a .png"),
            ("a.jpg", png(), "not that of a .jpg"),
            ("a.html", b"<script>", "PDF, PNG"),
            ("a.svg", b"<svg/>", "PDF, PNG"),
            ("a.csv", "Dévila".encode("latin-1"), "UTF-8"),
            ("a.txt", b"a\0b", "UTF-8"),
            ("a.xlsx", b"PK\x03\x04 cut off", "not that of a .xlsx"),
            ("a.xlsx", workbook(**{"xl/vbaProject.bin": b"macro"}), "not that of a .xlsx"),
        ],
    )
    def test_is_refused(self, name: str, content: bytes, says: str) -> None:
        with pytest.raises(UnusableFile, match=says):
            kind_of(content, name=name)


class TestPng:
    """Pictures as PNG."""

    def test_loses_what_it_tells_by_the_way(self) -> None:
        told = [chunk(kind, SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")]

        assert stripped(png(*told) + SECRET, media_type=PNG) == png()

    def test_keeps_what_draws_it(self) -> None:
        drawn = png(chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"tRNS", b"\0\0\0\0\0\0"))

        assert stripped(drawn, media_type=PNG) == drawn

    @pytest.mark.parametrize("cut", [9, 20, 40, -1])
    def test_is_refused_when_it_is_cut_off(self, cut: int) -> None:
        with pytest.raises(UnusableFile, match="broken"):
            stripped(png()[:cut], media_type=PNG)

    def test_is_refused_when_it_was_changed(self) -> None:
        with pytest.raises(UnusableFile, match="broken"):
            stripped(png().replace(b"\x08\x02", b"\x08\x06"), media_type=PNG)


class TestJpeg:
    """Pictures as JPEG."""

    def test_loses_what_it_tells_by_the_way(self) -> None:
        told = [segment(marker, b"Exif\0\0" + SECRET) for marker in (*range(0xE1, 0xF0), 0xFE)]
        thumbnail = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02" + SECRET)

        kept = stripped(jpeg(thumbnail, *told, after=SECRET), media_type=JPEG)

        assert SECRET not in kept
        assert kept == stripped(jpeg(), media_type=JPEG)

    def test_keeps_what_draws_it(self) -> None:
        kept = stripped(jpeg(), media_type=JPEG)

        assert kept.endswith(TABLE + FRAME + SCAN + b"\xff\xd9")

    def test_keeps_how_colours_are_coded(self) -> None:
        adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")

        assert adobe in stripped(jpeg(adobe[:-1] + b"\x01"), media_type=JPEG)

    def test_keeps_every_scan(self) -> None:
        two = jpeg()[:-2] + segment(0xC4, b"\0" * 20) + SCAN + b"\xff\xd9"

        assert stripped(two, media_type=JPEG).count(SCAN) == 2

    @given(st.integers(3, len(jpeg()) - 1))
    def test_is_refused_when_it_is_cut_off(self, cut: int) -> None:
        with pytest.raises(UnusableFile, match="broken"):
            stripped(jpeg()[:cut], media_type=JPEG)

    @given(st.binary(max_size=200))
    def test_is_stripped_or_refused_whatever_it_holds(self, body: bytes) -> None:
        try:
            kept = stripped(b"\xff\xd8\xff" + body, media_type=JPEG)
        except UnusableFile:
            return
        assert stripped(kept, media_type=JPEG) == kept


class TestWorkbook:
    """Workbooks."""

    def test_loses_its_properties(self) -> None:
        told = workbook(**{f"docProps/{part}.xml": SECRET for part in ("core", "app", "custom")})

        kept = stripped(told, media_type=XLSX)

        with zipfile.ZipFile(io.BytesIO(kept)) as parts:
            assert not any(SECRET in parts.read(name) for name in parts.namelist())
            assert parts.read("xl/workbook.xml") == b"<workbook/>"
            assert "docProps/core.xml" in parts.namelist()

    def test_is_refused_when_it_unfolds_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("commonground_web.kernel.files.stripping.LARGEST_WORKBOOK", 1000)

        with pytest.raises(UnusableFile, match="unfolds"):
            stripped(workbook(**{"xl/bomb.xml": b"\0" * 2000}), media_type=XLSX)


def test_keeps_text_as_it_is() -> None:
    assert stripped(b"Plain.", media_type=TEXT) == b"Plain."


@pytest.mark.parametrize("at", [6, 8])
def test_refuses_a_workbook_that_no_program_reads(at: int) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr("[Content_Types].xml", "x")
        parts.writestr("xl/workbook.xml", "y")
    broken = bytearray(held.getvalue())
    entry = broken.index(b"PK\x01\x02")
    broken[entry + at : entry + at + 2] = b"\xff\xff"

    with pytest.raises(UnusableFile):
        stripped(bytes(broken), media_type=kind_of(bytes(broken), name="a.xlsx"))
