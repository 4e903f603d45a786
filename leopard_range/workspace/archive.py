"""A zip that cannot hurt: nothing in it is compressed, and it is read by our own walk.

A member's size is its size in the file, so no small file becomes a large one.
Equal members give equal bytes: times, order and attributes are fixed.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from zlib import crc32

from leopard_range.errors import LeopardRangeError

__all__ = ["MOST_BYTES", "pack", "unpack"]

MOST_BYTES = 256_000_000
_MOST_MEMBERS = 1_100
_NAME = re.compile(r"[A-Za-z0-9]{1,40}(?:/[0-9]{1,4})?(?:\.(?:json|geojson|txt|bin))?")

# APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16: local header, central directory, end.
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _STORED = 20, 0
_NEW_YEAR_1980 = (0, 0x21)


def pack(members: Mapping[str, bytes]) -> bytes:
    """Write members into one file.

    Parameters
    ----------
    members : mapping of str to bytes
        In the order they shall stand; names of letters and digits.

    Raises
    ------
    LeopardRangeError
        ``project_file_large``.
    """
    if sum(map(len, members.values())) > MOST_BYTES or len(members) > _MOST_MEMBERS:
        raise LeopardRangeError("project_file_large", megabytes=MOST_BYTES // 1_000_000)
    parts, directory, at = [], [], 0
    for text, content in members.items():
        name, size = text.encode("ascii"), len(content)
        same = (0, _STORED, *_NEW_YEAR_1980, crc32(content), size, size, len(name), 0)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, *same) + name
        directory.append(_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *same, 0, 0, 0, 0, at) + name)
        parts += [local, content]
        at += len(local) + size
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(central), at, 0)
    return b"".join([*parts, central, end])


def unpack(body: bytes) -> dict[str, bytes]:
    """Read a file that `pack` wrote, trusting nothing in it.

    Parameters
    ----------
    body : bytes
        The whole file.

    Returns
    -------
    dict
        Members in their order.

    Raises
    ------
    RejectedError
        ``project_file_foreign``, ``project_file_large``: it is not byte for
        byte what `pack` would write.
    """
    if len(body) > MOST_BYTES:
        raise LeopardRangeError("project_file_large", megabytes=MOST_BYTES // 1_000_000)
    members: dict[str, bytes] = {}
    at = 0
    while body[at : at + 4] == b"PK\x03\x04" and len(members) < _MOST_MEMBERS:
        name, content, at = _member(body, at)
        if name in members:
            raise LeopardRangeError("project_file_foreign")
        members[name] = content
    # Directory and end say the same once more; whoever wants to say something else there is refused.
    if not members or pack(members)[at:] != body[at:]:
        raise LeopardRangeError("project_file_foreign")
    return members


def _member(body: bytes, at: int) -> tuple[str, bytes, int]:
    """Return name, content and end of the member that starts here."""
    if len(body) < at + _LOCAL.size:
        raise LeopardRangeError("project_file_foreign")
    head = _LOCAL.unpack_from(body, at)
    crc, size, name_size = head[6], head[7], head[9]
    start = at + _LOCAL.size + name_size
    try:
        name = body[at + _LOCAL.size : start].decode("ascii")
    except UnicodeDecodeError:
        raise LeopardRangeError("project_file_foreign") from None
    content = body[start : start + size]
    expected = (b"PK\x03\x04", _VERSION, 0, _STORED, *_NEW_YEAR_1980, crc, size, size, len(name), 0)
    if head != expected or len(content) != size or not _NAME.fullmatch(name) or crc32(content) != crc:
        raise LeopardRangeError("project_file_foreign")
    return name, content, start + size
