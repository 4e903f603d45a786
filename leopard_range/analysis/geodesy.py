"""True areas, lengths and distances on the WGS 84 ellipsoid (shared ground).

Two readings of an edge are in use.  RFC 7946 draws it straight in longitude and
latitude ("lonlat", the default); geodesists draw the shortest path ("geodesic").
For a box of the study area's size the areas differ by 0.9 %, so the reading is an
argument, never an accident.

Lon/lat areas are line integrals of the authalic function: on an edge, longitude
is linear in latitude, so the integral of that smooth function needs a few
Gauss-Legendre nodes and no densification.  Geodesic areas are those of
GeographicLib (C. F. F. Karney 2013, Algorithms for geodesics,
doi:10.1007/s00190-012-0578-z) through `pyproj.Geod`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from leopard_range.analysis.checks import Vector, finite
from leopard_range.crs import to_wgs84
from leopard_range.errors import LeopardRangeError

__all__ = [
    "WGS84_GEOD",
    "Edges",
    "cell_area_km2",
    "geodesic_area_km2",
    "geodesic_distance_km",
    "geodesic_length_km",
]

Floats: TypeAlias = NDArray[np.float64]
Edges = Literal["lonlat", "geodesic"]

WGS84_GEOD = Geod(ellps="WGS84")
"""The ellipsoid all true measures refer to."""

_A_M = WGS84_GEOD.a
_E2 = WGS84_GEOD.es
_E = _E2**0.5
# Nodes that bring the quadrature to rounding error, by the longest span of an edge in radians.
_NODES = ((1e-3, 2), (2e-2, 3), (np.inf, 16))


def geodesic_area_km2(data: Vector, *, edges: Edges = "lonlat") -> pd.Series:
    """Area of every geometry on the ellipsoid.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries with a coordinate system; only polygons have an area.  Polygons must be
        cut at the antimeridian and must not hold a pole, as RFC 7946 asks.
    edges : {"lonlat", "geodesic"}
        How the line between two vertices runs.  Metric input is turned into lon/lat first, its
        edges cut to 5 km.

    Returns
    -------
    pandas.Series of float
        km2, named ``area_km2``, aligned to the input index; 0 for missing geometries.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``nan_coordinate``, ``bad_argument``.

    References
    ----------
    Butler H. et al. (2016) The GeoJSON format, RFC 7946, doi:10.17487/RFC7946.
    Snyder J. P. (1987) Map projections: a working manual, eq. 3-12 (authalic latitude),
    doi:10.3133/pp1395.
    """
    _check_edges(edges)
    values = _lonlat(data)
    polygons, owner = shapely.get_parts(values, return_index=True)
    is_area = shapely.get_type_id(polygons) == 3
    polygons, owner = polygons[is_area], owner[is_area]
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    ring_m2 = _rings_m2(rings, edges)
    # Rings come polygon by polygon, the outer one first: add it, take the holes away.
    outer = np.ones(len(rings), dtype=bool)
    outer[1:] = polygon[1:] != polygon[:-1]
    signed = np.where(outer, ring_m2, -ring_m2)
    total = np.bincount(owner[polygon], weights=signed, minlength=len(values))
    return pd.Series(total / 1e6, index=data.index, name="area_km2", dtype=float)


def geodesic_length_km(data: Vector, *, edges: Edges = "lonlat") -> pd.Series:
    """Length of every line, or perimeter of every polygon with its holes, on the ellipsoid.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries with a coordinate system.
    edges : {"lonlat", "geodesic"}
        How the line between two vertices runs.

    Returns
    -------
    pandas.Series of float
        km, named ``length_km``, aligned to the input index; 0 for points and missing geometries.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``nan_coordinate``, ``bad_argument``.
    """
    _check_edges(edges)
    values = _lonlat(data)
    parts, owner = shapely.get_parts(values, return_index=True)
    areal = shapely.get_type_id(parts) == 3
    rings, polygon = shapely.get_rings(parts[areal], return_index=True)
    linear = np.isin(shapely.get_type_id(parts), (1, 2))
    lines = np.concatenate([rings, parts[linear]])
    line_owner = np.concatenate([owner[areal][polygon], owner[linear]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[1:] == line[:-1]
    start, end = xy[:-1][joined], xy[1:][joined]
    if edges == "geodesic":
        metres = np.asarray(WGS84_GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2])
    else:
        metres = _lonlat_edge_m(np.radians(start), np.radians(end))
    total = np.bincount(line_owner[line[1:][joined]], weights=metres, minlength=len(values))
    return pd.Series(total / 1e3, index=data.index, name="length_km", dtype=float)


def geodesic_distance_km(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Shortest distance on the ellipsoid between pairs of positions.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : array_like of float
        Degrees on WGS 84; broadcast against each other.

    Returns
    -------
    numpy.ndarray of float
        km, of the broadcast shape.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for NaN, infinity or a latitude beyond a pole.
    """
    arrays = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon1, lat1, lon2, lat2)))
    for name, array in zip(("lon1", "lat1", "lon2", "lat2"), arrays, strict=True):
        limit = 90.0 if name.startswith("lat") else 360.0
        with np.errstate(invalid="ignore"):
            bad = ~(np.abs(array) <= limit)
        if bad.any():
            raise LeopardRangeError(
                "bad_argument", name=name, value=str(array[bad].flat[0]), rule=f"-{limit:g} … {limit:g}"
            )
    a, b, c, d = (np.ravel(array) for array in arrays)
    metres: Floats = np.asarray(WGS84_GEOD.inv(a, b, c, d)[2])
    return metres.reshape(arrays[0].shape) / 1e3


def cell_area_km2(lat_low: ArrayLike, lat_high: ArrayLike, width_deg: ArrayLike) -> Floats:
    """Area of cells bounded by two parallels and two meridians, in closed form.

    Parameters
    ----------
    lat_low, lat_high : array_like of float
        Latitudes of the lower and upper edge, degrees.
    width_deg : array_like of float
        Difference in longitude, degrees.

    Returns
    -------
    numpy.ndarray of float
        km2, of the broadcast shape, not negative.
    """
    low, high = np.radians(np.asarray(lat_low, float)), np.radians(np.asarray(lat_high, float))
    cells: Floats = np.abs(_authalic_m2(high, low) * np.radians(np.asarray(width_deg, float))) / 1e6
    return cells


def _check_edges(edges: str) -> None:
    if edges not in ("lonlat", "geodesic"):
        raise LeopardRangeError("bad_argument", name="edges", value=str(edges), rule="lonlat | geodesic")


def _lonlat(data: Vector) -> NDArray[Any]:
    """Return lon/lat geometries; a coordinate that is not a number would poison the sums silently."""
    finite(data, "data")
    values: NDArray[Any] = to_wgs84(data).geometry.to_numpy()
    return values


def _authalic_m2(lat: Floats, reference: Floats) -> Floats:
    """Area between two parallels per radian of longitude (m2), from `reference` to `lat` (radians).

    Every difference is formed before it can cancel, so that a small polygon far from the
    equator keeps all its digits.
    """
    sine, sine0 = np.sin(lat), np.sin(reference)
    step = 2.0 * np.cos((lat + reference) / 2.0) * np.sin((lat - reference) / 2.0)
    product = _E2 * sine * sine0
    rational = step * (1.0 + product) / ((1.0 - _E2 * sine**2) * (1.0 - _E2 * sine0**2))
    logarithm = np.arctanh(_E * step / (1.0 - product)) / _E
    area: Floats = 0.5 * _A_M**2 * (1.0 - _E2) * (rational + logarithm)
    return area


@lru_cache(maxsize=len(_NODES))
def _nodes(count: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights on 0-1."""
    x, w = np.polynomial.legendre.leggauss(count)
    return (x + 1.0) / 2.0, w / 2.0


def _rule(span: Floats) -> Iterator[tuple[float, float]]:
    longest = np.abs(span).max(initial=0.0)
    nodes, weights = _nodes(next(count for limit, count in _NODES if longest < limit))
    return zip(nodes.tolist(), weights.tolist(), strict=True)


def _rings_m2(rings: NDArray[Any], edges: Edges) -> Floats:
    """Area enclosed by every lon/lat ring, whichever way round it runs."""
    if edges == "geodesic":
        areas = []
        for ring in rings:
            lon, lat = shapely.get_coordinates(ring).T
            areas.append(abs(WGS84_GEOD.polygon_area_perimeter(lon, lat)[0]))
        return np.array(areas, dtype=float)
    xy, ring_of = shapely.get_coordinates(rings, return_index=True)
    lonlat = np.radians(xy)
    joined = ring_of[1:] == ring_of[:-1]
    start, end, ring_id = lonlat[:-1][joined], lonlat[1:][joined], ring_of[1:][joined]
    # The integral is measured from each ring's own latitude: what closes upon itself adds nothing.
    first = np.zeros(len(rings), dtype=np.int64)
    first[ring_of[::-1]] = np.arange(len(xy))[::-1]
    reference = lonlat[first, 1][ring_id]
    span = end[:, 1] - start[:, 1]
    mean = np.zeros(len(span))
    for t, w in _rule(span):
        mean += w * _authalic_m2(start[:, 1] + t * span, reference)
    edge_m2 = mean * np.radians(xy[1:, 0][joined] - xy[:-1, 0][joined])
    return np.abs(np.bincount(ring_id, weights=edge_m2, minlength=len(rings)))


def _lonlat_edge_m(start: Floats, end: Floats) -> Floats:
    """Length (m) of edges straight in longitude and latitude (radians), by quadrature of the metric."""
    dlon, dlat = (end - start).T
    metres = np.zeros(len(dlat))
    for t, w in _rule(end - start):
        lat = start[:, 1] + t * dlat
        root = np.sqrt(1.0 - _E2 * np.sin(lat) ** 2)
        meridian = _A_M * (1.0 - _E2) / root**3
        parallel = _A_M * np.cos(lat) / root
        metres += w * np.hypot(meridian * dlat, parallel * dlon)
    return metres
