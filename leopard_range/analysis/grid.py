"""Rasters as arrays on a grid: true cell areas, coverage by polygons, values at places (shared ground).

Coverage is the exact fraction of a cell that a polygon covers (exactextract), so
polygons may be smaller than a cell and may overlap each other.  Cells in degrees
differ in area from row to row; they are weighted with their area on the ellipsoid.

Baston D. (2024) exactextract: fast and accurate raster zonal statistics,
https://github.com/isciences/exactextract.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from leopard_range.analysis.checks import Vector
from leopard_range.analysis.geodesy import cell_area_km2
from leopard_range.crs import is_metric, to_metric, to_wgs84
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = [
    "Cells",
    "cell_areas_km2",
    "cell_centres",
    "checked",
    "cover",
    "extent",
    "in_grid",
    "values_at",
    "window",
]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_BATCH_CELLS = 4_000_000
"""Cells held in memory at once while polygons are laid over a grid."""


class Cells(NamedTuple):
    """Cells a polygon covers.

    Attributes
    ----------
    row, column : numpy.ndarray of int, shape (k,)
        Their place in the array.
    fraction : numpy.ndarray of float, shape (k,)
        Covered fraction, above 0 and at most 1.
    """

    row: Ints
    column: Ints
    fraction: Floats


def checked(raster: NDArray[Any], grid: Grid, name: str) -> np.ma.MaskedArray[Any, Any]:
    """Return an array with its missing cells masked, refusing one that does not fit its grid.

    Parameters
    ----------
    raster : numpy.ndarray or masked array, shape (rows, columns)
        Values; masked and NaN cells hold no data.
    grid : Grid
        Its grid: in degrees or metres, rows and columns along the axes.
    name : str
        How an error names the raster.

    Returns
    -------
    numpy.ma.MaskedArray
        A view where nothing had to be masked.

    Raises
    ------
    LeopardRangeError
        ``raster_shape``, ``rotated_grid`` or ``not_metric``.
    """
    if tuple(raster.shape) != tuple(grid.shape):
        found, expected = (" × ".join(map(str, shape)) for shape in (raster.shape, grid.shape))
        raise LeopardRangeError("raster_shape", name=name, found=found, expected=expected)
    if grid.transform.b != 0 or grid.transform.d != 0:
        raise LeopardRangeError("rotated_grid", name=name)
    crs = CRS.from_user_input(grid.crs)
    if not crs.is_geographic and not is_metric(crs):
        raise LeopardRangeError("not_metric", file=name, crs=crs.name)
    values = np.ma.asanyarray(raster)
    if np.issubdtype(values.dtype, np.floating):
        return np.ma.masked_invalid(values, copy=False)
    return values


def in_grid(data: Vector, grid: Grid, name: str) -> Vector:
    """Bring polygons into the system of a grid, their edges in place.

    Parameters
    ----------
    data : GeoDataFrame or GeoSeries
        Polygons in any system.
    grid : Grid
        The grid.
    name : str
        How an error names the polygons.

    Returns
    -------
    GeoDataFrame or GeoSeries

    Raises
    ------
    LeopardRangeError
        ``missing_crs`` or ``outside_projection``.
    """
    crs = CRS.from_user_input(grid.crs)
    return to_wgs84(data, name=name) if crs.is_geographic else to_metric(data, crs, name=name)


def cell_areas_km2(grid: Grid) -> Floats:
    """Area of the cells of each row, km2: on the ellipsoid for degrees, planar for metres.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    numpy.ndarray of float, shape (rows,)
    """
    rows, width, height = grid.shape[0], abs(grid.transform.a), grid.transform.e
    if not CRS.from_user_input(grid.crs).is_geographic:
        return np.full(rows, width * abs(height) / 1e6)
    edges = grid.transform.f + np.arange(rows + 1) * height
    return cell_area_km2(edges[:-1], edges[1:], width)


def extent(grid: Grid) -> tuple[float, float, float, float]:
    """Outer edges of a grid.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    tuple of float
        West, south, east, north in its system.
    """
    step = grid.transform
    x = (step.c, step.c + grid.shape[1] * step.a)
    y = (step.f, step.f + grid.shape[0] * step.e)
    return min(x), min(y), max(x), max(y)


def cell_centres(grid: Grid) -> tuple[Floats, Floats]:
    """Coordinates of the columns' and rows' centres.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    x : numpy.ndarray of float, shape (columns,)
    y : numpy.ndarray of float, shape (rows,)
    """
    rows, columns = grid.shape
    step = grid.transform
    x = step.c + (np.arange(columns, dtype=np.float64) + 0.5) * float(step.a)
    y = step.f + (np.arange(rows, dtype=np.float64) + 0.5) * float(step.e)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def window(grid: Grid, bounds: tuple[float, float, float, float]) -> tuple[slice, slice, Grid]:
    """Cut a grid to the cells that a box touches.

    Parameters
    ----------
    grid : Grid
        The grid.
    bounds : tuple of float
        West, south, east, north in its system.

    Returns
    -------
    rows, columns : slice
        Where the window lies; empty when the box lies beside the grid.
    part : Grid
        The window's own grid.
    """
    west, south, east, north = bounds
    step = grid.transform
    rows = _span((south - step.f) / step.e, (north - step.f) / step.e, grid.shape[0])
    columns = _span((west - step.c) / step.a, (east - step.c) / step.a, grid.shape[1])
    corner = (step.c + columns.start * step.a, step.f + rows.start * step.e)
    part = replace(
        grid,
        shape=(rows.stop - rows.start, columns.stop - columns.start),
        transform=Affine(step.a, 0.0, corner[0], 0.0, step.e, corner[1]),
    )
    return rows, columns, part


def _span(one: float, other: float, size: int) -> slice:
    start = int(np.clip(np.floor(min(one, other)), 0, size))
    return slice(start, int(np.clip(np.ceil(max(one, other)), start, size)))


def values_at(
    raster: np.ma.MaskedArray[Any, Any], grid: Grid, x: Floats, y: Floats, crs: CRS
) -> np.ma.MaskedArray[Any, Any]:
    """Value of the cell that holds each place.

    Parameters
    ----------
    raster : numpy.ma.MaskedArray, shape (rows, columns)
        Values on `grid`.
    grid : Grid
        Its grid.
    x, y : numpy.ndarray of float
        Places in `crs`, of one shape.
    crs : pyproj.CRS
        Their system.

    Returns
    -------
    numpy.ma.MaskedArray
        Of the shape of `x`; masked outside the grid.
    """
    own = CRS.from_user_input(grid.crs)
    if not own.equals(crs, ignore_axis_order=True):
        x, y = Transformer.from_crs(crs, own, always_xy=True).transform(x, y)
    with np.errstate(invalid="ignore"):
        column = np.floor((x - grid.transform.c) / grid.transform.a)
        row = np.floor((y - grid.transform.f) / grid.transform.e)
        inside = (column >= 0) & (column < grid.shape[1]) & (row >= 0) & (row < grid.shape[0])
    row, column = (np.where(inside, place, 0).astype(np.int64) for place in (row, column))
    found = raster[row, column]
    return np.ma.masked_where(~inside, found)


def cover(polygons: NDArray[Any], grid: Grid) -> Iterator[Cells]:
    """Lay polygons over a grid, one after the other.

    Parameters
    ----------
    polygons : numpy.ndarray of shapely geometry, shape (n,)
        Valid polygons in the system of the grid.
    grid : Grid
        The grid.

    Yields
    ------
    Cells
        For each polygon in turn.  One so small that its fraction of a cell is lost in rounding
        is given the cell it stands in.
    """
    rows, columns = grid.shape
    size = np.abs(np.array([grid.transform.a, grid.transform.e]))
    # Any values do: only the cells and their fractions are asked for.
    source = NumPyRasterSource(np.broadcast_to(np.uint8(1), grid.shape), *extent(grid))
    bounds = shapely.bounds(polygons)
    expected = np.prod(np.ceil((bounds[:, 2:] - bounds[:, :2]) / size) + 1, axis=1)
    batch = (np.cumsum(np.minimum(expected, rows * columns)) // _BATCH_CELLS).astype(np.int64)
    for number in np.unique(batch):
        some = polygons[batch == number]
        table = GeoDataFrame(geometry=some, crs=grid.crs)
        found = exact_extract(source, table, ["cell_id", "coverage"], output="pandas")
        for shape, cell, fraction in zip(some, found["cell_id"], found["coverage"], strict=True):
            row, column = np.divmod(np.asarray(cell, dtype=np.int64), columns)
            cells = Cells(row, column, np.asarray(fraction, dtype=float))
            if grid.transform.e > 0:  # rows counted from the south
                cells = cells._replace(row=rows - 1 - cells.row)
            if grid.transform.a < 0:
                cells = cells._replace(column=columns - 1 - cells.column)
            yield cells if len(cells.row) else _touched(shape, grid)


def _touched(shape: shapely.Geometry, grid: Grid) -> Cells:
    """The cell a vanishing polygon stands in, if any."""
    inside = shapely.point_on_surface(shape)
    column = int(np.floor((inside.x - grid.transform.c) / grid.transform.a))
    row = int(np.floor((inside.y - grid.transform.f) / grid.transform.e))
    if not (0 <= row < grid.shape[0] and 0 <= column < grid.shape[1]):
        none = np.empty(0, dtype=np.int64)
        return Cells(none, none, np.empty(0))
    fraction = shapely.area(shape) / abs(grid.transform.a * grid.transform.e)
    return Cells(np.array([row]), np.array([column]), np.array([fraction]))
