"""Area of occupancy: occupied grid cells, with the best, middle and worst grid.

The same points occupy a different number of cells when the grid is moved, and a
Red List category can hang on it.  IUCN asks for the smallest.  Here the smallest
is exact over all origins, and the median and the largest stand beside it.

References
----------
IUCN Standards and Petitions Committee (2024) Guidelines for using the IUCN Red
List categories and criteria, version 16, section 4.10.
Moat J. et al. (2018) Refining area of occupancy to address the modifiable areal
unit problem in ecology and conservation, Conservation Biology 32:1278-1289,
doi:10.1111/cobi.13139.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from leopard_range.analysis.aoo.search import SHIFTS, UNITS, Sweep, best_origin, warm_up, without_repeats
from leopard_range.analysis.checks import Vector, area_note, crs_text, metric, number, points_xy
from leopard_range.analysis.redlist import AOO_KM2, area_category
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["Aoo", "aoo", "aoo_cells", "warm_up"]

Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aoo(Result):
    """Area of occupancy over the positions of the grid.

    Attributes
    ----------
    cells_min, cells_median, cells_max : int
        Occupied cells for the best grid, for half of all grid positions, for the worst.
    cell_m : float
        Side of a cell, metres.
    origin_x_m, origin_y_m : float
        A corner of the best grid in the points' system, metres, 0 to `cell_m`.
    proven : bool
        No grid of this cell size, in this orientation, occupies fewer cells.
    n_distinct : int
        Different positions, told apart to a 2,000,000th of the cell side.
    """

    cells_min: int
    cells_median: int
    cells_max: int
    cell_m: float
    origin_x_m: float
    origin_y_m: float
    proven: bool
    n_distinct: int

    @property
    def area_km2(self) -> float:
        """The area of occupancy, km2: that of the best grid, as IUCN asks."""
        return self.area_km2_min

    @property
    def area_km2_min(self) -> float:
        """Area for the best grid, km2."""
        return self.cells_min * self.cell_m**2 / 1e6

    @property
    def area_km2_median(self) -> float:
        """Area that half of all grid positions do not exceed, km2."""
        return self.cells_median * self.cell_m**2 / 1e6

    @property
    def area_km2_max(self) -> float:
        """Area for the worst grid, km2."""
        return self.cells_max * self.cell_m**2 / 1e6


def aoo(
    points: Vector,
    *,
    cell_m: float = 2000.0,
    origin: Literal["exact"] | tuple[float, float] = "exact",
    name: str = "points",
) -> Aoo:
    """Count the grid cells that hold at least one point.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        Points or multipoints in a metric equal-area system; repeated positions count once.
    cell_m : float
        Side of a cell, metres; IUCN's reference scale is 2,000.
    origin : "exact" or (float, float)
        Search every position of the grid, or use the one with this corner (metres).  Cells hold
        their western and southern edge.
    name : str
        How an error names the points, usually their file.

    Returns
    -------
    Aoo
        With ``method`` ``exact_sweep``, ``shifts`` (not proven) or ``fixed_origin``.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``not_metric``, ``file_empty``, ``empty_geometry``, ``not_points``,
        ``nan_coordinate``; ``bad_argument`` for a cell size that is not positive.

    Notes
    -----
    Positions are rounded to a 2,000,000th of the cell (1 mm for 2 km), so that points exactly one
    cell apart never share one because of rounding in a projection.  The minimum is exact for
    these positions.  The work grows with the number of different residues of x times those of y;
    beyond 10^8 such positions, which takes more than 10,000 distinct points, 4,000 x 4,000
    evenly spaced shifts are compared instead.
    """
    cell_m = number("cell_m", cell_m, above=0)
    crs = metric(points, name)
    xy, _ = points_xy(points, name)
    x, y = _distinct(xy, cell_m)
    if isinstance(origin, tuple):
        east, north = (number("origin", value) * UNITS / cell_m for value in origin)
        cells = len(_occupied(x, y, np.rint(east), np.rint(north))[0])
        found, method = Sweep(cells, cells, cells, np.rint(east), np.rint(north)), "fixed_origin"
    elif origin != "exact":
        raise LeopardRangeError("bad_argument", name="origin", value=str(origin), rule="exact | (x_m, y_m)")
    else:
        found, method = best_origin(x, y)
    notes = area_note(points, crs)
    if method == "shifts":
        notes += (Note.of("aoo_not_proven", tried=SHIFTS**2),)
    return Aoo(
        method=method,
        crs=crs_text(crs),
        n=len(xy),
        cells_min=found.lowest,
        cells_median=found.median,
        cells_max=found.highest,
        cell_m=cell_m,
        origin_x_m=float(found.x % UNITS * cell_m / UNITS),
        origin_y_m=float(found.y % UNITS * cell_m / UNITS),
        proven=method == "exact_sweep",
        n_distinct=len(x),
        notes=notes + _category_note(found, cell_m),
    )


def aoo_cells(
    points: Vector, *, cell_m: float, origin_x_m: float, origin_y_m: float, name: str = "points"
) -> GeoDataFrame:
    """Draw the cells that hold at least one point.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        Points in the metric system the origin refers to.
    cell_m : float
        Side of a cell, metres.
    origin_x_m, origin_y_m : float
        A corner of the grid, metres; for the best grid, those of `Aoo`.
    name : str
        How an error names the points.

    Returns
    -------
    GeoDataFrame
        One square a row with column ``n``, the number of points in it; same system, ordered
        from south-west by row.

    Raises
    ------
    LeopardRangeError
        As `aoo`.
    """
    cell_m = number("cell_m", cell_m, above=0)
    crs = metric(points, name)
    xy, _ = points_xy(points, name)
    x, y = _units(xy, cell_m)
    east, north = origin_x_m * UNITS / cell_m, origin_y_m * UNITS / cell_m
    cells, counts = _occupied(x, y, east, north)
    west = origin_x_m + cells[:, 1] * cell_m
    south = origin_y_m + cells[:, 0] * cell_m
    squares = shapely.box(west, south, west + cell_m, south + cell_m)
    return GeoDataFrame({"n": counts}, geometry=squares, crs=crs)


def _units(xy: NDArray[np.float64], cell_m: float) -> tuple[Ints, Ints]:
    whole = np.rint(xy * (UNITS / cell_m)).astype(np.int64)
    return whole[:, 0], whole[:, 1]


def _distinct(xy: NDArray[np.float64], cell_m: float) -> tuple[Ints, Ints]:
    return without_repeats(*_units(xy, cell_m))


def _occupied(x: Ints, y: Ints, east: float, north: float) -> tuple[Ints, Ints]:
    """Rows and columns of occupied cells, (k, 2), and the points in each."""
    row = np.floor((y - north) / UNITS).astype(np.int64)
    column = np.floor((x - east) / UNITS).astype(np.int64)
    cells, counts = np.unique(np.column_stack([row, column]), axis=0, return_counts=True)
    return cells, counts


def _category_note(found: Sweep, cell_m: float) -> tuple[Note, ...]:
    if cell_m != 2000.0:  # the thresholds hold for IUCN's reference scale only
        return ()
    low, high = (area_category(cells * 4.0, AOO_KM2) for cells in (found.lowest, found.highest))
    return () if low == high else (Note.of("aoo_grid_matters", low=low, high=high),)
