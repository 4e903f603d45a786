"""Checks every analysis makes of its input before it computes (shared ground)."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pyproj import CRS, Proj

from leopard_range.crs import is_metric, require_crs
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = [
    "Vector",
    "area_note",
    "columns",
    "crs_text",
    "finite",
    "metric",
    "number",
    "points_xy",
    "polygons",
    "same_crs",
]

Vector: TypeAlias = "GeoDataFrame | GeoSeries"
"""A table of geometries."""

POINTS = (0, 4)
POLYGONS = (3, 6)
TYPE_NAMES = (
    "point", "line", "ring", "polygon", "multipoint", "multiline", "multipolygon", "geometry collection",
)  # fmt: skip
"""In the order of `shapely.GeometryType`."""


def metric(data: Vector, name: str) -> CRS:
    """Return the system of a table that must be projected in metres.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries.
    name : str
        How the error names the table.

    Returns
    -------
    pyproj.CRS

    Raises
    ------
    LeopardRangeError
        ``missing_crs`` or ``not_metric``.
    """
    crs = require_crs(data, name)
    if not is_metric(crs):
        raise LeopardRangeError("not_metric", file=name, crs=crs.name)
    return crs


def same_crs(data: Vector, name: str, other: Vector, other_name: str) -> None:
    """Refuse two tables in different systems.

    Parameters
    ----------
    data, other : GeoDataFrame or GeoSeries
        The tables.
    name, other_name : str
        How the error names them.

    Raises
    ------
    LeopardRangeError
        ``missing_crs`` or ``crs_differs``.
    """
    if not require_crs(data, name).equals(require_crs(other, other_name), ignore_axis_order=True):
        raise LeopardRangeError("crs_differs", file=name, other=other_name)


@lru_cache(maxsize=32)
def crs_text(crs: CRS) -> str:
    """Write a system as short as can be: authority code, else its PROJ or WKT text.

    Parameters
    ----------
    crs : pyproj.CRS
        Any system.

    Returns
    -------
    str
    """
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.srs.removesuffix(" +type=crs")


def finite(data: Vector, name: str) -> None:
    """Refuse a table with a coordinate that is not a finite number.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries; missing and empty ones pass.
    name : str
        How the error names the table.

    Raises
    ------
    LeopardRangeError
        ``nan_coordinate``.
    """
    _coordinates(data.geometry.to_numpy(), name)


def _coordinates(values: NDArray[Any], name: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    xy, row = shapely.get_coordinates(values, return_index=True)
    if not np.isfinite(xy).all():
        lost = ~np.isfinite(xy).all(axis=1)
        raise LeopardRangeError("nan_coordinate", file=name, row=int(row[lost.argmax()]) + 1)
    return xy, row.astype(np.int64)


def _geometries(data: Vector, name: str, allowed: tuple[int, ...], code: str) -> NDArray[Any]:
    values: NDArray[Any] = data.geometry.to_numpy()
    if len(values) == 0:
        raise LeopardRangeError("file_empty", file=name)
    empty = shapely.is_missing(values) | shapely.is_empty(values)
    if empty.any():
        raise LeopardRangeError("empty_geometry", file=name, row=int(empty.argmax()) + 1)
    kinds = shapely.get_type_id(values)
    wrong = ~np.isin(kinds, allowed)
    if wrong.any():
        at = int(wrong.argmax())
        raise LeopardRangeError(code, file=name, row=at + 1, found=TYPE_NAMES[kinds[at]])
    return values


def polygons(data: Vector, name: str, *, may_be_empty: bool = False) -> NDArray[Any]:
    """Return the polygons of a table after checking every row.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Polygons and multipolygons.
    name : str
        How an error names the table.
    may_be_empty : bool
        Accept a table without rows.

    Returns
    -------
    numpy.ndarray of shapely geometry, shape (n,)

    Raises
    ------
    LeopardRangeError
        ``file_empty``, ``empty_geometry``, ``not_polygons``, ``nan_coordinate`` or
        ``invalid_geometry`` (use `leopard_range.analysis.repair.repair` first).
    """
    if may_be_empty and len(data) == 0:
        return np.empty(0, dtype=object)
    values = _geometries(data, name, POLYGONS, "not_polygons")
    finite(data, name)
    valid = shapely.is_valid(values)
    if not valid.all():
        at = int(valid.argmin())
        reason = str(shapely.is_valid_reason(values[at]))
        raise LeopardRangeError("invalid_geometry", file=name, row=at + 1, reason=reason)
    return values


def points_xy(data: Vector, name: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the coordinates of points after checking every row.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Points and multipoints.
    name : str
        How an error names the table.

    Returns
    -------
    xy : numpy.ndarray, shape (m, 2)
        Coordinates in the table's own units, one row per single point.
    row : numpy.ndarray of int, shape (m,)
        Input row each belongs to.

    Raises
    ------
    LeopardRangeError
        ``file_empty``, ``empty_geometry``, ``not_points`` or ``nan_coordinate``.
    """
    return _coordinates(_geometries(data, name, POINTS, "not_points"), name)


def columns(data: GeoDataFrame, needed: Collection[str], name: str) -> None:
    """Refuse a table that lacks a column.

    Parameters
    ----------
    data : GeoDataFrame
        Any table.
    needed : collection of str
        Column names.
    name : str
        How the error names the table.

    Raises
    ------
    LeopardRangeError
        ``column_missing``.
    """
    for column in needed:
        if column not in data.columns:
            raise LeopardRangeError("column_missing", file=name, column=column)


def number(name: str, value: float, *, above: float = -math.inf, at_least: float = -math.inf) -> float:
    """Check one numeric argument.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : float
        What was given.
    above, at_least : float
        Exclusive and inclusive lower limits.

    Returns
    -------
    float

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for NaN, infinity or a value outside the limits.
    """
    if math.isfinite(value) and value > above and value >= at_least:
        return float(value)
    rule = f"> {above:g}" if above > -math.inf else f">= {at_least:g}" if at_least > -math.inf else "finite"
    raise LeopardRangeError("bad_argument", name=name, value=str(value), rule=rule)


def area_note(data: Vector, crs: CRS, *, tolerance: float = 1e-3) -> tuple[Note, ...]:
    """Caution when planar areas in a system are not true areas where the data lie.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Data in `crs`, which must be metric.
    crs : pyproj.CRS
        Their system.
    tolerance : float
        Relative areal distortion that is still accepted.

    Returns
    -------
    tuple of Note
        Empty, or one ``not_equal_area`` with the worst distortion in percent.
    """
    west, south, east, north = data.total_bounds
    x = np.array([west, west, east, east, (west + east) / 2])
    y = np.array([south, north, south, north, (south + north) / 2])
    projection = _projection(crs)
    scale = np.asarray(projection.get_factors(*projection(x, y, inverse=True)).areal_scale)
    worst = float(np.abs(scale - 1.0).max())
    return (Note.of("not_equal_area", percent=round(100 * worst, 2)),) if worst > tolerance else ()


@lru_cache(maxsize=32)
def _projection(crs: CRS) -> Proj:
    return Proj(crs)
