"""Coordinate systems: what is stored, what is computed in, and the road between.

Data are stored in longitude and latitude on WGS 84 (EPSG:4326, RFC 7946) and
computed in the species' equal-area metric system.  A straight edge in longitude
and latitude is a curve in any other system, so edges are cut into short ones
before they are projected: at 45 degrees north a 1 degree edge left whole is out
by 119 m, a 0.1 degree edge by 1.2 m.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pyproj import CRS

from leopard_range.errors import LeopardRangeError

__all__ = [
    "MAX_EDGE_DEG",
    "MAX_EDGE_M",
    "WGS84",
    "is_metric",
    "plane_at",
    "require_crs",
    "to_metric",
    "to_wgs84",
]

WGS84 = CRS.from_epsg(4326)
"""Longitude and latitude in degrees: the system of all stored data."""

MAX_EDGE_DEG = 0.1
"""Longest lon/lat edge (degrees) that is projected without being cut."""

MAX_EDGE_M = 5_000.0
"""Longest metric edge (metres) that is turned into lon/lat without being cut."""

Vector: TypeAlias = "GeoDataFrame | GeoSeries"
"""A table of geometries."""


def require_crs(data: Vector, name: str = "data") -> CRS:
    """Return the coordinate system of a table, refusing one that has none.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries.
    name : str
        How the error names the table, usually its file.

    Returns
    -------
    pyproj.CRS

    Raises
    ------
    LeopardRangeError
        ``missing_crs``: a coordinate system is never guessed.
    """
    if data.crs is None:
        raise LeopardRangeError("missing_crs", file=name)
    return CRS.from_user_input(data.crs)


def is_metric(crs: CRS) -> bool:
    """Tell whether a system is projected with both axes in metres.

    Parameters
    ----------
    crs : pyproj.CRS
        Any coordinate system.

    Returns
    -------
    bool
    """
    return bool(crs.is_projected and all(axis.unit_conversion_factor == 1.0 for axis in crs.axis_info[:2]))


def plane_at(lon: float, lat: float) -> CRS:
    """Return a plane of a place's own, where widths and distances around it are true.

    Parameters
    ----------
    lon, lat : float
        The place, degrees.

    Returns
    -------
    pyproj.CRS
        Equal-area, metres; 100 km away lengths are out by 0.003 %, 500 km away by 0.08 %.
    """
    return CRS.from_proj4(
        f"+proj=laea +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84 +units=m +no_defs +type=crs"
    )


def to_metric(data: Vector, metric_crs: str | CRS, *, name: str = "data") -> Vector:
    """Project a table to a metric system; its lon/lat edges keep their place on the ground.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries with a coordinate system; not changed.
    metric_crs : str or pyproj.CRS
        Projected system in metres, usually `Species.metric_crs`.
    name : str
        How an error names the table.

    Returns
    -------
    GeoDataFrame or GeoSeries
        The same rows in `metric_crs`, edges of geographic input cut to `MAX_EDGE_DEG` first.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``; ``not_metric`` when `metric_crs` is not in metres;
        ``outside_projection`` when a position has no image.
    """
    source = require_crs(data, name)
    target = CRS.from_user_input(metric_crs)
    if not is_metric(target):
        raise LeopardRangeError("not_metric", file=name, crs=target.name)
    if source.equals(target):
        return data.copy()
    dense = _densified(data, MAX_EDGE_DEG) if source.is_geographic else data
    return _projected(dense, target, name)


def to_wgs84(data: Vector, *, name: str = "data") -> Vector:
    """Turn a table into longitude and latitude; straight metric edges keep their place.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries with a coordinate system; not changed.
    name : str
        How an error names the table.

    Returns
    -------
    GeoDataFrame or GeoSeries
        The same rows in EPSG:4326, edges of metric input cut to `MAX_EDGE_M` first.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``; ``outside_projection``.
    """
    source = require_crs(data, name)
    if source.equals(WGS84, ignore_axis_order=True):
        return data.copy()
    dense = _densified(data, MAX_EDGE_M) if is_metric(source) else data
    return _projected(dense, WGS84, name)


def _densified(data: Vector, max_edge: float) -> Vector:
    """Cut edges longer than `max_edge`; points pass untouched."""
    geometry = data.geometry
    values = geometry.to_numpy()
    longer = shapely.get_dimensions(values) > 0
    if not longer.any():
        return data
    cut = values.copy()
    cut[longer] = shapely.segmentize(values[longer], max_edge)
    series = GeoSeries(cut, index=geometry.index, crs=data.crs)
    return data.set_geometry(series) if isinstance(data, GeoDataFrame) else series


def _projected(data: Vector, target: CRS, name: str) -> Vector:
    out = data.to_crs(target)
    before, row = shapely.get_coordinates(data.geometry.to_numpy(), return_index=True)
    after = shapely.get_coordinates(out.geometry.to_numpy())
    # NaN that was there before is another error, reported by whoever needs the coordinates.
    lost = np.isfinite(before).all(axis=1) & ~np.isfinite(after).all(axis=1)
    if lost.any():
        raise LeopardRangeError(
            "outside_projection", file=name, row=int(row[lost.argmax()]) + 1, crs=target.name
        )
    return out
