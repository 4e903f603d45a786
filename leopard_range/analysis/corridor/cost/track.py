"""Ways back along accumulated cost: from a cell to the source it is reached from."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.compiled import compiled

__all__ = ["back", "own_labels"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_ROW = np.array([-1, 0, 0, 1, -1, -1, 1, 1])
_COLUMN = np.array([0, -1, 1, 0, -1, 1, -1, 1])
_ROOT = 2**0.5


@compiled
def _before(values: Floats, cost: Floats, cell_m: float, row: int, column: int) -> tuple[int, int]:
    """Return the neighbour a cell is reached from; the cell itself when none is nearer to the source."""
    rows, columns = cost.shape
    at, least = (row, column), np.inf
    for k in range(8):
        i, j = row + _ROW[k], column + _COLUMN[k]
        if not (0 <= i < rows and 0 <= j < columns) or np.isnan(values[i, j]):
            continue
        if cost[i, j] >= cost[row, column]:
            continue
        step = 0.5 * (values[i, j] + values[row, column]) * cell_m
        total = cost[i, j] + (step if k < 4 else step * _ROOT)
        if total < least:
            least, at = total, (i, j)
    return at


@compiled
def back(values: Floats, cost: Floats, cell_m: float, row: int, column: int) -> Ints:
    """Follow the least cost from a cell back to its source.

    Parameters
    ----------
    values, cost : numpy.ndarray of float, shape (rows, columns)
        Resistance and what was accumulated over it.
    cell_m : float
        Side of a cell.
    row, column : int
        Where to begin; must be reached.

    Returns
    -------
    numpy.ndarray of int, shape (n, 2)
        The last is a source; when it is not (its cost is above 0), steps vanish in rounding.
    """
    found = np.empty((1024, 2), np.int64)
    count = 0
    while True:
        if count == len(found):
            longer = np.empty((2 * count, 2), np.int64)
            longer[:count] = found
            found = longer
        found[count, 0], found[count, 1] = row, column
        count += 1
        if cost[row, column] <= 0:
            break
        i, j = _before(values, cost, cell_m, row, column)
        if i == row and j == column:
            break
        row, column = i, j
    return found[:count].copy()


@compiled
def own_labels(values: Floats, cost: Floats, cell_m: float, labels: Ints) -> None:
    """Give every reached cell the label of its source, in place.

    Parameters
    ----------
    values, cost : numpy.ndarray of float, shape (rows, columns)
        Resistance and what was accumulated over it.
    cell_m : float
        Side of a cell.
    labels : numpy.ndarray of int, shape (rows, columns)
        Labels at the sources, 0 elsewhere.
    """
    rows, columns = cost.shape
    for row in range(rows):
        for column in range(columns):
            if labels[row, column] != 0 or cost[row, column] == np.inf:
                continue
            i, j = row, column
            while labels[i, j] == 0:
                y, x = _before(values, cost, cell_m, i, j)
                if y == i and x == j:
                    break
                i, j = y, x
            own = labels[i, j]
            i, j = row, column
            while labels[i, j] == 0 and own != 0:
                labels[i, j] = own
                i, j = _before(values, cost, cell_m, i, j)
