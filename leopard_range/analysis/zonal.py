"""What a raster holds inside polygons, exact at their edges; polygons may overlap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from geopandas import GeoSeries
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.analysis.checks import Vector, area_note, crs_text, polygons
from leopard_range.analysis.grid import cell_areas_km2, checked, cover, in_grid
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid, Note

__all__ = ["STATS", "Zonal", "ZonalClasses", "zonal", "zonal_classes"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zonal(Result):
    """Statistics of a raster in polygons.

    Attributes
    ----------
    table : pandas.DataFrame
        Index of the polygons; ``area_km2`` (covered ground with data), ``nodata_km2`` (covered
        ground without), then a column for each statistic, NaN where there are no data.
    """

    table: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZonalClasses(Result):
    """Area of every class of a raster in polygons.

    Attributes
    ----------
    table : pandas.DataFrame
        Index of the polygons; one column a class that occurs, ascending, km2.
    nodata_km2 : pandas.Series
        Covered ground without data, km2.
    """

    table: pd.DataFrame
    nodata_km2: pd.Series


def _mean(values: Floats, area: Floats, _fraction: Floats) -> float:
    return float(np.average(values, weights=area))


def _stdev(values: Floats, area: Floats, _fraction: Floats) -> float:
    return float(np.sqrt(np.average((values - np.average(values, weights=area)) ** 2, weights=area)))


def _min(values: Floats, _area: Floats, _fraction: Floats) -> float:
    return float(values.min())


def _max(values: Floats, _area: Floats, _fraction: Floats) -> float:
    return float(values.max())


def _sum(values: Floats, _area: Floats, fraction: Floats) -> float:
    return float((values * fraction).sum())


def _median(values: Floats, area: Floats, _fraction: Floats) -> float:
    order = np.argsort(values, kind="stable")
    share = np.cumsum(area[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])


def _majority(values: Floats, area: Floats, _fraction: Floats) -> float:
    classes, place = np.unique(values, return_inverse=True)
    return float(classes[np.bincount(place.ravel(), weights=area).argmax()])


STATS: dict[str, Callable[[Floats, Floats, Floats], float]] = {
    "mean": _mean,
    "stdev": _stdev,
    "min": _min,
    "max": _max,
    "median": _median,
    "majority": _majority,
    "sum": _sum,
}
"""Statistics by name.  All are weighted with true covered area, but for ``sum``: value times the
covered fraction of the cell, right for counts per cell."""


def zonal(
    ranges: Vector,
    raster: NDArray[Any],
    grid: Grid,
    *,
    stats: Sequence[str] = ("mean", "min", "max", "stdev"),
) -> Zonal:
    """Summarise a raster inside each polygon.

    Parameters
    ----------
    ranges : GeoDataFrame or GeoSeries
        Valid polygons in any system; they may overlap.
    raster : numpy.ndarray or masked array, shape (rows, columns)
        Numbers; masked and NaN cells hold no data.
    grid : Grid
        Its grid, in degrees or metres.
    stats : sequence of str
        Names from `STATS`.

    Returns
    -------
    Zonal
        With ``method`` ``coverage_fraction``.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``file_empty``, ``empty_geometry``, ``not_polygons``, ``nan_coordinate``,
        ``invalid_geometry``, ``outside_projection``, ``raster_shape``, ``rotated_grid``,
        ``not_metric``; ``bad_argument`` for an unknown statistic.
    """
    for stat in stats:
        if stat not in STATS:
            raise LeopardRangeError("bad_argument", name="stats", value=stat, rule=" | ".join(STATS))
    values, shapes, notes, areas = _prepared(ranges, raster, grid)
    rows = []
    for cells in cover(shapes, grid):
        found = values[cells.row, cells.column]
        real = ~np.ma.getmaskarray(found)
        km2 = areas[cells.row] * cells.fraction
        row = {"area_km2": km2[real].sum(), "nodata_km2": km2[~real].sum()}
        numbers = found.data[real].astype(float)
        for stat in stats:
            row[stat] = STATS[stat](numbers, km2[real], cells.fraction[real]) if real.any() else np.nan
        rows.append(row)
    table = pd.DataFrame(rows, index=ranges.index, dtype=float)
    return Zonal(method="coverage_fraction", crs=_crs(grid), n=len(ranges), notes=notes, table=table)


def zonal_classes(ranges: Vector, raster: NDArray[Any], grid: Grid) -> ZonalClasses:
    """Measure each class of a raster inside each polygon.

    Parameters
    ----------
    ranges : GeoDataFrame or GeoSeries
        Valid polygons in any system; they may overlap.
    raster : numpy.ndarray or masked array of int, shape (rows, columns)
        Classes; masked cells hold no data.
    grid : Grid
        Its grid, in degrees or metres.

    Returns
    -------
    ZonalClasses
        With ``method`` ``coverage_fraction``.

    Raises
    ------
    LeopardRangeError
        As `zonal`.
    """
    values, shapes, notes, areas = _prepared(ranges, raster, grid)
    rows, missing = [], []
    for cells in cover(shapes, grid):
        found = values[cells.row, cells.column]
        real = ~np.ma.getmaskarray(found)
        km2 = areas[cells.row] * cells.fraction
        classes, place = np.unique(found.data[real], return_inverse=True)
        sums = np.bincount(place.ravel(), weights=km2[real], minlength=len(classes))
        rows.append(dict(zip(classes.tolist(), sums.tolist(), strict=True)))
        missing.append(float(km2[~real].sum()))
    table = pd.DataFrame(rows, index=ranges.index, dtype=float).fillna(0.0)
    return ZonalClasses(
        method="coverage_fraction",
        crs=_crs(grid),
        n=len(ranges),
        notes=notes,
        table=table.reindex(columns=sorted(table.columns)),
        nodata_km2=pd.Series(missing, index=ranges.index, name="nodata_km2", dtype=float),
    )


def _prepared(
    ranges: Vector, raster: NDArray[Any], grid: Grid
) -> tuple[np.ma.MaskedArray[Any, Any], NDArray[Any], tuple[Note, ...], Floats]:
    values = checked(raster, grid, "raster")
    polygons(ranges, "ranges")
    there = in_grid(ranges, grid, "ranges")
    crs = CRS.from_user_input(grid.crs)
    notes = () if crs.is_geographic else area_note(there, crs)
    return values, GeoSeries(there.geometry).to_numpy(), notes, cell_areas_km2(grid)


def _crs(grid: Grid) -> str:
    return crs_text(CRS.from_user_input(grid.crs))
