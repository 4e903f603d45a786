"""The shapes of a Shapefile, read from their bytes; the index beside them is only compared.

References
----------
ESRI Shapefile Technical Description. An ESRI White Paper, July 1998.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.upload.budgets import check_rows, check_vertices
from leopard_range.sources.upload.rings import polygon_of_rings

__all__ = ["Shapes", "read_shapes"]

_HEAD = struct.Struct(">i20xi")
_RECORD = struct.Struct(">ii")
_HEAD_BYTES = 100
_NULL = 0
_POINTS, _LINES, _POLYGONS, _MULTIPOINTS = {1, 11, 21}, {3, 13, 23}, {5, 15, 25}, {8, 18, 28}
_NAMES = {31: "MultiPatch"}


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a .shp file.

    Attributes
    ----------
    geometry : ndarray of object
        One a record; None for a null shape.  Without heights and measures.
    index : bytes
        What the .shx file should hold after its head.
    heights : bool
        Whether any height was left out that is not 0.
    """

    geometry: NDArray[np.object_]
    index: bytes
    heights: bool


def read_shapes(name: str, member: str, body: bytes) -> Shapes:
    """Read a .shp file.

    Parameters
    ----------
    name, member : str
        Archive and member, for messages.
    body : bytes
        The .shp file.

    Returns
    -------
    Shapes

    Raises
    ------
    LeopardRangeError
        ``part_damaged`` with the feature, ``shape_type``, ``too_many_rows``, ``too_many_vertices``.
    """
    if len(body) < _HEAD_BYTES:
        raise LeopardRangeError("part_damaged", file=name, member=member)
    code, words = _HEAD.unpack_from(body)
    version, kind = struct.unpack_from("<ii", body, 28)
    if code != 9994 or version != 1000 or words * 2 != len(body):
        raise LeopardRangeError("part_damaged", file=name, member=member)
    if kind not in _POINTS | _LINES | _POLYGONS | _MULTIPOINTS | {_NULL}:
        found = _NAMES.get(kind, str(kind))
        raise LeopardRangeError("shape_type", file=name, member=member, found=found)
    records, index = _records(name, member, body)
    geometry = np.full(len(records), None, dtype=object)
    vertices = 0
    for at, record in enumerate(records):
        try:
            geometry[at], count = _shape(record, kind)
        except (struct.error, ValueError, shapely.errors.GEOSException):
            raise LeopardRangeError("part_damaged", file=name, member=member, feature=at + 1) from None
        vertices += count
        check_vertices(vertices, name)
    return Shapes(geometry, index, 10 < kind < 20 and any(_has_heights(record) for record in records))


def _records(name: str, member: str, body: bytes) -> tuple[list[memoryview], bytes]:
    """Walk the records; each must lie inside the file and carry the next number."""
    records: list[memoryview] = []
    index = []
    at = _HEAD_BYTES
    whole = memoryview(body)
    while at < len(body):
        number = len(records) + 1
        check_rows(number, name)
        if at + _RECORD.size > len(body):
            raise LeopardRangeError("part_damaged", file=name, member=member, feature=number)
        _stated, words = _RECORD.unpack_from(body, at)
        start = at + _RECORD.size
        end = start + 2 * words
        if words < 2 or end > len(body):
            raise LeopardRangeError("part_damaged", file=name, member=member, feature=number)
        records.append(whole[start:end])
        index.append(_RECORD.pack(at // 2, words))
        at = end
    return records, b"".join(index)


def _shape(record: memoryview, kind: int) -> tuple[shapely.Geometry | None, int]:
    """Return one record's geometry and its vertices."""
    (found,) = struct.unpack_from("<i", record)
    if found == _NULL:
        return None, 0
    if found != kind:
        raise ValueError("another type than the file's")
    if kind in _POINTS:
        return shapely.Point(struct.unpack_from("<dd", record, 4)), 1
    if kind in _MULTIPOINTS:
        (count,) = struct.unpack_from("<I", record, 36)
        return shapely.multipoints(_points(record, 40, count)), count
    parts, count = struct.unpack_from("<II", record, 36)
    if not 1 <= parts <= count:
        raise ValueError("parts without points")
    starts = np.frombuffer(_bytes(record, 44, 4 * parts), "<u4").astype(np.int64)
    lengths = np.diff(np.append(starts, count))
    if starts[0] != 0 or (lengths < 1).any():
        raise ValueError("parts out of order")
    points = _points(record, 44 + 4 * parts, count)
    rings = np.split(points, starts[1:])
    if kind in _POLYGONS:
        return polygon_of_rings([_closed(ring) for ring in rings]), count
    # A part of one point is a line of no length; what follows names it by its feature.
    lines = [shapely.LineString(ring if len(ring) > 1 else np.repeat(ring, 2, axis=0)) for ring in rings]
    return (lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)), count


def _has_heights(record: memoryview) -> bool:
    """Tell whether a record of a type with heights has one that is not 0."""
    (kind,) = struct.unpack_from("<i", record)
    if kind == _NULL:
        return False
    if kind in _POINTS:
        return any(struct.unpack_from("<d", record, 20)) if len(record) >= 28 else False
    at = 36 if kind in _MULTIPOINTS else 40
    (count,) = struct.unpack_from("<I", record, at)
    start = at + 4 + 16 * count
    if kind not in _MULTIPOINTS:
        start += 4 * struct.unpack_from("<I", record, 36)[0]
    heights = bytes(record[start + 16 : start + 16 + 8 * count])
    return bool(np.frombuffer(heights[: len(heights) // 8 * 8], "<f8").any())


def _closed(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Close a ring, and let a ring of too few points become one of no area."""
    if len(ring) < 3 or (ring[0] != ring[-1]).any():
        ring = np.vstack([ring, ring[:1]])
    return ring if len(ring) > 3 else np.vstack([ring, np.repeat(ring[-1:], 4 - len(ring), axis=0)])


def _bytes(record: memoryview, start: int, size: int) -> memoryview:
    if start + size > len(record):
        raise ValueError("a record shorter than it says")
    return record[start : start + size]


def _points(record: memoryview, start: int, count: int) -> NDArray[np.float64]:
    if count < 1:
        raise ValueError("a shape without points")
    return np.frombuffer(_bytes(record, start, 16 * count), "<f8").reshape(count, 2)
