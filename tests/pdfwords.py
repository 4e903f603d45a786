"""Reads the words of a PDF that this project wrote, by its own table of glyphs and letters."""

from __future__ import annotations

import re
import zlib

__all__ = ["pages", "words"]

_STREAM = re.compile(rb"(\d+) 0 obj\n<<((?:(?!endobj).)*?)>>\nstream\n", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)")
_PAGE = re.compile(rb"/Contents (\d+) 0 R")
_LETTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)


def _streams(body: bytes) -> dict[int, bytes]:
    """Return the content of every stream by the number of its object."""
    found = {}
    for start in _STREAM.finditer(body):
        length = _LENGTH.search(start[2])
        assert length is not None
        data = body[start.end() : start.end() + int(length[1])]
        found[int(start[1])] = zlib.decompress(data) if b"FlateDecode" in start[2] else data
    return found


def _plain(text: bytes) -> bytes:
    marks = {b"r": b"\r", b"n": b"\n"}
    return re.sub(rb"\\(.)", lambda found: marks.get(found[1], found[1]), text, flags=re.DOTALL)


def pages(body: bytes) -> list[list[str]]:
    """Return every piece of text of every page, in the order it was written."""
    streams = _streams(body)
    (table,) = (one for one in streams.values() if b"beginbfchar" in one)
    letters = {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _LETTER.findall(table)
    }
    found = []
    for number in _PAGE.findall(body):
        content = streams[int(number)]
        pieces = []
        for shown in _SHOWN.findall(content):
            codes = _plain(shown)
            pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
            pieces.append("".join(letters[code] for code in pairs))
        found.append(pieces)
    return found


def words(body: bytes) -> str:
    """Return the whole text: pieces with spaces between."""
    return " ".join(piece for page in pages(body) for piece in page)
