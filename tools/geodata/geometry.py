"""Geometry used by several build steps: equal-area projection, smoothing, matching a published area."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from shapely.geometry.base import BaseGeometry

__all__ = [
    "METRIC_CRS",
    "STUDY_BOX",
    "area_km2",
    "circle",
    "match_area",
    "only_polygons",
    "smooth",
    "spline",
    "to_degrees",
    "to_metres",
]

METRIC_CRS = "+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m +no_defs"
STUDY_BOX = (112.0, 33.0, 142.0, 54.0)

_GEOD = Geod(ellps="WGS84")


@cache
def _transformer(inverse: bool) -> Transformer:
    pair = (METRIC_CRS, "EPSG:4326") if inverse else ("EPSG:4326", METRIC_CRS)
    return Transformer.from_crs(*pair, always_xy=True)


def _project(geometry: BaseGeometry, inverse: bool) -> BaseGeometry:
    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(_transformer(inverse).transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(geometry, move)


def to_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Project degrees to the equal-area metric CRS, edges first densified to 0.1 degree."""
    return _project(shapely.segmentize(geometry, 0.1), inverse=False)


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Project metres of the metric CRS back to longitude and latitude."""
    return _project(geometry, inverse=True)


def area_km2(geometry: BaseGeometry) -> float:
    """Geodesic area of a geometry in degrees on WGS 84.

    Parameters
    ----------
    geometry : BaseGeometry
        Polygons, EPSG:4326; edges are straight in degrees, so they are densified to 0.1 degree.

    Returns
    -------
    float
        Area, km2.
    """
    if geometry.is_empty:
        return 0.0
    oriented = shapely.orient_polygons(shapely.segmentize(geometry, 0.1), exterior_cw=False)
    return float(_GEOD.geometry_area_perimeter(oriented)[0] / 1e6)


def only_polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry collection."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(parts)


def smooth(geometry: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Round the corners of polygons, outward and inward alike.

    Parameters
    ----------
    geometry : BaseGeometry
        Polygons, metres.
    radius_m : float
        Radius of the smallest curve left.

    Returns
    -------
    BaseGeometry
        Polygons, metres.
    """
    opened = geometry.buffer(-radius_m).buffer(2 * radius_m)
    return opened.buffer(-radius_m)


def spline(points: NDArray[np.float64], closed: bool = True, step_deg: float = 0.1) -> NDArray[np.float64]:
    """Draw a smooth line through control points.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        Control points, degrees, without repeating the first one at the end.
    closed : bool
        Whether the line is a ring.
    step_deg : float
        Distance of the points returned.

    Returns
    -------
    ndarray of float, shape (m, 2)
        Points of a centripetal cubic spline: it passes through every control point and, unlike one that
        counts all spans alike, makes no loop between unequal spans.
    """
    ring = np.vstack([points, points[:1]]) if closed else points
    length = np.hypot(*np.diff(ring, axis=0).T)
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(length))])
    curve = CubicSpline(knots, ring, bc_type="periodic" if closed else "natural")
    return np.asarray(curve(np.linspace(0.0, knots[-1], int(length.sum() / step_deg) + 1)))


def match_area(
    shape_at: Callable[[float], BaseGeometry], target_km2: float, low: float, high: float
) -> BaseGeometry:
    """Find the shape of a one-parameter family that has a published area.

    Parameters
    ----------
    shape_at : callable
        Parameter to polygons in degrees; their area changes monotonically.
    target_km2 : float
        Area to reach, km2.
    low, high : float
        Parameters between which it lies.

    Returns
    -------
    BaseGeometry
        Polygons, degrees; geodesic area within 0.01 % of the target.
    """
    best = brentq(lambda x: area_km2(shape_at(x)) - target_km2, low, high, xtol=1.0, rtol=1e-6)
    return shape_at(float(best))


def circle(lon_deg: float, lat_deg: float, target_km2: float) -> BaseGeometry:
    """Draw the geodesic circle of a given area round a point.

    Parameters
    ----------
    lon_deg, lat_deg : float
        Centre.
    target_km2 : float
        Area, km2.

    Returns
    -------
    BaseGeometry
        Polygon of 72 sides, degrees.
    """
    azimuth = np.arange(0.0, 360.0, 5.0)

    def ring(radius_m: float) -> BaseGeometry:
        n = len(azimuth)
        lon, lat, _ = _GEOD.fwd(np.full(n, lon_deg), np.full(n, lat_deg), azimuth, np.full(n, radius_m))
        return shapely.Polygon(np.column_stack([lon, lat]))

    radius_m = float(np.sqrt(target_km2 / np.pi) * 1000)
    return match_area(ring, target_km2, radius_m * 0.9, radius_m * 1.1)
