"""Kernel density on a plane grid: a round Gaussian of one width, in metres.

Two roads to the same surface.  A Gaussian is a product of one factor in x and one in y, so the sum
over a few thousand points is one matrix product: exact.  Many points are first spread over the
cells around them with quadratic B-spline weights and the cells are then smoothed with a real
Fourier transform.  These weights keep the variance of every point the same wherever it stands in
its cell; their own blur is known and is divided out, so that single points come out as well as
millions.

No correction is made at edges: what the kernel carries over the rim of the grid is not folded back.

References
----------
Silverman B. W. (1982) Journal of the Royal Statistical Society C 31(1): 93-99, doi:10.2307/2347084.
Hockney R. W., Eastwood J. W. (1988) Computer simulation using particles, doi:10.1201/9780367806934.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import scipy.fft
from affine import Affine
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS

from leopard_range.analysis.checks import number
from leopard_range.analysis.grid import cell_centres
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = [
    "LEAST_CELLS",
    "MOST_CELLS",
    "density_at",
    "density_per_km2",
    "grid_around",
    "places",
]

Floats: TypeAlias = NDArray[np.float64]

LEAST_CELLS = 2.0
"""Cells a bandwidth must span; fewer and the peaks are wrong by per cents."""

MOST_CELLS = 16_000_000
"""Cells of a surface: 4,000 by 4,000, about 1 GB of memory while it is smoothed."""

_REACH = 5.0
"""Bandwidths after which the kernel is taken for 0: it has fallen to 4e-6 of its peak."""

_EXACT_WORK = 4e9
"""Points times cells up to which the exact sum is worth its time, about a second."""

_FARTHEST_M = 1e8
_BLOCK = 2_000_000
_M2 = 1e6


def places(xy: Floats, *, name: str = "points") -> Floats:
    """Return places in metres after checking every row.

    Parameters
    ----------
    xy : array_like, shape (n, 2)
        Metres in some plane.
    name : str
        How an error names them.

    Returns
    -------
    numpy.ndarray of float, shape (n, 2)

    Raises
    ------
    LeopardRangeError
        ``heat_no_points``, ``nan_coordinate``, ``heat_far`` for a coordinate no plane on earth has.
    """
    points = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    if len(points) == 0:
        raise LeopardRangeError("heat_no_points", file=name)
    bad = ~np.isfinite(points).all(axis=1)
    if bad.any():
        raise LeopardRangeError("nan_coordinate", file=name, row=int(bad.argmax()) + 1)
    far = (np.abs(points) > _FARTHEST_M).any(axis=1)
    if far.any():
        raise LeopardRangeError("heat_far", file=name, row=int(far.argmax()) + 1)
    return points


def grid_around(
    xy: Floats, bandwidth_m: float, cell_m: float, crs: CRS | None, *, reach: float = 3.0
) -> Grid:
    """Lay a grid around places, its edges on whole cells so that grids of one size fit together.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Places in metres.
    bandwidth_m : float
        Bandwidth of the kernel.
    cell_m : float
        Side of a cell.
    crs : pyproj.CRS or None
        Metric system of the places; None for a plane that was not named.
    reach : float
        Bandwidths kept free around the outermost places.

    Returns
    -------
    Grid
        North up.

    Raises
    ------
    LeopardRangeError
        ``heat_coarse_cells``, ``heat_large_grid``, ``bad_argument``, and as `places`.
    """
    points = places(xy)
    _check_cell(number("bandwidth_m", bandwidth_m, above=0), number("cell_m", cell_m, above=0))
    low = np.floor((points.min(axis=0) - reach * bandwidth_m) / cell_m)
    high = np.ceil((points.max(axis=0) + reach * bandwidth_m) / cell_m)
    columns, rows = np.minimum(high - low, _FARTHEST_M).astype(np.int64).tolist()
    if columns * rows > MOST_CELLS:
        raise LeopardRangeError("heat_large_grid", columns=columns, rows=rows, most=MOST_CELLS)
    corner = (float(low[0] * cell_m), float(high[1] * cell_m))
    return Grid((rows, columns), Affine(cell_m, 0.0, corner[0], 0.0, -cell_m, corner[1]), crs)


def density_per_km2(
    xy: Floats,
    grid: Grid,
    bandwidth_m: float,
    weights: ArrayLike | None = None,
    *,
    method: str = "auto",
    mask: NDArray[np.bool_] | None = None,
) -> Floats:
    """Density of points at the centres of the cells of a grid.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Points in the metric plane of the grid; those outside it count as far as the kernel reaches.
    grid : Grid
        Square cells.
    bandwidth_m : float
        Standard deviation of the Gaussian.
    weights : numpy.ndarray, shape (n,), optional
        How much each point counts, 0 or more; 1 when left out.
    method : str
        ``exact``, ``binned``, or ``auto``: exact where that takes about a second at most.
    mask : numpy.ndarray of bool, shape (rows, columns), optional
        False where there can be nothing, such as sea: NaN there.  Nothing is moved onto land.

    Returns
    -------
    numpy.ndarray of float, shape (rows, columns)
        Points (or weight) per km2, not divided by their number.  ``binned`` is off by at most
        1e-4 of the peak where the bandwidth spans 10 cells or more.

    Raises
    ------
    LeopardRangeError
        ``heat_coarse_cells`` when the bandwidth spans fewer than `LEAST_CELLS` cells,
        ``heat_large_grid``, ``heat_weights``, ``heat_square_cells``, ``bad_argument``, as `places`.
    """
    points, weight = places(xy), _weights(weights, xy)
    h, cell = number("bandwidth_m", bandwidth_m, above=0), _cell(grid)
    _check_cell(h, cell)
    rows, columns = grid.shape
    if rows * columns > MOST_CELLS:
        raise LeopardRangeError("heat_large_grid", columns=columns, rows=rows, most=MOST_CELLS)
    if method == "auto":
        method = "exact" if len(points) * float(rows * columns) <= _EXACT_WORK else "binned"
    found = {"exact": _exact, "binned": _binned}[method](points, grid, h, weight)
    if mask is not None:
        found[~mask] = np.nan
    return found


def density_at(xy: Floats, at: Floats, bandwidth_m: float, weights: ArrayLike | None = None) -> Floats:
    """Density of points at any places, summed point by point.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Points in metres.
    at : numpy.ndarray, shape (m, 2)
        Where the density is asked for, in the same plane.
    bandwidth_m : float
        Standard deviation of the Gaussian.
    weights : numpy.ndarray, shape (n,), optional
        How much each point counts.

    Returns
    -------
    numpy.ndarray of float, shape (m,)
        Per km2.

    Raises
    ------
    LeopardRangeError
        As `density_per_km2`.
    """
    points, wanted, weight = places(xy), places(at), _weights(weights, xy)
    h = number("bandwidth_m", bandwidth_m, above=0)
    found = np.empty(len(wanted))
    step = max(_BLOCK // len(points), 1)
    for start in range(0, len(wanted), step):
        some = wanted[start : start + step]
        squares = ((some[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
        found[start : start + step] = np.exp(squares / (-2 * h * h)) @ weight
    return found * (_M2 / (2 * math.pi * h * h))


def _weights(weights: ArrayLike | None, xy: Floats) -> Floats:
    if weights is None:
        return np.ones(len(xy))
    found = np.asarray(weights, dtype=np.float64)
    if found.shape != (len(xy),) or not np.isfinite(found).all() or (found < 0).any():
        raise LeopardRangeError("heat_weights")
    return found


def _cell(grid: Grid) -> float:
    step = grid.transform
    if not math.isclose(abs(step.a), abs(step.e), rel_tol=1e-9) or step.b != 0 or step.d != 0:
        raise LeopardRangeError("heat_square_cells")
    return float(abs(step.a))


def _check_cell(h: float, cell: float) -> None:
    if h / cell < LEAST_CELLS:
        raise LeopardRangeError(
            "heat_coarse_cells",
            cell_m=round(cell, 1),
            bandwidth_m=round(h, 1),
            most_m=round(h / LEAST_CELLS, 1),
        )


def _exact(points: Floats, grid: Grid, h: float, weight: Floats) -> Floats:
    x, y = cell_centres(grid)
    total = np.zeros(grid.shape)
    # Some points at a time: a factor has as many rows as points.
    step = max(_BLOCK // max(len(x), len(y)), 1)
    for start in range(0, len(points), step):
        some = slice(start, start + step)
        in_x = np.exp((points[some, :1] - x) ** 2 / (-2 * h * h))
        in_y = np.exp((points[some, 1:] - y) ** 2 / (-2 * h * h)) * weight[some, None]
        total += in_y.T @ in_x
    total *= _M2 / (2 * math.pi * h * h)
    return total


def _binned(points: Floats, grid: Grid, h: float, weight: Floats) -> Floats:
    from leopard_range.analysis.heatmap.spread import spread

    rows, columns = grid.shape
    column = (points[:, 0] - grid.transform.c) / grid.transform.a - 0.5
    row = (points[:, 1] - grid.transform.f) / grid.transform.e - 0.5
    width = h / _cell(grid)
    reach = math.ceil(_REACH * width) + 2
    near = (column > -reach) & (column < columns - 1 + reach) & (row > -reach) & (row < rows - 1 + reach)
    if not near.any():
        return np.zeros(grid.shape)
    if not near.all():
        column, row, weight = column[near], row[near], weight[near]
    # The transform is periodic: what leaves on one side enters on the other, so a margin of one
    # reach is enough, and points beyond the rim of the grid stand in a margin of their own.
    first = np.minimum(np.floor([row.min(), column.min()]) - 1, 0).astype(np.int64)
    last = np.maximum(np.ceil([row.max(), column.max()]) + 2, [rows, columns]).astype(np.int64)
    shape = [scipy.fft.next_fast_len(int(size) + reach, real=True) for size in last - first]
    cells = spread(row - first[0], column - first[1], weight, shape[0], shape[1])
    smooth = scipy.fft.rfft2(cells)
    smooth *= _response(scipy.fft.fftfreq(shape[0]), width)[:, None]
    smooth *= _response(scipy.fft.rfftfreq(shape[1]), width)[None, :]
    found = scipy.fft.irfft2(smooth, s=shape)[-first[0] : rows - first[0], -first[1] : columns - first[1]]
    positive: Floats = np.maximum(found, 0.0).astype(np.float64)
    return positive * (_M2 / _cell(grid) ** 2)


def _response(frequency: Floats, width: float) -> NDArray[np.float32]:
    """Gaussian of a width in cells, with the blur of the quadratic weights divided out."""
    gauss = np.exp(-2 * (math.pi * width * frequency) ** 2) / np.sinc(frequency) ** 3
    return gauss.astype(np.float32)
