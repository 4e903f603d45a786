"""Repair of invalid polygons, with a report of what changed.

The outline of an invalid polygon does not say which side is inside.  The
"structure" method keeps what its rings say: outer rings merged, holes taken out;
nothing is dropped but what has no area.

References
----------
GEOS ``MakeValid``, structure method, through `shapely.make_valid`.
OGC 06-103r4 (2011) Simple feature access, section 6.1.11.1 (validity).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray

from leopard_range.analysis.checks import Vector, crs_text
from leopard_range.analysis.geodesy import geodesic_area_km2
from leopard_range.analysis.result import Result
from leopard_range.crs import require_crs

__all__ = ["Repaired", "repair"]

_TRIES = 3
"""Rounding of the coordinates may spoil a repair; the next one mends that."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repaired(Result):
    """A table without invalid geometry.

    Attributes
    ----------
    data : GeoDataFrame or GeoSeries
        The kept rows with their index and columns; a copy.
    changes : pandas.DataFrame
        One row per change, with the index labels of the input: ``row`` (1 is the first),
        ``action`` (``repaired`` or ``dropped``), ``reason`` (``missing``, ``empty``,
        ``not_a_number``, ``no_area_left`` or GEOS's reason such as ``self_intersection``),
        ``area_before_km2`` and ``area_after_km2``, on the ellipsoid where the data are in degrees.
        The area before is what other programs report: loops that run against each other cancel.
    n_repaired, n_dropped : int
        Rows changed and rows left out.
    """

    data: Vector
    changes: pd.DataFrame
    n_repaired: int
    n_dropped: int


def repair(data: Vector, *, name: str = "data") -> Repaired:
    """Make every geometry valid and say what that changed.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Any geometries with a coordinate system; not changed.
    name : str
        How an error names the table.

    Returns
    -------
    Repaired
        With ``method`` ``make_valid_structure``.  Polygons stay polygons.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``.
    """
    crs = require_crs(data, name)
    values: NDArray[Any] = data.geometry.to_numpy()
    reason = np.full(len(values), "", dtype=object)
    missing = shapely.is_missing(values)
    empty = ~missing & shapely.is_empty(values)
    reason[missing], reason[empty] = "missing", "empty"
    xy, row = shapely.get_coordinates(values, return_index=True)
    reason[np.unique(row[~np.isfinite(xy).all(axis=1)])] = "not_a_number"
    broken = np.flatnonzero((reason == "") & ~shapely.is_valid(values))
    mended = values.copy()
    mended[broken] = [_mended(geometry) for geometry in values[broken]]
    reason[broken] = [_code(str(text)) for text in np.atleast_1d(shapely.is_valid_reason(values[broken]))]
    lost = broken[shapely.is_empty(mended[broken])]
    reason[lost] = "no_area_left"
    dropped = np.isin(reason, ("missing", "empty", "not_a_number", "no_area_left"))
    changed = np.flatnonzero(reason != "")
    changes = pd.DataFrame(
        {
            "row": changed + 1,
            "action": np.where(dropped[changed], "dropped", "repaired"),
            "reason": reason[changed],
            "area_before_km2": _areas(values, changed, reason, data.crs),
            "area_after_km2": _areas(mended, changed, reason, data.crs),
        },
        index=data.index[changed],
    )
    geometry = GeoSeries(mended, index=data.index, crs=data.crs)
    out = data.set_geometry(geometry) if isinstance(data, GeoDataFrame) else geometry.rename(data.name)
    return Repaired(
        method="make_valid_structure",
        crs=crs_text(crs),
        n=len(values),
        data=out[~dropped].copy(),
        changes=changes,
        n_repaired=int((~dropped[changed]).sum()),
        n_dropped=int(dropped.sum()),
    )


def _mended(geometry: shapely.Geometry) -> shapely.Geometry:
    """Valid geometry of the same dimension; lines and points shed by a polygon are left out."""
    valid = geometry
    for _ in range(_TRIES):
        valid = shapely.make_valid(valid, method="structure", keep_collapsed=False)
        if shapely.get_type_id(valid) == 7 and shapely.get_type_id(geometry) != 7:
            parts = shapely.get_parts(valid)
            same = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(geometry)]
            valid = shapely.union_all(same)
        if shapely.is_valid(valid):
            break
    return valid


def _code(reason: str) -> str:
    """``Self-intersection[1 2]`` becomes ``self_intersection``."""
    words = reason.split("[", maxsplit=1)[0].strip()
    return re.sub(r"\W+", "_", words.lower())


def _areas(
    values: NDArray[Any], rows: NDArray[np.int64], reason: NDArray[Any], crs: object
) -> NDArray[np.float64]:
    """Areas (km2) of the changed rows; NaN where the coordinates are no numbers."""
    known = reason[rows] != "not_a_number"
    series = GeoSeries(values[rows[known]], crs=crs)
    areas = np.full(len(rows), np.nan)
    if series.crs.is_geographic:
        areas[known] = geodesic_area_km2(series).to_numpy()
    else:
        areas[known] = np.nan_to_num(shapely.area(series.to_numpy())) / 1e6
    return areas
