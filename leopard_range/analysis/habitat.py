"""Area of habitat: what of a range has the right land cover at the right height.

References
----------
Brooks T. M. et al. (2019) Measuring terrestrial area of habitat (AOH) and its
utility for the IUCN Red List, Trends in Ecology & Evolution 34:977-986,
doi:10.1016/j.tree.2019.06.009.
Lumbierres M. et al. (2022) Area of habitat maps for the world's terrestrial birds
and mammals, Scientific Data 9:749, doi:10.1038/s41597-022-01838-w.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.analysis.checks import Vector, area_note, crs_text, polygons
from leopard_range.analysis.geodesy import geodesic_area_km2
from leopard_range.analysis.grid import (
    cell_areas_km2,
    cell_centres,
    checked,
    cover,
    extent,
    in_grid,
    values_at,
    window,
)
from leopard_range.analysis.outline import subtract, union
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid, Note

__all__ = ["AreaOfHabitat", "area_of_habitat"]

Masked: TypeAlias = "np.ma.MaskedArray[Any, Any]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaOfHabitat(Result):
    """Area of habitat in a range, and what it was cut down from.

    Attributes
    ----------
    range_total_km2 : float
        The range, km2.
    hab_total_km2 : float
        The range in suited land cover, whatever the height, km2.
    dem_total_km2 : float
        The range at a suited height, whatever the land cover, km2.
    aoh_total_km2 : float
        The range with both: the area of habitat, km2.
    prevalence : float
        Area of habitat as a fraction (0-1) of the range.
    nodata_km2 : float
        The range where either raster holds no data; it counts as unsuited, km2.
    touching : bool
        The range is smaller than one cell, so a single value stands for it.
    aoh : numpy.ndarray of float, shape (rows, columns)
        Area of habitat in each cell around the range, km2.
    grid : Grid
        Grid of `aoh`: the finer of the two, cut to the range.
    """

    range_total_km2: float
    hab_total_km2: float
    dem_total_km2: float
    aoh_total_km2: float
    prevalence: float
    nodata_km2: float
    touching: bool
    aoh: NDArray[np.float64]
    grid: Grid


def area_of_habitat(
    range_: Vector,
    land_cover: NDArray[Any],
    land_cover_grid: Grid,
    elevation: NDArray[Any],
    elevation_grid: Grid,
    *,
    habitat_classes: Collection[int],
    elevation_low_m: float,
    elevation_high_m: float,
) -> AreaOfHabitat:
    """Measure the area of habitat of a range.

    Parameters
    ----------
    range_ : GeoDataFrame or GeoSeries
        Valid polygons of the range in any system.
    land_cover : numpy.ndarray or masked array of int, shape (rows, columns)
        Land cover classes; masked cells hold no data.
    land_cover_grid : Grid
        Its grid, in degrees or metres.
    elevation : numpy.ndarray or masked array, shape (rows, columns)
        Height above the sea, metres; masked and NaN cells hold no data.
    elevation_grid : Grid
        Its grid; may differ in cell size, extent and system.
    habitat_classes : collection of int
        Suited classes of `land_cover`.
    elevation_low_m, elevation_high_m : float
        Suited heights, both included; may be infinite.

    Returns
    -------
    AreaOfHabitat
        With ``method`` ``coverage_fraction``.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``file_empty``, ``empty_geometry``, ``not_polygons``, ``nan_coordinate``,
        ``invalid_geometry``, ``outside_projection``, ``raster_shape``, ``rotated_grid``,
        ``not_metric``; ``no_overlap`` when the range lies beside a raster; ``bad_argument`` for
        no classes or limits out of order.

    Notes
    -----
    The finer grid (smaller cells at the range) is kept; the other gives each of its cells the
    value of the cell that holds its centre.  No value is averaged, so classes stay classes and
    heights stay heights.  A cell counts with the fraction of it the range covers and its true
    area, so that even a range much smaller than a cell has an area of habitat.
    """
    if not habitat_classes:
        raise LeopardRangeError("bad_argument", name="habitat_classes", value="[]", rule=">= 1")
    if not elevation_low_m <= elevation_high_m:
        value = f"{elevation_low_m} … {elevation_high_m}"
        raise LeopardRangeError("bad_argument", name="elevation", value=value, rule="low <= high")
    polygons(range_, "range")
    place = _placed(
        range_,
        land_cover=(checked(land_cover, land_cover_grid, "land_cover"), land_cover_grid),
        elevation=(checked(elevation, elevation_grid, "elevation"), elevation_grid),
    )
    cover_known, height_known = (~np.ma.getmaskarray(values) for values in place.layers)
    classes, height_m = (values.data for values in place.layers)
    suited = cover_known & np.isin(classes, list(habitat_classes))
    high_enough = height_known & (height_m >= elevation_low_m) & (height_m <= elevation_high_m)
    km2 = place.covered_km2
    aoh = np.where(suited & high_enough, km2, 0.0)
    total = float(km2.sum()) + place.outside_km2
    nodata = float(km2[~(cover_known & height_known)].sum()) + place.outside_km2
    small = total < place.cell_km2
    crs = CRS.from_user_input(place.grid.crs)
    notes = () if crs.is_geographic else area_note(place.shape, crs)
    if small:
        notes += (Note.of("range_below_cell"),)
    if nodata > 1e-6 * total:
        notes += (Note.of("raster_nodata", percent=round(100 * nodata / total, 1)),)
    return AreaOfHabitat(
        method="coverage_fraction",
        crs=crs_text(crs),
        n=len(range_),
        notes=notes,
        range_total_km2=total,
        hab_total_km2=float(km2[suited].sum()),
        dem_total_km2=float(km2[high_enough].sum()),
        aoh_total_km2=float(aoh.sum()),
        prevalence=float(aoh.sum()) / total,
        nodata_km2=nodata,
        touching=small,
        aoh=aoh,
        grid=place.grid,
    )


class _Placed(NamedTuple):
    shape: GeoSeries  # the range in the system of the grid
    grid: Grid  # the finer grid around it
    layers: tuple[Masked, Masked]  # land cover and elevation on that grid
    covered_km2: NDArray[np.float64]
    outside_km2: float
    cell_km2: float


def _placed(range_: Vector, **rasters: tuple[Masked, Grid]) -> _Placed:
    """Bring the range and both rasters onto the finer of the two grids."""
    shapes = {
        name: union(in_grid(range_, grid, "range").geometry.to_numpy()) for name, (_, grid) in rasters.items()
    }
    cell_km2 = {name: _cell_km2(grid, shapes[name]) for name, (_, grid) in rasters.items()}
    finer = min(cell_km2, key=lambda name: cell_km2[name])
    shape, base = shapes[finer], rasters[finer][1]
    rows, columns, grid = window(base, shapely.bounds(shape).tolist())
    if 0 in grid.shape:
        raise LeopardRangeError("no_overlap", file="range", name=finer)
    crs = CRS.from_user_input(base.crs)
    x, y = np.meshgrid(*cell_centres(grid))
    layers = {
        name: values[rows, columns] if name == finer else values_at(values, own, x, y, crs)
        for name, (values, own) in rasters.items()
    }
    for name, values in layers.items():
        if np.ma.getmaskarray(values).all():
            raise LeopardRangeError("no_overlap", file="range", name=name)
    return _Placed(
        shape=GeoSeries([shape], crs=crs),
        grid=grid,
        layers=(layers["land_cover"], layers["elevation"]),
        covered_km2=_covered_km2(shape, grid),
        outside_km2=_outside_km2(shape, base, crs),
        cell_km2=cell_km2[finer],
    )


def _cell_km2(grid: Grid, shape: shapely.Geometry) -> float:
    """Area of the grid's cell at the middle of a shape."""
    _, south, _, north = shapely.bounds(shape).tolist()
    row = int(np.floor(((south + north) / 2 - grid.transform.f) / grid.transform.e))
    return float(cell_areas_km2(grid)[np.clip(row, 0, grid.shape[0] - 1)])


def _covered_km2(shape: shapely.Geometry, grid: Grid) -> NDArray[np.float64]:
    km2 = np.zeros(grid.shape)
    (cells,) = cover(np.array([shape], dtype=object), grid)
    km2[cells.row, cells.column] = cells.fraction * cell_areas_km2(grid)[cells.row]
    return km2


def _outside_km2(shape: shapely.Geometry, grid: Grid, crs: CRS) -> float:
    """Area of the range beyond the raster."""
    beyond = GeoSeries([subtract(shape, shapely.box(*extent(grid)))], crs=crs)
    if crs.is_geographic:
        return float(geodesic_area_km2(beyond).iloc[0])
    return float(beyond.area.iloc[0]) / 1e6
