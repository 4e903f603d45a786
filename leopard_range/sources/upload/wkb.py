"""Well-known binary walked before it is decoded: depth, counts and kinds, from untrusted bytes.

GEOS reads a collection inside a collection by calling itself; bytes that nest a million deep
would end the process.  The walk needs no recursion and touches each count once.

References
----------
OGC 06-103r4 (2011) Simple feature access, section 8 (well-known binary).
"""

from __future__ import annotations

import struct

from leopard_range.sources.upload.limits import MAX_DEPTH

__all__ = ["check_wkb"]

_POINT, _LINE, _POLYGON, _COLLECTION = 1, 2, 3, 7
_MEMBERS = {4: (_POINT,), 5: (_LINE,), 6: (_POLYGON,), _COLLECTION: (1, 2, 3, 4, 5, 6, 7)}
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def check_wkb(body: bytes, start: int = 0) -> int:
    """Check that bytes are one well-known binary geometry and nothing else.

    Parameters
    ----------
    body : bytes
        ISO or extended well-known binary.
    start : int
        Where it begins.

    Returns
    -------
    int
        Positions it holds.

    Raises
    ------
    ValueError
        With one word: ``cut``, ``kind``, ``deep`` or ``long``.
    """
    positions, at = 0, start
    # For each open collection: members still to come, kinds they may have.
    open_: list[tuple[int, tuple[int, ...]]] = [(1, (1, 2, 3, 4, 5, 6, 7))]
    try:
        while open_:
            left, kinds = open_.pop()
            if left == 0:
                continue
            open_.append((left - 1, kinds))
            kind, width, order, at = _head(body, at)
            if kind not in kinds:
                raise ValueError("kind")
            if kind == _POINT:
                positions, at = positions + 1, at + width
            elif kind == _LINE:
                (count,) = struct.unpack_from(f"{order}I", body, at)
                positions, at = positions + count, at + 4 + count * width
            elif kind == _POLYGON:
                found, at = _polygon(body, at, order, width)
                positions += found
            else:
                (count,) = struct.unpack_from(f"{order}I", body, at)
                at += 4
                if count > len(body) or len(open_) >= MAX_DEPTH:
                    raise ValueError("deep" if len(open_) >= MAX_DEPTH else "cut")
                open_.append((count, _MEMBERS[kind]))
            if at > len(body):
                raise ValueError("cut")
    except struct.error:
        raise ValueError("cut") from None
    if at != len(body):
        raise ValueError("long")
    return positions


def _head(body: bytes, at: int) -> tuple[int, int, str, int]:
    """Return kind, bytes of a position, byte order, and where the content begins."""
    if at >= len(body) or body[at] > 1:
        raise ValueError("cut")
    order = "<" if body[at] else ">"
    (code,) = struct.unpack_from(f"{order}I", body, at + 1)
    at += 5 + (4 if code & _SRID else 0)
    thousand, kind = divmod(code & 0x0FFFFFFF, 1000)
    if thousand > 3 or not 1 <= kind <= _COLLECTION:
        raise ValueError("kind")
    more = (1 if code & _Z else 0) + (1 if code & _M else 0) or (0, 1, 1, 2)[thousand]
    return kind, 8 * (2 + more), order, at


def _polygon(body: bytes, at: int, order: str, width: int) -> tuple[int, int]:
    (rings,) = struct.unpack_from(f"{order}I", body, at)
    at += 4
    if rings > len(body):
        raise ValueError("cut")
    positions = 0
    for _ in range(rings):
        (count,) = struct.unpack_from(f"{order}I", body, at)
        at += 4 + count * width
        positions += count
    return positions, at
