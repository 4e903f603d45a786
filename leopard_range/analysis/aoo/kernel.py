"""Compiled loops of the sweep over all grid origins; imported only when one is asked for.

The number of occupied cells is a step function of the grid's offset (dx, dy): it
changes only where a grid line meets a point.  Between two neighbouring residues of
the points' y (a class of dy) and of their x (a row) it is constant.

When a line moving in x passes a point, the point goes from one column of cells to
the next.  That empties a cell where it was alone in its cell, and fills one where it
comes to an empty one: each for an interval of dy on a circle, given by the nearest
points below and above it in the column.  Where both happen, nothing changes.  So a
point's passage is at most four events: from class, to class, one cell more or less.
Replaying the events keeps the counts of all classes with simple loops over parts of
an array, which the compiler turns into vector instructions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeAlias, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["Events", "Places", "Rows", "area_up_to", "passages", "survey"]

Ints: TypeAlias = NDArray[np.int64]
Small: TypeAlias = NDArray[np.int32]
P = ParamSpec("P")
R = TypeVar("R")

# Places a block; a whole empty block is skipped when looking for a neighbour.
_BLOCK = 512

# Narrow numbers fill twice the lanes of a vector instruction; a cell has 2,000,000 units at most.
_int32 = np.int32


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
    home, away, row : numpy.ndarray of int64, shape (n,)
        Place of each point before and after, and the row that ends when the line passes it;
        points in that order.
    cell : int
        Side of a cell, grid units.
    """

    y: Ints
    rank: Ints
    first: Ints
    end: Ints
    home: Ints
    away: Ints
    row: Ints
    cell: int


class Events(NamedTuple):
    """Changes of the count, in the order they happen.

    Attributes
    ----------
    start, stop : numpy.ndarray of int64, shape (k,)
        Classes of dy ``start`` ... ``stop - 1`` change.
    change : numpy.ndarray of int64, shape (k,)
        One cell more (1) or less (-1).
    row : numpy.ndarray of int64, shape (k,)
        Row at whose end it happens.
    """

    start: Ints
    stop: Ints
    change: Ints
    row: Ints


class Rows(NamedTuple):
    """Between two residues of x.

    Attributes
    ----------
    height : numpy.ndarray of int64, shape (k,)
        Extent of each row in dx, grid units.
    weight : numpy.ndarray of int64, shape (k,)
        Weight of each row in the histogram of counts; 0 leaves it out.
    """

    height: Ints
    weight: Ints


@_compiled
def _neighbour(place: int, step: int, edge: int, present: Ints, filled: Ints) -> int:
    """Nearest occupied place before `edge` (exclusive) going by `step`, or -1."""
    i = place + step
    while i != edge:
        block = i // _BLOCK
        if filled[block] == 0:
            i = min((block + 1) * _BLOCK, edge) if step > 0 else max(block * _BLOCK - 1, edge)
        elif present[i]:
            return i
        else:
            i += step
    return -1


@_compiled
def _alone(place: int, places: Places, present: Ints, filled: Ints) -> tuple[int, int, int]:
    """For which classes of dy no other point shares the cell of this place.

    Returns 0 (none), 1 (all) or 2 with ranks a, b: the classes a + 1 ... b, round the circle.
    """
    low = _neighbour(place, -1, places.first[place] - 1, present, filled)
    high = _neighbour(place, 1, places.end[place], present, filled)
    y, cell = places.y[place], places.cell
    below = cell if low < 0 else min(y - places.y[low], cell)
    above = cell if high < 0 else min(places.y[high] - y, cell)
    if below == cell and above == cell:
        return 1, 0, 0
    # One line must run below and the next above: there is room only if the gaps exceed a cell.
    if below + above <= cell:
        return 0, 0, 0
    start = places.rank[place] if below == cell else places.rank[low]
    stop = places.rank[place] if above == cell else places.rank[high]
    return 2, start, stop


@_compiled
def _holds(interval: tuple[int, int, int], j: int) -> bool:
    kind, a, b = interval
    if kind < 2:
        return kind == 1
    return a < j <= b if a < b else (j > a or j <= b)


@_compiled
def passages(places: Places, classes: int) -> Events:
    """List what changes while the grid moves once round in x.

    Parameters
    ----------
    places : Places
        The points, all at home.
    classes : int
        Number of classes of dy.

    Returns
    -------
    Events
    """
    n = len(places.home)
    present = np.zeros(2 * n, np.int64)
    filled = np.zeros(2 * n // _BLOCK + 1, np.int64)
    for p in range(n):
        present[places.home[p]] = 1
        filled[places.home[p] // _BLOCK] += 1
    found = np.empty((4, 4 * n), np.int64)
    cuts = np.array([0, 0, 0, 0, 0, classes])
    k = 0
    for p in range(n):
        home, away = places.home[p], places.away[p]
        emptied = _alone(home, places, present, filled)
        present[home] = 0
        filled[home // _BLOCK] -= 1
        taken = _alone(away, places, present, filled)
        present[away] = 1
        filled[away // _BLOCK] += 1
        cuts[1], cuts[2], cuts[3], cuts[4] = emptied[1] + 1, emptied[2] + 1, taken[1] + 1, taken[2] + 1
        for i in range(2, 5):  # four numbers: sorted by insertion
            j, cut = i, cuts[i]
            while cuts[j - 1] > cut:
                cuts[j] = cuts[j - 1]
                j -= 1
            cuts[j] = cut
        for c in range(5):
            if cuts[c] < cuts[c + 1]:
                change = int(_holds(taken, cuts[c])) - int(_holds(emptied, cuts[c]))
                if change != 0:
                    found[0, k], found[1, k], found[2, k], found[3, k] = (
                        cuts[c],
                        cuts[c + 1],
                        change,
                        places.row[p],
                    )
                    k += 1
    return Events(found[0, :k].copy(), found[1, :k].copy(), found[2, :k].copy(), found[3, :k].copy())


@_compiled
def _shift(cells: Small, change: int) -> tuple[np.int32, np.int32]:
    """Change counts in place; return the lowest and highest."""
    low, high, by = _int32(2**31 - 1), _int32(-1), _int32(change)
    for j in range(len(cells)):
        count = _int32(cells[j] + by)
        cells[j] = count
        low, high = min(low, count), max(high, count)
    return low, high


@_compiled
def survey(cells: Small, width: Small, rows: Rows, events: Events, top: int) -> tuple[Ints, Ints]:
    """Find the fewest and most occupied cells, and how the counts of some rows are distributed.

    Parameters
    ----------
    cells : numpy.ndarray of int32, shape (m,)
        Count of each class of dy in the first row; changed in place.
    width : numpy.ndarray of int32, shape (m,)
        Width of each class of dy, grid units.
    rows : Rows
        The rows.
    events : Events
        What changes at the end of each row.
    top : int
        A count that is never exceeded.

    Returns
    -------
    histogram : numpy.ndarray of int64, shape (top + 1,)
        Weighted width of the classes with each count.
    found : numpy.ndarray of int64, shape (4,)
        Fewest and most cells; row and class of dy where the fewest are found, the largest of
        such fields.
    """
    histogram = np.zeros(top + 1, np.int64)
    best, most, best_area, best_row, best_class = 2**31, -1, 0, 0, 0
    none_low, none_high = _int32(2**31 - 1), _int32(-1)
    height, weight = rows.height, rows.weight
    e = 0
    for row in range(len(height)):
        first, last, changes = 0, 0, 0
        low, high = none_low, none_high
        while e < len(events.start) and events.row[e] == row - 1:
            first, last = events.start[e], events.stop[e]
            low, high = _shift(cells[first:last], events.change[e])
            changes += 1
            e += 1
        if changes > 1 or row == 0:
            # Counts between two changes at one moment are not real: look again at the end.
            first, last = 0, len(cells)
            low, high = _shift(cells, 0)
        most = max(most, int(high))
        if low <= best:
            for j in range(first, last):
                area = height[row] * width[j]
                if cells[j] < best or (cells[j] == best and area > best_area):
                    best, best_area, best_row, best_class = cells[j], area, row, j
        if weight[row] > 0:
            for j in range(len(cells)):
                histogram[cells[j]] += weight[row] * width[j]
    return histogram, np.array([best, most, best_row, best_class])


@_compiled
def _shift_counting(cells: Small, width: Small, change: int, limits: Ints, held: Ints) -> None:
    """Change counts in place and keep the width of the classes at or below each limit."""
    # One cell more: those at the limit rise above it.  One less: those just above it come down.
    above = 1 if change < 0 else 0
    k0, k1 = _int32(limits[0] + above), _int32(limits[1] + above)
    k2, k3 = _int32(limits[2] + above), _int32(limits[3] + above)
    none, by = _int32(0), _int32(change)
    s0, s1, s2, s3 = none, none, none, none
    for j in range(len(cells)):
        count, w = cells[j], width[j]
        s0 = _int32(s0 + (w if count == k0 else none))
        s1 = _int32(s1 + (w if count == k1 else none))
        s2 = _int32(s2 + (w if count == k2 else none))
        s3 = _int32(s3 + (w if count == k3 else none))
        cells[j] = _int32(count + by)
    held[0] -= change * s0
    held[1] -= change * s1
    held[2] -= change * s2
    held[3] -= change * s3


@_compiled
def area_up_to(cells: Small, width: Small, rows: Rows, events: Events, limits: Ints) -> Ints:
    """Measure the area of offsets whose count does not exceed each of four limits.

    Parameters
    ----------
    cells, width, rows, events
        As for `survey`; `cells` is changed in place.
    limits : numpy.ndarray of int64, shape (4,)
        Counts.

    Returns
    -------
    numpy.ndarray of int64, shape (4,)
        Grid units squared.
    """
    held = np.zeros(4, np.int64)
    for j in range(len(cells)):
        for k in range(4):
            if cells[j] <= limits[k]:
                held[k] += width[j]
    total: Ints = held * rows.height[0]
    e = 0
    for row in range(1, len(rows.height)):
        while e < len(events.start) and events.row[e] == row - 1:
            first, last = events.start[e], events.stop[e]
            _shift_counting(cells[first:last], width[first:last], events.change[e], limits, held)
            e += 1
        total += held * rows.height[row]
    return total
