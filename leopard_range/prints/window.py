"""The part of the world a printed map shows: Web Mercator metres, as on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from leopard_range.maps import MapSpec, MapState

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leopard_range.maps.state import Box

__all__ = ["PIXEL", "Window", "mercator", "window_of"]

PIXEL = 0.75
"""Points of one pixel of the screen (CSS: 96 to the inch)."""

_RADIUS_M = 6_378_137.0
_TILE_PX = 256.0
_SCREEN_PX = (960.0, 620.0)
"""Window of a reader whose link says a centre and a zoom but not how large it was."""


def mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project longitudes and latitudes to Web Mercator.

    Parameters
    ----------
    degrees : ndarray of shape (n, 2)
        Longitude and latitude, EPSG:4326; latitudes within 85.06 degrees.

    Returns
    -------
    ndarray of shape (n, 2)
        Metres, EPSG:3857.
    """
    lon, lat = np.radians(degrees[:, 0]), np.radians(np.clip(degrees[:, 1], -85.06, 85.06))
    return np.column_stack([_RADIUS_M * lon, _RADIUS_M * np.log(np.tan(math.pi / 4 + lat / 2))])


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world on a plane of points.

    Attributes
    ----------
    box : tuple of float
        West, south, east, north, EPSG:3857, metres.
    width, height : float
        Points; the same scale both ways.
    zoom : float
        Zoom of the screen whose layers and names it shows.
    """

    box: Box
    width: float
    height: float
    zoom: float

    @property
    def scale(self) -> float:
        """Points for each metre of the projection."""
        return self.width / (self.box[2] - self.box[0])

    @property
    def degrees(self) -> Box:
        """West, south, east, north in degrees."""
        (west, east), (south, north) = (
            (math.degrees(x / _RADIUS_M) for x in self.box[::2]),
            (math.degrees(2 * math.atan(math.exp(y / _RADIUS_M)) - math.pi / 2) for y in self.box[1::2]),
        )
        return (west, south, east, north)

    def points(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn metres of the projection into points: y grows downward."""
        west, _south, _east, north = self.box
        return np.column_stack([(metres[:, 0] - west) * self.scale, (north - metres[:, 1]) * self.scale])

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a place (degrees) lies, points."""
        ((x, y),) = self.points(mercator(np.array([[lon, lat]]))).tolist()
        return x, y

    def cut(self, shapes: Any) -> Any:
        """Turn shapes (an array, EPSG:3857) into points, without what lies far outside."""
        margin = 12 / self.scale
        west, south, east, north = self.box
        near = shapely.clip_by_rect(shapes, west - margin, south - margin, east + margin, north + margin)
        return shapely.transform(near[~shapely.is_empty(near)], self.points)


def window_of(spec: MapSpec, state: MapState, width: float, height: float, box: Box | None = None) -> Window:
    """Return what a map of this size shows.

    Parameters
    ----------
    spec : MapSpec
        The map: where it starts, and what a reader cannot leave.
    state : MapState
        What the reader has set: a view (longitude, latitude, zoom) or a box.
    width, height : float
        Points.
    box : tuple of float, optional
        West, south, east, north in degrees, instead of the state's.

    Returns
    -------
    Window
        All of the box, or of what a usual screen shows around the view, and more where the
        shape of the paper leaves room; never more than the map has.
    """
    west, south, east, north = _wanted(spec, state, box)
    least = math.tau * _RADIUS_M / _TILE_PX / 2 ** spec.zooms[1]
    # What a screen would show is also the measure for how much detail there is.
    screen = max((east - west) / _SCREEN_PX[0], (north - south) / _SCREEN_PX[1], least)
    across = max(east - west, (north - south) * width / height, least * 64)
    ends = mercator(np.array([spec.bounds[:2], spec.bounds[2:]]))
    (low_x, low_y), (high_x, high_y) = ends.tolist()
    across = min(across, high_x - low_x, (high_y - low_y) * width / height)
    down = across * height / width
    x = min(max((west + east) / 2, low_x + across / 2), high_x - across / 2)
    y = min(max((south + north) / 2, low_y + down / 2), high_y - down / 2)
    pixel = min(screen, across / (width / PIXEL))
    zoom = math.log2(math.tau * _RADIUS_M / _TILE_PX / pixel)
    found = (x - across / 2, y - down / 2, x + across / 2, y + down / 2)
    return Window(found, width, height, min(max(zoom, spec.zooms[0]), spec.zooms[1]))


def _wanted(spec: MapSpec, state: MapState, box: Box | None) -> Box:
    """Return what must be seen, metres of the projection."""
    wished = box or (None if state.view else state.box or spec.box)
    if wished is not None:
        (west, south), (east, north) = mercator(np.array([wished[:2], wished[2:]])).tolist()
        return (west, south, east, north)
    lon, lat, zoom = state.view or spec.view
    ((x, y),) = mercator(np.array([[lon, lat]])).tolist()
    pixel = math.tau * _RADIUS_M / _TILE_PX / 2 ** min(max(zoom, spec.zooms[0]), spec.zooms[1])
    half_x, half_y = (pixel * size / 2 for size in _SCREEN_PX)
    return (x - half_x, y - half_y, x + half_x, y + half_y)
