"""Least-cost paths, several of them, and the band of ground that costs little more than the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from scipy.ndimage import distance_transform_edt

from leopard_range.analysis.corridor.cost.accumulate import Sources, accumulate, places
from leopard_range.analysis.corridor.cost.track import back
from leopard_range.analysis.geodesy import WGS84_GEOD
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface

__all__ = [
    "Path",
    "band",
    "class_shares",
    "corridor_cost",
    "least_cost_path",
    "path_length_m",
    "path_to",
    "several_paths",
    "straight_m",
    "trace",
]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_EQUAL = 1e-12
"""Two ways of summing the same path differ by no more, as a share."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The cheapest way between two places.

    Attributes
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns from the first place to the second.
    cost : float
        Resistance × metres along it.
    length_m : float
        Through the cells' centres: on the ellipsoid where the grid has a system, else in its plane.
    plane_m : float
        The same in the grid's plane, as the cost is counted.
    xy : numpy.ndarray of float, shape (n, 2)
        Centres of the cells in the grid's system.
    """

    cells: Ints
    cost: float
    length_m: float
    plane_m: float
    xy: Floats


def trace(cost: Floats, surface: Surface, target: tuple[int, int]) -> Ints:
    """Follow accumulated cost from a cell back to its source.

    Parameters
    ----------
    cost : numpy.ndarray of float, shape (rows, columns)
        What `accumulate` gave for the surface.
    surface : Surface
        Resistance.
    target : tuple of int
        Row and column.

    Returns
    -------
    numpy.ndarray of int, shape (n, 2)
        Rows and columns from the target to the source.

    Raises
    ------
    LeopardRangeError
        ``cost_place_outside``, ``cost_place_barrier``, ``cost_not_connected``; ``cost_contrast`` when steps
        are too small beside the sum to be told apart.
    """
    row, column = (int(one) for one in places(surface, np.array([target]))[0])
    if not np.isfinite(cost[row, column]):
        raise LeopardRangeError("cost_not_connected")
    values = np.require(surface.values, np.float64, ["C", "W"])
    cells = back(values, np.require(cost, np.float64, ["C", "W"]), surface.cell_m, row, column)
    if cost[cells[-1, 0], cells[-1, 1]] > 0:
        raise LeopardRangeError("cost_contrast")
    return cells


def path_length_m(cells: Ints, grid: Grid) -> float:
    """Length of a path through the centres of its cells.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns.
    grid : Grid
        Where they lie.

    Returns
    -------
    float
        Metres on the ellipsoid where the grid has a system, else units of its plane.
    """
    xy = _centres(cells, grid)
    if grid.crs is None:
        return _plane(xy)
    lon, lat = Transformer.from_crs(CRS.from_user_input(grid.crs), 4326, always_xy=True).transform(*xy.T)
    return float(WGS84_GEOD.line_length(lon, lat))


def straight_m(cells: Ints, grid: Grid) -> float:
    """Distance between the two ends of a path as the crow flies, as `path_length_m` measures it.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns.
    grid : Grid
        Where they lie.
    """
    return path_length_m(cells[[0, -1]], grid)


def _plane(xy: Floats) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())


def _centres(cells: Ints, grid: Grid) -> Floats:
    step = grid.transform
    return np.column_stack(
        [step.c + (cells[:, 1] + 0.5) * step.a, step.f + (cells[:, 0] + 0.5) * step.e]
    ).astype(np.float64)


def path_to(cost: Floats, surface: Surface, target: Sources) -> Path:
    """Cheapest path from the source of an accumulated cost to a place or an area.

    Parameters
    ----------
    cost : numpy.ndarray of float, shape (rows, columns)
        What `accumulate` gave for the surface.
    surface : Surface
        Resistance.
    target : numpy.ndarray of bool, shape (rows, columns), or of int, shape (k, 2)
        The cheapest cell of them is where the path ends.

    Returns
    -------
    Path
        From the source to the target.

    Raises
    ------
    LeopardRangeError
        Those of `trace`.
    """
    cells = places(surface, target)
    row, column = (int(one) for one in cells[np.argmin(cost[cells[:, 0], cells[:, 1]])])
    found = np.ascontiguousarray(trace(cost, surface, (row, column))[::-1])
    xy = _centres(found, surface.grid)
    return Path(found, float(cost[row, column]), path_length_m(found, surface.grid), _plane(xy), xy)


def least_cost_path(surface: Surface, a: Sources, b: Sources) -> Path:
    """Cheapest path between two places or areas.

    Parameters
    ----------
    surface : Surface
        Resistance; NaN where nothing passes.
    a, b : numpy.ndarray of bool, shape (rows, columns), or of int, shape (k, 2)
        The two ends.

    Returns
    -------
    Path
        From `a` to `b`; a single cell when they meet.

    Raises
    ------
    LeopardRangeError
        Those of `accumulate` and `trace`.
    """
    return path_to(accumulate(surface, a), surface, b)


def corridor_cost(cost_a: Floats, cost_b: Floats) -> Floats:
    """Cost of the cheapest path between two ends that passes through each cell.

    Parameters
    ----------
    cost_a, cost_b : numpy.ndarray of float, shape (rows, columns)
        What `accumulate` gave for either end.

    Returns
    -------
    numpy.ndarray of float, shape (rows, columns)
        Its minimum is the cost of the least-cost path.

    Raises
    ------
    LeopardRangeError
        ``cost_not_connected``.
    """
    total = cost_a + cost_b
    if not np.isfinite(total.min(initial=np.inf)):
        raise LeopardRangeError("cost_not_connected")
    return total


def band(cost_a: Floats, cost_b: Floats, slack: float, absolute: bool = False) -> NDArray[np.bool_]:
    """Ground through which a path between two ends costs little more than the cheapest.

    Parameters
    ----------
    cost_a, cost_b : numpy.ndarray of float, shape (rows, columns)
        What `accumulate` gave for either end.
    slack : float
        How much more it may cost: a share of the cheapest (0.1: 10 %), or a cost.
    absolute : bool
        The slack is a cost, resistance × metres.

    Returns
    -------
    numpy.ndarray of bool, shape (rows, columns)

    Raises
    ------
    LeopardRangeError
        ``bad_argument``, ``cost_not_connected``.
    """
    if not (np.isfinite(slack) and slack >= 0):
        raise LeopardRangeError("bad_argument", name="slack", value=str(slack), rule=">= 0")
    total = corridor_cost(cost_a, cost_b)
    least = float(total.min())
    most = least + slack if absolute else least * (1 + slack)
    return np.asarray(total <= most * (1 + _EQUAL))


def several_paths(surface: Surface, a: Sources, b: Sources, count: int, apart_m: float) -> tuple[Path, ...]:
    """Cheapest path, and the cheapest others that keep away from it and from each other.

    Ground within `apart_m` of an earlier path is closed to the next, but for what lies within twice
    that of either end, where all must come together.

    Parameters
    ----------
    surface : Surface
        Resistance; NaN where nothing passes.
    a, b : numpy.ndarray of bool, shape (rows, columns), or of int, shape (k, 2)
        The two ends.
    count : int
        How many paths to look for.
    apart_m : float
        Least distance between paths.

    Returns
    -------
    tuple of Path
        Fewer when no other way is left.

    Raises
    ------
    LeopardRangeError
        Those of `least_cost_path`, and ``bad_argument``.
    """
    if not (np.isfinite(apart_m) and apart_m > 0):
        raise LeopardRangeError("bad_argument", name="apart_m", value=str(apart_m), rule="> 0")
    found = [least_cost_path(surface, a, b)]
    ends = _near(surface, np.concatenate([places(surface, a), places(surface, b)]), 2 * apart_m)
    left = Surface(surface.values.copy(), surface.grid)
    while len(found) < count:
        left.values[_near(surface, found[-1].cells, apart_m) & ~ends] = np.nan
        try:
            found.append(least_cost_path(left, a, b))
        except LeopardRangeError as problem:
            if problem.code != "cost_not_connected":
                raise
            break
        # A path that stays near the ends closes nothing and would come again.
        if any(np.array_equal(found[-1].cells, one.cells) for one in found[:-1]):
            found.pop()
            break
    return tuple(found)


def _near(surface: Surface, cells: Ints, distance_m: float) -> NDArray[np.bool_]:
    away = np.ones(surface.values.shape, dtype=bool)
    away[cells[:, 0], cells[:, 1]] = False
    return np.asarray(distance_transform_edt(away) * surface.cell_m <= distance_m)


def class_shares(cells: Ints, classes: NDArray[np.integer]) -> dict[int, float]:
    """Share of a path's length in each class of ground; half of a step belongs to either cell.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns.
    classes : numpy.ndarray of int, shape (rows, columns)
        Class of each cell.

    Returns
    -------
    dict
        Class -> share of the length, summing to 1.
    """
    steps = np.hypot(*np.diff(cells, axis=0).T) / 2
    weight = np.zeros(len(cells))
    weight[:-1] += steps
    weight[1:] += steps
    if len(cells) == 1:
        weight[:] = 1.0
    found, at = np.unique(classes[cells[:, 0], cells[:, 1]], return_inverse=True)
    shares = np.bincount(at, weight) / weight.sum()
    return {int(one): float(share) for one, share in zip(found, shares, strict=True)}
