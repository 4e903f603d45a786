"""The compiled loop that spreads points over cells; imported only when there are many points."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeAlias, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["spread"]

Floats: TypeAlias = NDArray[np.float64]
P = ParamSpec("P")
R = TypeVar("R")


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile, and keep the machine code on disk where some folder can be written to."""
    try:
        fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # "no locator available": a read-only installation without a home
        fast = numba.njit(nogil=True)(function)
    return fast


@_compiled
def spread(row: Floats, column: Floats, weight: Floats, rows: int, columns: int) -> NDArray[np.float32]:
    """Spread every point over the nine cells around it with quadratic B-spline weights.

    Parameters
    ----------
    row, column : numpy.ndarray of float, shape (n,)
        Places in cells, 0 at the centre of the first cell; one cell or more from every rim.
    weight : numpy.ndarray of float, shape (n,)
        How much each point counts.
    rows, columns : int
        Shape of the result.

    Returns
    -------
    numpy.ndarray of float32, shape (rows, columns)
        Sums to the sum of the weights.
    """
    cells = np.zeros((rows, columns))
    for point in range(len(row)):
        i, j = int(row[point] + 0.5), int(column[point] + 0.5)
        a, b = row[point] - i, column[point] - j
        up, left = 0.5 * (0.5 - a) ** 2, 0.5 * (0.5 - b) ** 2
        down, right = 0.5 * (0.5 + a) ** 2, 0.5 * (0.5 + b) ** 2
        here, middle = 0.75 - a * a, 0.75 - b * b
        for line, share in ((i - 1, up), (i, here), (i + 1, down)):
            part = share * weight[point]
            cells[line, j - 1] += part * left
            cells[line, j] += part * middle
            cells[line, j + 1] += part * right
    return cells.astype(np.float32)
