"""Coordinates of GeoJSON turned into shapes, each number checked and named when it is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shapely

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note
from leopard_range.sources.upload.budgets import check_vertices

__all__ = ["GEOMETRY_TYPES", "Drawing"]

GEOMETRY_TYPES = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    "GeometryCollection",
)

Position = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """Turns the geometries of one file into shapes and remembers what it changed.

    Attributes
    ----------
    name : str
        File name, for messages.
    feature, vertex : int
        Feature being read, from 1, and its positions read so far.
    vertices : int
        Positions of all features read so far.
    heights, extra, closed : int
        Positions with a height other than 0, with more than three numbers, rings closed.
    """

    name: str
    feature: int = 0
    vertex: int = 0
    vertices: int = 0
    heights: int = 0
    extra: int = 0
    closed: int = 0

    def shape(self, geometry: Any, feature: int) -> Any:
        """Return a geometry as a two-dimensional shapely shape, or None.

        Parameters
        ----------
        geometry : object
            Value of ``geometry`` of a feature.
        feature : int
            Number of the feature, for messages.

        Raises
        ------
        LeopardRangeError
            ``geometry_object``, ``geometry_type``, ``coordinates_shape``, ``coordinate_text``,
            ``coordinate_not_finite``, ``position_short``, ``ring_short``, ``line_short``,
            ``too_many_vertices``.
        """
        self.feature, self.vertex = feature, 0
        return None if geometry is None else self._shape(geometry)

    def notes(self) -> tuple[Note, ...]:
        """Return one note for each kind of change."""
        found = []
        if self.heights:
            found.append(Note.of("heights_dropped"))
        if self.extra:
            found.append(Note.of("positions_cut", count=self.extra))
        if self.closed:
            found.append(Note.of("rings_closed", count=self.closed))
        return tuple(found)

    def _error(self, code: str) -> LeopardRangeError:
        if self.vertex:
            return LeopardRangeError(code, file=self.name, feature=self.feature, vertex=self.vertex)
        return LeopardRangeError(code, file=self.name, feature=self.feature)

    def _shape(self, geometry: Any) -> Any:
        if not isinstance(geometry, dict):
            raise self._error("geometry_object")
        kind = geometry.get("type")
        if kind not in GEOMETRY_TYPES:
            raise self._error("geometry_type")
        if kind == "GeometryCollection":
            # Depth is bounded: the text was measured before.
            return shapely.geometrycollections(
                [self._shape(part) for part in self._list(geometry.get("geometries"))]
            )
        make: dict[str, Callable[[list[Any]], Any]] = {
            "Point": self._point,
            "MultiPoint": lambda items: _many(shapely.multipoints, [self._position(item) for item in items]),
            "LineString": self._line,
            "MultiLineString": self._lines,
            "Polygon": self._polygon,
            "MultiPolygon": self._polygons,
        }
        return make[kind](self._list(geometry.get("coordinates")))

    def _list(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self._error("coordinates_shape")
        return value

    def _point(self, numbers: list[Any]) -> Any:
        return shapely.points(self._position(numbers)) if numbers else shapely.Point()

    def _position(self, numbers: Any) -> Position:
        self.vertex += 1
        self.vertices += 1
        if not isinstance(numbers, list):
            raise self._error("coordinates_shape")
        if any(isinstance(number, list) for number in numbers):
            raise self._error("coordinates_shape")
        if any(type(number) not in (int, float) for number in numbers):
            raise self._error("coordinate_text")
        if len(numbers) < 2:
            raise self._error("position_short")
        if not (math.isfinite(numbers[0]) and math.isfinite(numbers[1])):
            raise self._error("coordinate_not_finite")
        if len(numbers) > 2:
            self.heights += bool(numbers[2])
            self.extra += len(numbers) > 3
        if self.vertices % 1000 == 0:
            check_vertices(self.vertices, self.name)
        return float(numbers[0]), float(numbers[1])

    def _line(self, items: list[Any]) -> Any:
        positions = [self._position(item) for item in items]
        if len(positions) == 1:
            raise self._error("line_short")
        return shapely.linestrings(positions) if positions else shapely.LineString()

    def _lines(self, items: list[Any]) -> Any:
        return _many(shapely.multilinestrings, [self._line(self._list(item)) for item in items])

    def _polygons(self, items: list[Any]) -> Any:
        return _many(shapely.multipolygons, [self._polygon(self._list(item)) for item in items])

    def _ring(self, items: Any) -> Any:
        positions = [self._position(item) for item in self._list(items)]
        if len(set(positions)) < 3:
            raise self._error("ring_short")
        if positions[0] != positions[-1]:
            positions.append(positions[0])
            self.closed += 1
        return shapely.linearrings(positions)

    def _polygon(self, items: list[Any]) -> Any:
        if not items:
            return shapely.Polygon()
        shell, *holes = [self._ring(item) for item in items]
        return shapely.polygons(shell, holes or None)


def _many(make: Callable[[list[Any]], Any], parts: list[Any]) -> Any:
    return make(parts) if parts else shapely.GeometryCollection()
