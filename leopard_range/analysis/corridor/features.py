"""What lies in the cells of a grid: land cover, height, slope, settlements, lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.features import rasterize
from scipy.ndimage import distance_transform_edt, map_coordinates
from scipy.spatial import cKDTree

from leopard_range.analysis.grid import cell_centres
from leopard_range.model import Grid

__all__ = ["NO_COVER", "WATER", "Features", "burn_area", "burn_line", "features_of", "grid_over", "sampled"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

NO_COVER = 255
"""Class of cells whose land cover is not known."""

WATER = 0
"""IGBP class of open water."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What lies in each cell of a grid; every array has shape (rows, columns).

    Attributes
    ----------
    grid : Grid
        Square cells, rows from the north, metric CRS.
    land : numpy.ndarray of bool
        Whether the centre lies on land of the study area.
    cover : numpy.ndarray of uint8
        Land-cover class; `NO_COVER` where there is none.
    height_m, slope_deg : numpy.ndarray of float64
        Elevation and slope; NaN where not known.
    town_m : numpy.ndarray of float64
        Distance from the centre to the nearest settlement; inf when there is none.
    lines : Mapping of str to numpy.ndarray of bool
        Cells that the lines of each class run through, with no gap a path could slip through.
    """

    grid: Grid
    land: Bools
    cover: NDArray[np.uint8]
    height_m: Floats
    slope_deg: Floats
    town_m: Floats
    lines: Mapping[str, Bools]

    def within(self, kind: str, limit: float) -> Bools:
        """Return the cells of a band.

        Parameters
        ----------
        kind : str
            ``elevation`` or ``slope``: those from the limit up; ``settlement``: those within it.
        limit : float
            Metres, degrees, metres.
        """
        if kind == "settlement":
            return self.town_m <= limit
        return (self.height_m if kind == "elevation" else self.slope_deg) >= limit


def grid_over(bounds: tuple[float, float, float, float], cell_m: float, crs: CRS) -> Grid:
    """Lay square cells over a box, on the multiples of their side.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north, metres.
    cell_m : float
        Side of a cell, metres.
    crs : pyproj.CRS
        Metric system.

    Returns
    -------
    Grid
        Two boxes share their cells wherever they overlap.
    """
    west, south = (np.floor(edge / cell_m) * cell_m for edge in bounds[:2])
    east, north = (np.ceil(edge / cell_m) * cell_m for edge in bounds[2:])
    shape = (round((north - south) / cell_m), round((east - west) / cell_m))
    return Grid(shape, Affine(cell_m, 0.0, float(west), 0.0, -cell_m, float(north)), crs)


def burn_area(areas: NDArray[Any], grid: Grid) -> Bools:
    """Mark the cells whose centre lies in polygons.

    Parameters
    ----------
    areas : numpy.ndarray of shapely geometry, shape (n,)
        In the system of the grid.
    grid : Grid
        The grid.
    """
    return _burnt(areas, grid, all_touched=False)


def burn_line(lines: NDArray[Any], grid: Grid) -> Bools:
    """Mark the cells that lines touch; neighbours along a line always share a side.

    Parameters
    ----------
    lines : numpy.ndarray of shapely geometry, shape (n,)
        In the system of the grid.
    grid : Grid
        The grid.
    """
    cells = _burnt(lines, grid, all_touched=True)
    # A line exactly through a corner touches two cells that meet there alone: a diagonal step would slip by.
    a, b, c, d = cells[:-1, :-1], cells[:-1, 1:], cells[1:, :-1], cells[1:, 1:]
    falling, rising = a & d & ~b & ~c, b & c & ~a & ~d
    cells[:-1, 1:] |= falling
    cells[:-1, :-1] |= rising
    return cells


def _burnt(shapes: NDArray[Any], grid: Grid, *, all_touched: bool) -> Bools:
    step, (rows, columns) = grid.transform, grid.shape
    box = (step.c, step.f + rows * step.e, step.c + columns * step.a, step.f)
    near = shapely.clip_by_rect(shapes, *box) if len(shapes) else shapes
    near = near[~shapely.is_empty(near)] if len(near) else near
    if not len(near):
        return np.zeros(grid.shape, dtype=bool)
    burnt = rasterize(near, out_shape=grid.shape, transform=step, all_touched=all_touched, dtype="uint8")
    return np.asarray(burnt, dtype=bool)


def features_of(
    grid: Grid,
    *,
    land: NDArray[Any],
    cover: tuple[np.ma.MaskedArray[Any, Any], Grid],
    height: tuple[np.ma.MaskedArray[Any, Any], Grid],
    lakes: NDArray[Any],
    towns: Floats,
    lines: Mapping[str, NDArray[Any]],
) -> Features:
    """Bring everything that resists movement onto one grid.

    Parameters
    ----------
    grid : Grid
        Square cells, metric CRS.
    land, lakes : numpy.ndarray of shapely geometry, shape (n,)
        Polygons in the system of the grid; with lakes, water elsewhere on land is taken for what
        the nearest ground is, since coarse squares of land cover reach over the coast.
    cover, height : (masked array, Grid)
        Land-cover classes and elevation (m), in any system.
    towns : numpy.ndarray of float, shape (n, 2)
        Settlements, metres.
    lines : Mapping of str to numpy.ndarray of shapely geometry
        Roads, railways, rivers and borders by class, in the system of the grid.
    """
    on_land = burn_area(land, grid)
    classes = np.ma.filled(cover[0], NO_COVER).astype(np.uint8)
    if len(lakes):
        classes = _drained(classes)
    found = sampled(classes.astype(np.float64), cover[1], grid, order=0, outside=NO_COVER).astype(np.uint8)
    if len(lakes):
        found[burn_area(lakes, grid)] = WATER
    heights = sampled(np.ma.filled(height[0].astype(np.float64), np.nan), height[1], grid, order=1)
    side = abs(float(grid.transform.a))
    down, across = np.gradient(heights, side) if min(grid.shape) > 1 else (heights * 0, heights * 0)
    return Features(
        grid=grid,
        land=on_land,
        cover=found,
        height_m=heights,
        slope_deg=np.degrees(np.arctan(np.hypot(down, across))),
        town_m=_distance(towns, grid),
        lines={key: burn_line(shapes, grid) for key, shapes in lines.items()},
    )


def _drained(classes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give water the class of the nearest ground."""
    ground = (classes != WATER) & (classes != NO_COVER)
    if not ground.any() or not (classes == WATER).any():
        return classes
    row, column = distance_transform_edt(~ground, return_distances=False, return_indices=True)
    return np.where(classes == WATER, classes[row, column], classes)


def sampled(values: Floats, source: Grid, grid: Grid, *, order: int, outside: float = np.nan) -> Floats:
    """Read a raster at the centres of another grid's cells.

    Parameters
    ----------
    values : numpy.ndarray of float, shape (rows, columns)
        On `source`; NaN where not known.
    source : Grid
        Its grid, in degrees or metres.
    grid : Grid
        Where it is wanted.
    order : int
        0: the cell a centre lies in; 1: bilinear between the centres of cells.
    outside : float
        Value beyond the raster.

    Returns
    -------
    numpy.ndarray of float, shape of `grid`
    """
    row, column = _places(source, grid)
    shape = values.shape
    inside = (row >= -0.5) & (row < shape[0] - 0.5) & (column >= -0.5) & (column < shape[1] - 0.5)
    if order == 0:
        nearest = values[
            np.clip(np.rint(row), 0, shape[0] - 1).astype(np.intp),
            np.clip(np.rint(column), 0, shape[1] - 1).astype(np.intp),
        ]
        return np.where(inside, nearest, outside)
    found = map_coordinates(values, [row, column], order=1, mode="nearest", prefilter=False)
    return np.where(inside, found, outside)


_LATTICE = 16
"""Every how many cells a position is projected; between them it is interpolated (error below 1 m)."""


def _places(source: Grid, grid: Grid) -> tuple[Floats, Floats]:
    """Row and column of the source, counted from the centre of its first cell, of every cell's centre."""
    x, y = cell_centres(grid)
    own, other = CRS.from_user_input(grid.crs), CRS.from_user_input(source.crs)
    back = ~source.transform
    if own.equals(other, ignore_axis_order=True):
        mesh = np.meshgrid(x, y)
        column, row = back * (mesh[0], mesh[1])
        return row - 0.5, column - 0.5
    at_x, at_y = (np.linspace(line[0], line[-1], max(2, len(line) // _LATTICE + 2)) for line in (x, y))
    mesh = np.meshgrid(at_x, at_y)
    place = Transformer.from_crs(own, other, always_xy=True).transform(mesh[0], mesh[1])
    column, row = back * place
    i = np.arange(len(y)) * ((len(at_y) - 1) / max(len(y) - 1, 1))
    j = np.arange(len(x)) * ((len(at_x) - 1) / max(len(x) - 1, 1))
    at = np.meshgrid(i, j, indexing="ij")
    return tuple(
        map_coordinates(one, at, order=1, mode="nearest", prefilter=False) - 0.5 for one in (row, column)
    )


def _distance(towns: Floats, grid: Grid) -> Floats:
    if not len(towns):
        return np.full(grid.shape, np.inf)
    x, y = cell_centres(grid)
    centres = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    found, _ = cKDTree(towns).query(centres, distance_upper_bound=20_000.0)
    return np.asarray(found, dtype=np.float64).reshape(grid.shape)
