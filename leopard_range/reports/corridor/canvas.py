"""From places on the ground to points on a map of the report."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from geopandas import GeoSeries

from leopard_range.reports.drawing import Anchor, Label, Mark, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Canvas", "canvas", "text_width"]

_FINE = 0.35
"""Detail below this many points is left out."""


@dataclass(slots=True)
class Canvas:
    """A map in the making: north is up in its middle, one scale everywhere.

    Attributes
    ----------
    crs : str
        Equal-area system around the middle, metres.
    bounds : tuple of float
        West, south, east, north in it.
    scale : float
        Points for each metre.
    marks : list
        What was drawn, from the bottom to the top.
    taken : list of tuple
        Boxes of the labels already written.
    """

    crs: str
    bounds: tuple[float, float, float, float]
    scale: float
    marks: list[Mark] = field(default_factory=list)
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def width(self) -> float:
        """Points."""
        return (self.bounds[2] - self.bounds[0]) * self.scale

    @property
    def height(self) -> float:
        """Points."""
        return (self.bounds[3] - self.bounds[1]) * self.scale

    def flat(self, shapes: GeoSeries) -> Any:
        """Return shapes in the map's system, cut to its frame."""
        return shapely.clip_by_rect(shapes.to_crs(self.crs).to_numpy(), *self.bounds)

    def points(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn metres into points: y grows downward."""
        west, _, _, north = self.bounds
        return np.column_stack([(xy[:, 0] - west) * self.scale, (north - xy[:, 1]) * self.scale])

    def lines(self, flat: Any) -> tuple[NDArray[np.float64], ...]:
        """Return the rings and lines of shapes as points."""
        parts = shapely.get_parts(shapely.simplify(flat, _FINE / self.scale))
        parts = parts[~shapely.is_empty(parts)]
        areas = shapely.get_dimensions(parts) == 2
        found = [*shapely.get_rings(parts[areas]), *parts[shapely.get_dimensions(parts) == 1]]
        return tuple(self.points(shapely.get_coordinates(one)) for one in found)

    def fill(self, shapes: GeoSeries, colour: str) -> None:
        """Fill areas."""
        if lines := self.lines(self.flat(shapes)):
            self.marks.append(Shape(lines, fill=colour, closed=True))

    def stroke(
        self,
        shapes: GeoSeries,
        colour: str,
        width: float,
        dash: tuple[float, ...] = (),
        *,
        casing: float = 0.0,
    ) -> None:
        """Draw lines, or the outlines of areas without the edges of the frame."""
        flat = shapes.to_crs(self.crs).to_numpy()
        edges = np.where(shapely.get_dimensions(flat) == 2, shapely.boundary(flat), flat)
        lines = self.lines(shapely.clip_by_rect(edges, *self.bounds))
        if lines and casing:
            self.marks.append(Shape(lines, stroke="#ffffff", width=width + casing))
        if lines:
            self.marks.append(Shape(lines, stroke=colour, width=width, dash=dash))

    def place(self, point: Any) -> tuple[float, float]:
        """Return where a point of EPSG:4326 lies."""
        ((x, y),) = self.points(
            shapely.get_coordinates(GeoSeries([point], crs="EPSG:4326").to_crs(self.crs).to_numpy())
        ).tolist()
        return x, y

    def name(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 7.5,
        colour: str = "#1c2321",
        bold: bool = False,
        anchor: Anchor = "middle",
        must: bool = False,
    ) -> bool:
        """Write a name where no other stands; return whether there was room."""
        wide = text_width(text, size)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = (left - 2, y - size, left + wide + 2, y + 3)
        inside = box[0] > 2 and box[2] < self.width - 2 and box[1] > 2 and box[3] < self.height - 2
        free = all(
            box[0] > other[2] or box[2] < other[0] or box[1] > other[3] or box[3] < other[1]
            for other in self.taken
        )
        if not must and not (inside and free):
            return False
        self.taken.append(box)
        self.marks.append(Label(x, y, text, size, anchor, colour, bold=bold, halo=True))
        return True

    def dot(self, x: float, y: float, radius: float, fill: str, *, sides: int = 24) -> None:
        """Draw a disk, or a polygon with few sides."""
        angle = 2 * math.pi * np.arange(sides) / sides - math.pi / 2
        ring = np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])
        self.marks.append(Shape((ring,), fill=fill, stroke="#ffffff", width=0.8, closed=True))


def canvas(frame: tuple[float, float, float, float], width: float) -> Canvas:
    """Start a map.

    Parameters
    ----------
    frame : tuple of float
        West, south, east, north in degrees.
    width : float
        Points.
    """
    west, south, east, north = frame
    crs = f"+proj=laea +lat_0={(south + north) / 2:.5f} +lon_0={(west + east) / 2:.5f} +datum=WGS84 +units=m"
    edges = GeoSeries([shapely.segmentize(shapely.box(*frame), 0.05)], crs="EPSG:4326").to_crs(crs)
    corners = shapely.get_coordinates(
        GeoSeries([shapely.box(*frame)], crs="EPSG:4326").to_crs(crs).to_numpy()
    )
    # The largest upright box inside the frame: no corner of the map is without data.
    left, right = np.sort(corners[:4, 0])[[1, 2]]
    bottom, top = edges.iloc[0].bounds[1], np.sort(corners[:4, 1])[2]
    middle = np.sort(corners[:4, 1])[1]
    bounds = (float(left), float(max(bottom, middle)), float(right), float(top))
    return Canvas(crs, bounds, width / (bounds[2] - bounds[0]))


def text_width(text: str, size: float) -> float:
    """Return about how long a text is in any font, points.

    Parameters
    ----------
    text : str
        Words.
    size : float
        Points.
    """
    return sum(1.0 if ord(letter) > 0x2E80 else 0.57 for letter in text) * size
