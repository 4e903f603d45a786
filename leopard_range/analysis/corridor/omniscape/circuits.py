"""The circuit of one window: conductances of cells, current injected, one grounded cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

__all__ = ["Circuit", "node_current"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]

_STEPS: NDArray[np.int64] = np.array(
    [[-1, -1], [-1, 0], [-1, 1], [0, -1], [0, 1], [1, -1], [1, 0], [1, 1]], dtype=np.int64
)
"""Neighbours in the order of the cells, so that a row of the matrix is born sorted."""
_GROUND = np.int32(-2)


class Circuit:
    """A window with its matrix factorised: solves any injection in two triangular sweeps.

    Parameters
    ----------
    conductance : ndarray of float64, shape (rows, columns)
        Siemens of each cell; 0 or less, or NaN, where there is none.  An edge conducts the mean of its two
        cells, divided by the square root of 2 on a diagonal.
    ground : tuple of int
        Row and column of the grounded cell.
    four : bool
        Four neighbours instead of eight.

    Notes
    -----
    Cells that no way of conductance joins to the ground take no part: what is injected there is lost, as in
    Omniscape.  The matrix is symmetric and positive definite, so no pivoting is needed.
    """

    def __init__(self, conductance: Floats, ground: tuple[int, int], four: bool = False) -> None:
        self.conductance, self.four = conductance, four
        self.index, count = _joined(conductance, ground[0], ground[1], four, _STEPS)
        self._solve: Callable[[Floats], Floats] | None = None
        if count:
            matrix = csc_array(_laplacian(conductance, self.index, count, four, _STEPS), shape=(count, count))
            options = {"SymmetricMode": True}
            factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)
            self._solve = factors.solve

    def current(self, injected: Floats) -> Floats:
        """Return the current through each cell.

        Parameters
        ----------
        injected : ndarray of float64, shape (rows, columns)
            Ampere into each cell; what is injected into the ground or apart from it does not flow.

        Returns
        -------
        ndarray of float64, shape (rows, columns)
            The larger of what flows in and what flows out over the edges of a cell, ampere.
        """
        voltage = np.zeros(self.conductance.shape)
        free = self.index >= 0
        if self._solve is not None and injected[free].any():
            voltage[free] = self._solve(injected[free])
        return node_current(self.conductance, voltage, self.index, self.four, _STEPS)


@njit(cache=True, nogil=True)
def _weight(one: float, other: float, diagonal: bool) -> float:
    return (one + other) * (0.5 / np.sqrt(2.0) if diagonal else 0.5)


@njit(cache=True, nogil=True)
def _joined(
    conductance: Floats, row: int, column: int, four: bool, steps: NDArray[np.int64]
) -> tuple[Ints, int]:
    """Number the cells joined to the ground in their order; -2 is the ground, -1 everything else."""
    rows, columns = conductance.shape
    index = np.full((rows, columns), -1, dtype=np.int32)
    if not conductance[row, column] > 0:
        return index, 0
    waiting = np.empty(rows * columns, dtype=np.int64)
    waiting[0], seen, done = row * columns + column, 1, 0
    index[row, column] = 0
    while done < seen:
        i, j = divmod(waiting[done], columns)
        done += 1
        for step in range(8):
            di, dj = steps[step, 0], steps[step, 1]
            if four and di != 0 and dj != 0:
                continue
            k, m = i + di, j + dj
            inside = 0 <= k < rows and 0 <= m < columns
            if inside and index[k, m] == -1 and conductance[k, m] > 0:
                index[k, m] = 0
                waiting[seen] = k * columns + m
                seen += 1
    count = 0
    index[row, column] = -2
    for i in range(rows):
        for j in range(columns):
            if index[i, j] == 0:
                index[i, j] = count
                count += 1
    return index, count


@njit(cache=True, nogil=True)
def _laplacian(
    conductance: Floats, index: Ints, count: int, four: bool, steps: NDArray[np.int64]
) -> tuple[Floats, Ints, Ints]:
    """Write the grounded Laplacian by columns, rows in order."""
    rows, columns = conductance.shape
    values = np.empty(9 * count)
    places = np.empty(9 * count, dtype=np.int32)
    starts = np.zeros(count + 1, dtype=np.int32)
    at = 0
    for i in range(rows):
        for j in range(columns):
            own = index[i, j]
            if own < 0:
                continue
            total, middle = 0.0, -1
            for step in range(8):
                if step == 4:  # the cell itself stands between those before and those behind it
                    middle = at
                    places[at] = own
                    at += 1
                di, dj = steps[step, 0], steps[step, 1]
                if four and di != 0 and dj != 0:
                    continue
                k, m = i + di, j + dj
                if not (0 <= k < rows and 0 <= m < columns) or index[k, m] == -1:
                    continue
                weight = _weight(conductance[i, j], conductance[k, m], di != 0 and dj != 0)
                total += weight
                if index[k, m] >= 0:
                    places[at], values[at] = index[k, m], -weight
                    at += 1
            values[middle] = total
            starts[own + 1] = at
    return values[:at], places[:at], starts


@njit(cache=True, nogil=True)
def node_current(
    conductance: Floats, voltage: Floats, index: Ints, four: bool, steps: NDArray[np.int64]
) -> Floats:
    """Return the larger of the sums of currents into and out of each cell.

    Parameters
    ----------
    conductance, voltage : ndarray of float64, shape (rows, columns)
        Of the cells.
    index : ndarray of int32, shape (rows, columns)
        -1 for cells that take no part.
    four : bool
        Four neighbours instead of eight.
    steps : ndarray of int, shape (8, 2)
        Rows and columns to the neighbours.
    """
    rows, columns = conductance.shape
    current = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            if index[i, j] == -1:
                continue
            inward, outward = 0.0, 0.0
            for step in range(8):
                di, dj = steps[step, 0], steps[step, 1]
                if four and di != 0 and dj != 0:
                    continue
                k, m = i + di, j + dj
                if not (0 <= k < rows and 0 <= m < columns) or index[k, m] == -1:
                    continue
                weight = _weight(conductance[i, j], conductance[k, m], di != 0 and dj != 0)
                flow = weight * (voltage[i, j] - voltage[k, m])
                if flow > 0:
                    outward += flow
                else:
                    inward -= flow
            current[i, j] = max(inward, outward)
    return current
