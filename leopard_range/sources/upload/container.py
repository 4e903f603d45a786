"""A ZIP archive taken apart by our own hand, in memory: no name in it ever becomes a path.

The directory at the end, the header in front of each entry and the bytes between must tell
the same story; where they differ, two programs would read two different archives.

References
----------
PKWARE, APPNOTE.TXT (.ZIP File Format Specification), version 6.3.
Fifield, D. (2019). A better zip bomb. 13th USENIX Workshop on Offensive Technologies.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.sources.upload.limits import (
    MAX_EXPANSION,
    MAX_MEMBERS,
    MAX_UNPACKED_BYTES,
    SMALL_BYTES,
)
from leopard_range.sources.upload.sniff import sniff

__all__ = ["SHAPEFILE_ENDINGS", "ending_of", "members"]

SHAPEFILE_ENDINGS = frozenset(
    {
        *(".shp", ".shx", ".dbf", ".prj", ".cpg", ".cst", ".sbn", ".sbx", ".qix", ".qpj", ".fbn", ".fbx"),
        *(".ain", ".aih", ".ixs", ".mxs", ".atx", ".qmd", ".qml", ".sld", ".lyr", ".lyrx"),
        *(
            ".txt",
            ".md",
            ".xml",
            ".pdf",
            ".csv",
            ".tsv",
            ".json",
            ".geojson",
            ".gpkg",
            ".kml",
            ".tif",
            ".tiff",
        ),
        *(".yml", ".yaml", ".jpg", ".jpeg", ".png"),
    }
)
"""Endings that may lie in a ZIP of a layer or of a camera-trap package; others do not belong there."""

_NESTED = frozenset({".zip", ".kmz", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".jar"})
_JUNK = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x1f\x7f:*?\"<>|\\]|^/|(?:^|/)(?:\.{1,2}|[^/]*[. ]|)(?:/|$)")

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_FOLLOW, _MASKED = 1, 8, 0x2000
_KIND_BITS, _REGULAR, _FOLDER = 0o170000, 0o100000, 0o040000


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory at the end of an archive."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    at: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


def ending_of(name: str) -> str:
    """Return the ending of a member's name, lower case, with its point.

    Parameters
    ----------
    name : str
        Name inside the archive.
    """
    base = name.rpartition("/")[2]
    return f".{base.rpartition('.')[2]}".lower() if "." in base else ""


def members(name: str, body: bytes, allowed: Collection[str]) -> dict[str, bytes]:
    """Unpack an archive into memory.

    Parameters
    ----------
    name : str
        Name of the archive, for messages.
    body : bytes
        The archive.
    allowed : collection of str
        Endings its members may have.

    Returns
    -------
    dict of str to bytes
        Content by name; folders and what macOS and Windows leave behind are left out.

    Raises
    ------
    RejectedError
        ``zip_members``, ``zip_names``, ``zip_link``, ``zip_twice``, ``zip_nested``, ``zip_kind``,
        ``zip_structure``, ``zip_sizes``, ``zip_expands``.
    LeopardRangeError
        ``zip_damaged``, ``zip_empty``, ``zip_encrypted``, ``zip_method``.
    """
    try:
        entries, directory = _directory(name, body)
        _check_names(name, entries, allowed)
        files = [entry for entry in entries if not entry.is_folder]
        if not files:
            raise LeopardRangeError("zip_empty", file=name)
        starts = [_start(name, body, entry) for entry in files]
    except struct.error:
        raise LeopardRangeError("zip_damaged", file=name) from None
    spans = [(entry.at, start + entry.packed) for entry, start in zip(files, starts, strict=True)]
    _check_spans(name, [*sorted(spans), (directory, len(body))])
    out: dict[str, bytes] = {}
    total = 0
    for entry, start in zip(files, starts, strict=True):
        content = _unpacked(name, entry, body[start : start + entry.packed], _allowance(body, total))
        total += len(content)
        _check_kind(name, content)
        if not _JUNK.fullmatch(entry.name):
            out[entry.name] = content
    return out


def _check_kind(name: str, content: bytes) -> None:
    """Refuse a program or an archive that bears a harmless name."""
    found = sniff(content)
    if found.group == "archive" or found.shown == "ZIP":
        raise RejectedError("zip_nested", file=name)
    if found.group == "program":
        raise RejectedError("zip_kind", file=name)


def _allowance(body: bytes, total: int) -> int:
    """Return how many bytes may still come out of the archive."""
    return min(MAX_UNPACKED_BYTES, max(SMALL_BYTES, MAX_EXPANSION * len(body))) - total


def _directory(name: str, body: bytes) -> tuple[list[_Entry], int]:
    """Read the directory at the end; return its entries and where it begins."""
    at = body.rfind(b"PK\x05\x06", max(0, len(body) - _END.size - 0xFFFF))
    if at < 0:
        raise LeopardRangeError("zip_damaged", file=name)
    _, disk, first, here, count, size, offset, comment = _END.unpack_from(body, at)
    if disk or first or here != count:
        raise LeopardRangeError("zip_damaged", file=name)
    if count > MAX_MEMBERS:
        raise RejectedError("zip_members", file=name, limit=MAX_MEMBERS)
    # What lies before, between or after the parts would be another file in disguise.
    if offset + size != at or at + _END.size + comment != len(body):
        raise RejectedError("zip_structure", file=name)
    entries = []
    place = offset
    for _ in range(count):
        entry, place = _entry(name, body, place)
        entries.append(entry)
    if place != at or (entries and min(entry.at for entry in entries)):
        raise RejectedError("zip_structure", file=name)
    return entries, offset


def _entry(name: str, body: bytes, place: int) -> tuple[_Entry, int]:
    values = _ENTRY.unpack_from(body, place)
    signature, _made, _needs, flags, method, _time, _day, crc, packed, size = values[:10]
    named, extra, comment, disk, _inside, outside, at = values[10:]
    start = place + _ENTRY.size
    raw = body[start : start + named]
    # Files of this size never need the 64-bit fields, which only open a second way to state a size.
    if signature != b"PK\x01\x02" or disk or 0xFFFFFFFF in (packed, size, at):
        raise RejectedError("zip_structure", file=name)
    # An old archive's name in another encoding stays what it is: nothing depends on reading it.
    text = raw.decode("utf-8", "surrogateescape")
    entry = _Entry(raw, text, flags, method, crc, packed, size, outside >> 16, at)
    return entry, start + named + extra + comment


def _check_names(name: str, entries: list[_Entry], allowed: Collection[str]) -> None:
    seen: set[str] = set()
    for entry in entries:
        bare = entry.name.removesuffix("/")
        hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in bare)
        if hidden or not bare or len(entry.raw) > 255 or _ODD.search(bare):
            raise RejectedError("zip_names", file=name)
        if entry.mode & _KIND_BITS not in (0, _REGULAR, _FOLDER):
            raise RejectedError("zip_link", file=name)
        key = unicodedata.normalize("NFC", bare).casefold()
        if key in seen:
            raise RejectedError("zip_twice", file=name)
        seen.add(key)
        if entry.is_folder or _JUNK.fullmatch(entry.name):
            continue
        if ending_of(entry.name) in _NESTED:
            raise RejectedError("zip_nested", file=name)
        if ending_of(entry.name) not in allowed:
            raise RejectedError("zip_kind", file=name)


def _start(name: str, body: bytes, entry: _Entry) -> int:
    """Check the header in front of an entry; return where its packed bytes begin."""
    signature, _, flags, method, *_rest, packed, size, named, extra = _LOCAL.unpack_from(body, entry.at)
    start = entry.at + _LOCAL.size
    if signature != b"PK\x03\x04" or body[start : start + named] != entry.raw:
        raise RejectedError("zip_structure", file=name)
    if (flags | entry.flags) & (_ENCRYPTED | _MASKED):
        raise LeopardRangeError("zip_encrypted", file=name)
    if method != entry.method:
        raise RejectedError("zip_structure", file=name)
    if method not in (_STORED, _DEFLATED):
        raise LeopardRangeError("zip_method", file=name, method=method)
    stated = (packed, size)
    # A writer that streams leaves the sizes for later (zero), or for 64-bit fields (all ones).
    later = flags & _SIZES_FOLLOW or 0xFFFFFFFF in stated
    if not later and stated != (entry.packed, entry.size):
        raise RejectedError("zip_sizes", file=name)
    return int(start + named + extra)


def _check_spans(name: str, spans: list[tuple[int, int]]) -> None:
    """Refuse entries that share bytes: thirty kilobytes can be said to hold a gigabyte so."""
    if any(after < end for (_, end), (after, _) in pairwise(spans)):
        raise RejectedError("zip_structure", file=name)


def _unpacked(name: str, entry: _Entry, packed: bytes, allowance: int) -> bytes:
    """Unpack one entry, counting the bytes that really come out."""
    if len(packed) != entry.packed:
        raise LeopardRangeError("zip_damaged", file=name)
    if entry.size > allowance:
        raise RejectedError("zip_expands", file=name, limit_mb=MAX_UNPACKED_BYTES // 10**6)
    if entry.method == _STORED:
        content, whole = packed, True
    else:
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            # One byte more than stated shows a lie without unpacking all of it.
            content = machine.decompress(packed, entry.size + 1)
        except zlib.error:
            raise LeopardRangeError("zip_damaged", file=name) from None
        whole = machine.eof and not machine.unused_data
    if len(content) != entry.size and (len(content) > entry.size or whole):
        raise RejectedError("zip_sizes", file=name)
    if not whole or zlib.crc32(content) != entry.crc:
        raise LeopardRangeError("zip_damaged", file=name)
    return content
