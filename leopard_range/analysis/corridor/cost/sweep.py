"""Exact accumulated cost by sweeping small squares in the order of their best offer.

Cells are settled by squares of 16 by 16 that fit the fastest memory.  A square is taken when a
neighbour can improve one of its cells, the one with the smallest such offer first (a heap); inside it,
rows are relaxed downwards and upwards, each from the row before and along itself, until nothing
changes.  A row is looked at again only when the row it reads from has changed.  Every label is the cost of
a real path and squares are taken until no offer is left, so the result is that of Dijkstra's
algorithm, to the last bit, in whatever order the squares come.

Dijkstra E. W. (1959) A note on two problems in connexion with graphs, doi:10.1007/BF01386390.
Bertsekas D. P. (1993) A simple and fast label correcting algorithm for shortest paths,
doi:10.1002/net.3230230808.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.compiled import compiled

__all__ = ["SQUARE", "blocks", "offers", "sweep"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

SQUARE = 16
"""Side of a square that is settled at once, cells."""

_WIDE = SQUARE + 2
_DIAGONAL = 2**0.5


def blocks(shape: tuple[int, int]) -> tuple[int, int]:
    """Return how many squares lie on each other and beside each other.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of cells.
    """
    return -(-shape[0] // SQUARE), -(-shape[1] // SQUARE)


def offers(shape: tuple[int, int], sources: Ints) -> Floats:
    """Return the first offers: 0 for each square with a source, else infinity.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of cells.
    sources : numpy.ndarray of int, shape (k, 2)
        Row and column of each source.
    """
    found = np.full(blocks(shape), np.inf)
    found[sources[:, 0] // SQUARE, sources[:, 1] // SQUARE] = 0.0
    return found


@compiled
def _rise(heap: Ints, place: Ints, key: Floats, at: int) -> None:
    """Bring the entry at a place of the heap up to where it belongs."""
    item = heap[at]
    while at > 0:
        above = (at - 1) >> 1
        if key[heap[above]] <= key[item]:
            break
        heap[at] = heap[above]
        place[heap[at]] = at
        at = above
    heap[at] = item
    place[item] = at


@compiled
def _sink(heap: Ints, place: Ints, key: Floats, size: int) -> None:
    """Bring the entry at the top of the heap down to where it belongs."""
    at, item = 0, heap[0]
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[heap[below]] >= key[item]:
            break
        heap[at] = heap[below]
        place[heap[at]] = at
        at = below
    heap[at] = item
    place[item] = at


@compiled
def _load(grids: tuple[Floats, Floats], cell_m: float, corner: tuple[int, int], r: Floats, d: Floats) -> bool:
    """Copy a square and the cells around it; return whether no cell of it had been reached.

    ``r`` holds what half a straight step across a cell costs, ``d`` the accumulated cost.
    """
    values, cost = grids
    rows, columns = values.shape
    fresh = True
    for i in range(_WIDE):
        row = corner[0] + i - 1
        for j in range(_WIDE):
            column = corner[1] + j - 1
            at = i * _WIDE + j
            r[at] = np.inf
            d[at] = np.inf
            if 0 <= row < rows and 0 <= column < columns:
                value = values[row, column]
                if not np.isnan(value):
                    r[at] = value * 0.5 * cell_m
                    d[at] = cost[row, column]
                    if d[at] < np.inf and 0 < i <= SQUARE and 0 < j <= SQUARE:
                        fresh = False
    return fresh


@compiled
def _store(cost: Floats, corner: tuple[int, int], d: Floats) -> None:
    """Copy a settled square back."""
    top, left = corner
    rows, columns = cost.shape
    for i in range(min(SQUARE, rows - top)):
        for j in range(min(SQUARE, columns - left)):
            cost[top + i, left + j] = d[(i + 1) * _WIDE + j + 1]


@compiled
def _relax(r: Floats, d: Floats, line: Floats, rows: tuple[int, int], always: bool) -> bool:
    """Improve a row of a square from the row beside it, then along itself; return whether it changed."""
    here, there = rows[0] * _WIDE, rows[1] * _WIDE
    changed = False
    for j in range(1, SQUARE + 1):
        own = r[here + j]
        best = d[here + j]
        straight = d[there + j] + (own + r[there + j])
        west = d[there + j - 1] + (own + r[there + j - 1]) * _DIAGONAL
        east = d[there + j + 1] + (own + r[there + j + 1]) * _DIAGONAL
        best = straight if straight < best else best
        west = east if east < west else west
        line[j] = west if west < best else best
    for j in range(1, SQUARE + 1):
        changed |= line[j] < d[here + j]
    if not (changed or always):
        return False
    last = d[here]
    for j in range(1, SQUARE + 1):
        new = last + (r[here + j] + r[here + j - 1])
        last = new if new < line[j] else line[j]
        line[j] = last
    last = d[here + SQUARE + 1]
    for j in range(SQUARE, 0, -1):
        new = last + (r[here + j] + r[here + j + 1])
        last = new if new < line[j] else line[j]
        line[j] = last
    changed = False
    for j in range(1, SQUARE + 1):
        changed |= line[j] < d[here + j]
        d[here + j] = line[j]
    return changed


@compiled
def _settle(r: Floats, d: Floats, line: Floats, below: NDArray[np.bool_], above: NDArray[np.bool_]) -> int:
    """Sweep a square until nothing changes; return how many rows were relaxed.

    ``below[i]``: row i has changed since the row below read it; ``above`` likewise.
    """
    work = 0
    below[:] = True
    above[:] = True
    first = True
    while True:
        again = False
        for i in range(1, SQUARE + 1):
            if below[i - 1]:
                below[i - 1] = False
                work += 1
                if _relax(r, d, line, (i, i - 1), first):
                    below[i] = True
                    above[i] = True
        for i in range(SQUARE, 0, -1):
            if above[i + 1]:
                above[i + 1] = False
                work += 1
                if _relax(r, d, line, (i, i + 1), False):
                    below[i] = True
                    above[i] = True
                    again = again or i < SQUARE
        first = False
        if not again:
            return work


@compiled
def _offer(r: Floats, d: Floats, down: int, right: int) -> float:
    """Return the smallest cost by which a settled square improves a cell of a neighbour, else infinity."""
    i0 = 0 if down < 0 else SQUARE + 1 if down > 0 else 1
    i1 = i0 if down else SQUARE
    j0 = 0 if right < 0 else SQUARE + 1 if right > 0 else 1
    j1 = j0 if right else SQUARE
    least = np.inf
    for i in range(i0, i1 + 1):
        for j in range(j0, j1 + 1):
            at = i * _WIDE + j
            own, best = r[at], d[at]
            for y in range(max(i - 1, 1), min(i + 1, SQUARE) + 1):
                for x in range(max(j - 1, 1), min(j + 1, SQUARE) + 1):
                    step = 1.0 if y == i or x == j else _DIAGONAL
                    new = d[y * _WIDE + x] + (own + r[y * _WIDE + x]) * step
                    if new < best and new < least:
                        least = new
    return least


@compiled
def sweep(
    values: Floats, cost: Floats, keys: Floats, window: tuple[int, int, int, int], reach: tuple[float, float]
) -> tuple[int, int, int]:
    """Settle the squares of a window in place, up to a limit.

    Parameters
    ----------
    values : numpy.ndarray of float, shape (rows, columns)
        Resistance; NaN where nothing passes.
    cost : numpy.ndarray of float, shape (rows, columns)
        Accumulated cost, improved in place; infinity where nothing is known yet, 0 at sources.
    keys : numpy.ndarray of float, shape `blocks` (rows, columns)
        Smallest offer to each square, infinity for none; kept up to date in place, also beside the window, so
        that the work can go on from `cost` and `keys` alone.
    window : tuple of int
        First row, end row, first column and end column, in squares.
    reach : tuple of float
        Side of a cell, and the limit above which offers wait.

    Returns
    -------
    visits, rows, fresh : int
        How often a square was settled, rows relaxed, and squares that were reached for the first time.
    """
    a0, a1, b0, b1 = window
    cell_m, limit = reach
    wide = b1 - b0
    key = keys[a0:a1, b0:b1].copy().reshape(-1)
    heap, place = np.empty(len(key), np.int64), np.full(len(key), -1)
    size = visits = work = fresh = 0
    for w in range(len(key)):
        if key[w] < np.inf:
            heap[size] = w
            size += 1
            _rise(heap, place, key, size - 1)
    r, d = np.empty(_WIDE * _WIDE), np.empty(_WIDE * _WIDE)
    line = np.empty(_WIDE)
    below, above = np.empty(_WIDE, np.bool_), np.empty(_WIDE, np.bool_)
    while size > 0 and key[heap[0]] <= limit:
        w = heap[0]
        size -= 1
        place[w] = -1
        if size > 0:
            heap[0] = heap[size]
            _sink(heap, place, key, size)
        key[w] = np.inf
        a, b = a0 + w // wide, b0 + w % wide
        corner = (a * SQUARE, b * SQUARE)
        fresh += _load((values, cost), cell_m, corner, r, d)
        work += _settle(r, d, line, below, above)
        visits += 1
        _store(cost, corner, d)
        for y in range(max(a - 1, 0), min(a + 1, keys.shape[0] - 1) + 1):
            for x in range(max(b - 1, 0), min(b + 1, keys.shape[1] - 1) + 1):
                if y == a and x == b:
                    continue
                best = _offer(r, d, y - a, x - b)
                if best >= keys[y, x]:
                    continue
                keys[y, x] = best
                if a0 <= y < a1 and b0 <= x < b1:
                    u = (y - a0) * wide + x - b0
                    key[u] = best
                    if place[u] < 0:
                        place[u] = size
                        heap[size] = u
                        size += 1
                    _rise(heap, place, key, place[u])
        # Last, so that a run that was ended in between is taken up where it stood.
        keys[a, b] = np.inf
    return visits, work, fresh
