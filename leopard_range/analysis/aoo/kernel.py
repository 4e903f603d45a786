"""The compiled sweep over all grid origins; imported only when an area of occupancy is asked for.

The number of occupied cells is a step function of the grid's offset (dx, dy): it
changes only where a grid line meets a point.  For a fixed dx it is the number of
non-empty columns plus, for every two neighbours of a column, whether a grid line
separates them: an interval of dy on a circle.  A difference array over the ranks
of the dy residues adds these up.  Between one dx and the next only the points
that cross into the neighbouring column change their intervals, so the array is
kept and mended, not rebuilt: a step costs one pass over the dy residues.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeAlias, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["Places", "sweep"]

Ints: TypeAlias = NDArray[np.int64]
P = ParamSpec("P")
R = TypeVar("R")

# Entries a block; a whole empty block is skipped when looking for a neighbour.
_BLOCK = 512


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile, and keep the machine code on disk where some folder can be written to."""
    try:
        fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # "no locator available": a read-only installation without a home
        fast = numba.njit(nogil=True)(function)
    return fast


class Places(NamedTuple):
    """Where a point can stand: before and after a grid line has passed it, 2 n places for n points.

    Attributes
    ----------
    y, rank, first, end : numpy.ndarray of int64, shape (2 n,)
        Sorted by column and y: y in grid units, the rank of its residue, and the slice of the
        places that holds the column.
    home, away : numpy.ndarray of int64, shape (n,)
        Place of each point before and after; points sorted by the residue of x.
    leaving : numpy.ndarray of int64, shape (k + 1,)
        Points ``leaving[i]:leaving[i + 1]`` share the i-th residue of x.
    cell : int
        Side of a cell, grid units.
    """

    y: Ints
    rank: Ints
    first: Ints
    end: Ints
    home: Ints
    away: Ints
    leaving: Ints
    cell: int


class _State(NamedTuple):
    present: Ints  # per place: 1 where a point stands
    filled: Ints  # per block: points in it
    change: Ints  # per rank of dy: change of the count against the rank before
    base: Ints  # one number: the count at the first rank, less change[0]


@_compiled
def _neighbour(place: int, step: int, edge: int, state: _State) -> int:
    """Nearest occupied place before `edge` (exclusive) going by `step`, or -1."""
    i = place + step
    while i != edge:
        block = i // _BLOCK
        if state.filled[block] == 0:
            i = min((block + 1) * _BLOCK, edge) if step > 0 else max(block * _BLOCK - 1, edge)
        elif state.present[i]:
            return i
        else:
            i += step
    return -1


@_compiled
def _pair(low: int, high: int, sign: int, places: Places, state: _State) -> None:
    """Add (or take away) the separation of two neighbours of a column."""
    if places.y[high] - places.y[low] >= places.cell:
        state.base[0] += sign
        return
    a, b = places.rank[low], places.rank[high]
    if a != b:
        # A line lies between them for dy ranks a+1 ... b, going round the circle.
        state.change[a + 1] += sign
        state.change[b + 1] -= sign
        if b < a:
            state.base[0] += sign


@_compiled
def _toggle(place: int, sign: int, places: Places, state: _State) -> None:
    """Put a point into a column (sign 1) or take it out (sign -1)."""
    if sign < 0:
        state.present[place] = 0
        state.filled[place // _BLOCK] -= 1
    low = _neighbour(place, -1, places.first[place] - 1, state)
    high = _neighbour(place, 1, places.end[place], state)
    if low < 0 and high < 0:
        state.base[0] += sign  # the column's first or last point
    if low >= 0:
        _pair(low, place, sign, places, state)
    if high >= 0:
        _pair(place, high, sign, places, state)
    if low >= 0 and high >= 0:
        _pair(low, high, -sign, places, state)
    if sign > 0:
        state.present[place] = 1
        state.filled[place // _BLOCK] += 1


@_compiled
def sweep(places: Places, width_x: Ints, width_y: Ints) -> tuple[Ints, int, int]:
    """Count the occupied cells for every offset of the grid.

    Parameters
    ----------
    places : Places
        The points.
    width_x, width_y : numpy.ndarray of int64, shapes (k,) and (m,)
        Distance of each residue of x and y to the one before it on the circle, grid units.

    Returns
    -------
    histogram : numpy.ndarray of int64, shape (n + 1,)
        Area of offsets (grid units squared) that give each number of cells.
    best_x, best_y : int
        Indices of the residues at which the fewest cells are occupied; of several, the ones
        with the largest area of offsets.
    """
    home, away, leaving = places.home, places.away, places.leaving
    n, m = len(home), len(width_y)
    state = _State(
        np.zeros(2 * n, np.int64),
        np.zeros(2 * n // _BLOCK + 1, np.int64),
        np.zeros(m + 2, np.int64),
        np.zeros(1, np.int64),
    )
    for p in range(n):
        _toggle(home[p], 1, places, state)
    histogram = np.zeros(n + 1, np.int64)
    best, best_area, best_x, best_y = n + 1, 0, 0, 0
    for k in range(len(width_x)):
        count = state.base[0]
        for j in range(m):
            count += state.change[j]
            area = width_x[k] * width_y[j]
            histogram[count] += area
            if count < best or (count == best and area > best_area):
                best, best_area, best_x, best_y = count, area, k, j
        for p in range(leaving[k], leaving[k + 1]):
            _toggle(home[p], -1, places, state)
            _toggle(away[p], 1, places, state)
    return histogram, best_x, best_y
