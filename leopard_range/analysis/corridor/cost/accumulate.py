"""Accumulated cost from one or many sources over a surface of resistance, and the nearest of many."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.analysis.corridor.cost.sweep import offers, sweep
from leopard_range.analysis.corridor.cost.track import own_labels
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface

__all__ = ["Sources", "accumulate", "allocate", "check_grid", "check_surface", "places"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Sources: TypeAlias = NDArray[np.bool_] | NDArray[np.integer]
"""A mask of shape (rows, columns), or rows and columns of shape (k, 2)."""

_SQUARE_TO = 1e-6


def check_grid(grid: Grid, name: str = "resistance") -> None:
    """Refuse a grid on which cost cannot be counted.

    Parameters
    ----------
    grid : Grid
        Rows and columns along the axes, square cells, metres or a plane without a name.
    name : str
        How an error names it.

    Raises
    ------
    LeopardRangeError
        ``rotated_grid``, ``cells_not_square``, ``not_metric``.
    """
    step = grid.transform
    if step.b or step.d:
        raise LeopardRangeError("rotated_grid", name=name)
    if not math.isclose(abs(step.a), abs(step.e), rel_tol=_SQUARE_TO):
        raise LeopardRangeError("cells_not_square", name=name, width=abs(step.a), height=abs(step.e))
    if grid.crs is not None and CRS.from_user_input(grid.crs).is_geographic:
        raise LeopardRangeError("not_metric", file=name, crs=CRS.from_user_input(grid.crs).name)


def check_surface(surface: Surface, name: str = "resistance") -> None:
    """Refuse a surface on which cost cannot be counted.

    Parameters
    ----------
    surface : Surface
        NaN where nothing passes.
    name : str
        How an error names it.

    Raises
    ------
    LeopardRangeError
        ``raster_shape``, those of `check_grid`; ``resistance_not_positive`` with the first row and column of
        a value that is 0, negative or infinite.
    """
    values, grid = surface.values, surface.grid
    if tuple(values.shape) != tuple(grid.shape):
        found, expected = (" × ".join(map(str, shape)) for shape in (values.shape, grid.shape))
        raise LeopardRangeError("raster_shape", name=name, found=found, expected=expected)
    check_grid(grid, name)
    if not (np.nanmin(values, initial=1.0) > 0 and np.nanmax(values, initial=1.0) < np.inf):
        wrong = (values <= 0) | np.isinf(values)
        row, column = (int(one) for one in np.argwhere(wrong)[0])
        raise LeopardRangeError(
            "resistance_not_positive",
            name=name,
            count=int(wrong.sum()),
            value=float(values[row, column]),
            row=row + 1,
            column=column + 1,
        )


def places(surface: Surface, sources: Sources) -> Ints:
    """Return rows and columns of the sources on ground that can be crossed.

    Parameters
    ----------
    surface : Surface
        NaN where nothing passes.
    sources : numpy.ndarray of bool, shape (rows, columns), or of int, shape (k, 2)
        Of a mask, cells that can be crossed are taken; of a list, every place must be one.

    Returns
    -------
    numpy.ndarray of int, shape (k, 2)

    Raises
    ------
    LeopardRangeError
        ``raster_shape``, ``cost_place_outside``, ``cost_place_barrier``, ``cost_no_source``.
    """
    shape = surface.values.shape
    if sources.dtype == np.bool_:
        if sources.shape != shape:
            found, expected = (" × ".join(map(str, one)) for one in (sources.shape, shape))
            raise LeopardRangeError("raster_shape", name="sources", found=found, expected=expected)
        found_cells = np.argwhere(sources)
        if not len(found_cells):
            raise LeopardRangeError("cost_no_source")
        kept = found_cells[~np.isnan(surface.values[found_cells[:, 0], found_cells[:, 1]])]
        if not len(kept):
            row, column = (int(one) for one in found_cells[0])
            raise LeopardRangeError("cost_place_barrier", row=row + 1, column=column + 1)
        return kept.astype(np.int64)
    cells = np.asarray(sources, dtype=np.int64).reshape(-1, 2)
    if not len(cells):
        raise LeopardRangeError("cost_no_source")
    outside = ((cells < 0) | (cells >= shape)).any(axis=1)
    if outside.any():
        row, column = (int(one) for one in cells[outside][0])
        raise LeopardRangeError("cost_place_outside", row=row + 1, column=column + 1)
    blocked = np.isnan(surface.values[cells[:, 0], cells[:, 1]])
    if blocked.any():
        row, column = (int(one) for one in cells[blocked][0])
        raise LeopardRangeError("cost_place_barrier", row=row + 1, column=column + 1)
    return cells


def accumulate(surface: Surface, sources: Sources, *, limit: float = math.inf) -> Floats:
    """Least cost of reaching every cell from the nearest source.

    A step to one of the 8 neighbours costs the mean resistance of the two cells times the distance
    between their centres; a diagonal step may pass between two barriers.

    Parameters
    ----------
    surface : Surface
        Resistance; NaN where nothing passes.
    sources : numpy.ndarray of bool, shape (rows, columns), or of int, shape (k, 2)
        Where the cost is 0.
    limit : float
        Cells that cost more stay infinite; the work ends there.

    Returns
    -------
    numpy.ndarray of float, shape (rows, columns)
        Resistance × metres (units of the grid); infinity where no path leads.

    Raises
    ------
    LeopardRangeError
        Those of `check_surface` and `places`.
    """
    check_surface(surface)
    cells = places(surface, sources)
    values = np.require(surface.values, np.float64, ["C", "W"])
    cost = np.full(values.shape, np.inf)
    cost[cells[:, 0], cells[:, 1]] = 0.0
    keys = offers(values.shape, cells)
    sweep(values, cost, keys, (0, keys.shape[0], 0, keys.shape[1]), (surface.cell_m, limit))
    cost[cost > limit] = np.inf
    return cost


def allocate(surface: Surface, labels: NDArray[np.integer]) -> tuple[Floats, Ints]:
    """Least cost of reaching every cell, and the source it is reached from.

    Parameters
    ----------
    surface : Surface
        Resistance; NaN where nothing passes.
    labels : numpy.ndarray of int, shape (rows, columns)
        Number of the source a cell belongs to, 0 for none.

    Returns
    -------
    cost : numpy.ndarray of float, shape (rows, columns)
        As `accumulate` gives it.
    nearest : numpy.ndarray of int, shape (rows, columns)
        Number of the source with the least cost, 0 where no path leads.  Of two at equal cost, the one
        that the traced path leads to.

    Raises
    ------
    LeopardRangeError
        Those of `accumulate`.
    """
    cost = accumulate(surface, np.asarray(labels != 0))
    values = np.require(surface.values, np.float64, ["C", "W"])
    nearest = np.where(np.isnan(values), 0, labels).astype(np.int64)
    own_labels(values, cost, surface.cell_m, nearest)
    return cost, nearest
