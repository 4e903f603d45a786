"""Check of GeoJSON geometries without any geometry library: nothing here can hang or crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leopard_range.errors import LeopardRangeError

__all__ = ["MOST_VERTICES", "check_geometry"]

MOST_VERTICES = 100_000
# How many lists stand around a position.
_DEPTH = {
    "Point": 0,
    "LineString": 1,
    "MultiPoint": 1,
    "Polygon": 2,
    "MultiLineString": 2,
    "MultiPolygon": 3,
}
_RING, _LINE = 4, 2


def check_geometry(geometry: Any) -> Mapping[str, Any]:
    """Return a GeoJSON geometry that is well formed.

    Parameters
    ----------
    geometry : object
        ``type`` and ``coordinates`` of RFC 7946, longitude and latitude in
        degrees, EPSG:4326, without height.

    Returns
    -------
    mapping
        The same geometry.

    Raises
    ------
    LeopardRangeError
        ``geometry_invalid``: another type, a position that is no pair of
        numbers on the globe, an open ring, too short a line, nothing at all, or
        more than `MOST_VERTICES` positions.
    """
    if not isinstance(geometry, Mapping) or set(geometry) != {"type", "coordinates"}:
        raise LeopardRangeError("geometry_invalid", most=MOST_VERTICES)
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind not in _DEPTH or not _well_formed(kind, coordinates):
        raise LeopardRangeError("geometry_invalid", most=MOST_VERTICES)
    return geometry


def _well_formed(kind: str, coordinates: Any) -> bool:
    lines = _unfolded(coordinates, max(_DEPTH[kind] - 1, 0))
    if lines is None:
        return False
    if kind in ("Point", "MultiPoint"):
        positions = [coordinates] if kind == "Point" else coordinates
        return (
            isinstance(positions, list)
            and 0 < len(positions) <= MOST_VERTICES
            and all(_is_position(one) for one in positions)
        )
    least = _RING if kind.endswith("Polygon") else _LINE
    vertices = 0
    for line in lines:
        if not isinstance(line, list) or len(line) < least:
            return False
        vertices += len(line)
        if vertices > MOST_VERTICES or not all(_is_position(one) for one in line):
            return False
        if least == _RING and line[0] != line[-1]:
            return False
    return bool(lines)


def _unfolded(value: Any, depth: int) -> list[Any] | None:
    """Return what stands `depth` lists deep; None when a list is missing or empty."""
    found = [value]
    for _level in range(depth):
        if not all(isinstance(one, list) and one for one in found):
            return None
        found = [part for one in found for part in one]
    return found


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(part) in (int, float) for part in value)
        and -180 <= value[0] <= 180
        and -90 <= value[1] <= 90
    )
