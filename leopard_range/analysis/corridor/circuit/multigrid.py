"""Resistor grids too large to factorise: conjugate gradients with a black-box multigrid cycle.

The network is never assembled.  The cycle that speeds the conjugate gradients up works on coarser and
coarser grids whose operators are made from the finest one by weights that follow its resistances
(Dendy 1982), so that strong contrasts are kept.  Two things make it sturdy: the coarser grids are made
from a network in which cells without passage have a huge resistance instead of none, while the
conjugate gradients see the true one; and operators are kept as differences between neighbours, so
that single precision is enough for the cycle.

References
----------
Dendy J. E. (1982) Journal of Computational Physics 48(3): 366-386, doi:10.1016/0021-9991(82)90057-2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit import coarse, cycle, links
from leopard_range.analysis.corridor.circuit.raster import Task
from leopard_range.analysis.corridor.circuit.rows import joined, split, width

__all__ = ["Hierarchy", "hierarchy", "solve_iteratively"]

Floats: TypeAlias = NDArray[np.float64]
Small: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

_BARRIER = 1e3
"""Resistance of cells without passage on the coarser grids, by the greatest one."""

_REGION = 1e3
"""Conductance inside short-circuited regions, by what it would be without."""

_DENSE = 400
"""Cells of the coarsest grid, which is solved by a dense inverse."""


class _Level(NamedTuple):
    g: Small
    inverse: Small
    weights: Small
    x: Small
    coarse_b: Small


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """A network on grids from the finest to the coarsest.

    Attributes
    ----------
    shape : tuple of int
        Rows and columns of the finest grid.
    levels : tuple
        Operators, weights and working space, finest first.
    coarsest : numpy.ndarray of float32, shape (n, n)
        Inverse of the operator on the coarsest grid.
    coarsest_shape : tuple of int
        Its rows and columns.
    leaks : tuple of numpy.ndarray
        Places (flat, in the arrays of the finest grid) and conductances of links to the ground.
    regions : tuple of numpy.ndarray
        Places of the cells of short-circuited regions, and the number of their region from 0.
    """

    shape: tuple[int, int]
    levels: tuple[_Level, ...]
    coarsest: Small
    coarsest_shape: tuple[int, int]
    leaks: tuple[Ints, Floats]
    regions: tuple[Ints, Ints]


def _place(row: Ints, column: Ints, columns: int) -> Ints:
    """Flat place of cells in an array of shape (rows + 2, 2, half + 2)."""
    found: Ints = ((row + 1) * 2 + column % 2) * width(columns) + column // 2 + 1
    return found


def _links(task: Task, filled: float, g: Small, s: Small) -> None:
    """Fill links and leaks of the finest grid; cells at 0 volt are taken out, their links become leaks."""
    columns = task.grid.ohm.shape[1]
    s[:] = 0.0
    links.link_grid(task.grid.ohm, filled, task.grid.diagonal, task.grid.mean_ohm, g)
    if task.regions:
        links.bind(g, *np.divmod(task.cells, columns), task.region, task.grid.ohm.shape, _REGION)
    if len(task.earth):
        links.earth(g, s, *np.divmod(task.earth, columns))
    if task.leak is not None:
        s += split(task.leak).astype(np.float32)
        s.ravel()[_place(*np.divmod(task.earth, columns), columns)] = 0


def _dense(g: Small, s: Small, shape: tuple[int, int]) -> Small:
    """Inverse of the operator on the coarsest grid."""
    rows, columns = shape
    index = np.full((rows + 2, columns + 2), -1)
    index[1:-1, 1:-1] = np.arange(rows * columns).reshape(shape)
    matrix = np.zeros((rows * columns + 1, rows * columns + 1))
    matrix[np.arange(rows * columns), np.arange(rows * columns)] = joined(
        s.astype(np.float64), columns
    ).ravel()
    for plane, (down, right) in zip((0, 2, 4, 6), ((0, 1), (1, 0), (1, 1), (1, -1)), strict=True):
        weight = joined(g[:, plane : plane + 2].astype(np.float64), columns).ravel()
        start = index[1:-1, 1:-1].ravel()
        end = index[1 + down : 1 + down + rows, 1 + right : 1 + right + columns].ravel()
        weight = np.where(end >= 0, weight, 0.0)
        for a, b in ((start, end), (end, start)):
            np.add.at(matrix, (a, b), -weight)
            np.add.at(matrix, (a, a), weight)
    inner = matrix[:-1, :-1]
    inverse: Small = np.linalg.pinv(inner, rcond=1e-13, hermitian=True).astype(np.float32)
    return inverse


def hierarchy(task: Task) -> Hierarchy:
    """Prepare a network for any number of currents.

    Parameters
    ----------
    task : Task
        The network.

    Returns
    -------
    Hierarchy
    """
    rows, columns = task.grid.ohm.shape
    filled = _BARRIER * float(task.grid.ohm.max())
    g = np.zeros((rows + 2, 8, width(columns)), np.float32)
    s = np.zeros((rows + 2, 2, width(columns)), np.float32)
    _links(task, filled, g, s)
    levels: list[_Level] = []
    shape = (rows, columns)
    while shape[0] * shape[1] > _DENSE or not levels:
        small = ((shape[0] + 1) // 2, (shape[1] + 1) // 2)
        inverse = np.zeros_like(s)
        coarse.diagonal_inverse(g, s, inverse)
        weights = np.zeros((small[0] + 2, 8, width(shape[1])), np.float32)
        coarse_g = np.zeros((small[0] + 2, 8, width(small[1])), np.float32)
        coarse_s = np.zeros((small[0] + 2, 2, width(small[1])), np.float32)
        coarse.coarsen(g, s, weights, coarse_g, coarse_s)
        levels.append(_Level(g, inverse, weights, np.zeros_like(s), np.zeros_like(coarse_s)))
        g, s, shape = coarse_g, coarse_s, small
    coarsest = _dense(g, s, shape)
    finest = levels[0]
    s = np.empty_like(finest.x)
    _links(task, 0.0, finest.g, s)
    coarse.diagonal_inverse(finest.g, s, finest.inverse)
    leaky = np.flatnonzero(s)
    free = ~np.isin(task.cells, task.earth)
    return Hierarchy(
        shape=(rows, columns),
        levels=tuple(levels),
        coarsest=coarsest,
        coarsest_shape=shape,
        leaks=(leaky, s.ravel()[leaky].astype(np.float64)),
        regions=(_place(*np.divmod(task.cells[free], columns), columns), task.region[free]),
    )


def _cycle(grids: Hierarchy, b: Small, level: int = 0) -> tuple[Small, float]:
    """Approximate answer of one level, and its product with the right-hand side."""
    if level == len(grids.levels):
        rows, columns = grids.coarsest_shape
        right = joined(b, columns).ravel()
        answer = (grids.coarsest @ right.astype(np.float32)).reshape(rows, columns)
        return split(answer).astype(np.float32), 0.0
    one = grids.levels[level]
    cycle.smooth_down(one.g, one.inverse, b, one.x, one.weights, one.coarse_b)
    coarse_x, _ = _cycle(grids, one.coarse_b, level + 1)
    return one.x, cycle.smooth_up(one.g, one.inverse, b, one.x, one.weights, coarse_x)


def _average(values: NDArray[np.floating], regions: tuple[Ints, Ints]) -> None:
    """Give every cell of a region the mean of the region."""
    where, number = regions
    if len(where):
        flat = values.ravel()
        flat[where] = (np.bincount(number, flat[where]) / np.maximum(np.bincount(number), 1))[number]


def _norm(squares: float, r: Floats, regions: tuple[Ints, Ints]) -> float:
    """Norm of a residual whose regions count as one node each."""
    where, number = regions
    if len(where):
        part = r.ravel()[where]
        squares += float((np.bincount(number, part) ** 2).sum() - (part**2).sum())
    return float(np.sqrt(max(squares, 0.0)))


def solve_iteratively(
    grids: Hierarchy, right: Floats, *, goal: float, most: int = 300
) -> tuple[Floats, int, float]:
    """Find the voltages that drive given currents.

    Parameters
    ----------
    grids : Hierarchy
        The network.
    right : numpy.ndarray of float64, shape (rows, columns)
        Net current driven into every cell, ampere; for a region spread evenly over its cells.
    goal : float
        Norm of the residual to reach, ampere.
    most : int
        Most steps.

    Returns
    -------
    voltage : numpy.ndarray of float64, shape (rows, columns)
    steps : int
    residual : float
        Norm that was reached, ampere.
    """
    r = split(right)
    finest = grids.levels[0]
    within = r.ravel()[grids.regions[0]]
    r[finest.inverse == 0] = 0.0
    # A cell of a region may stand alone on the ground, and still bear its part of what the region does.
    r.ravel()[grids.regions[0]] = within
    x, q = np.zeros_like(r), np.zeros_like(r)
    b, p = r.astype(np.float32), np.zeros(r.shape, np.float32)
    leaky, siemens = grids.leaks
    left = _norm(float(np.vdot(r, r)), r, grids.regions)
    last, steps = 0.0, 0
    while left > goal and steps < most:
        z, product = _cycle(grids, b)
        _average(z, grids.regions)
        curvature = cycle.direction(finest.g, z, product / last if last else 0.0, p, q)
        slow = p.ravel()[leaky].astype(np.float64)
        q.ravel()[leaky] += siemens * slow
        curvature += float((siemens * slow) @ slow)
        if not (curvature > 0 and product > 0):
            break
        _average(q, grids.regions)
        squares = cycle.advance(product / curvature, p.ravel(), q.ravel(), x.ravel(), r.ravel(), b.ravel())
        left, last, steps = _norm(squares, r, grids.regions), product, steps + 1
    return joined(x, grids.shape[1]), steps, left
