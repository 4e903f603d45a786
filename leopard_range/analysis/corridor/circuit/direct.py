"""Direct solution: one sparse factorisation for any number of currents."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu

from leopard_range.analysis.corridor.circuit.raster import Task, edges

__all__ = ["solve_directly"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def _nodes(task: Task) -> tuple[Ints, int]:
    """Number of the unknown every cell belongs to, -1 for cells at 0 volt or outside; and their count."""
    unknown = (task.grid.ohm > 0).ravel()
    unknown[task.earth] = False
    own = np.arange(unknown.size)
    if len(task.cells):
        own[task.cells] = task.cells[np.unique(task.region, return_index=True)[1]][task.region]
    heads = unknown & (own == np.arange(own.size))
    number = np.full(own.size, -1)
    count = int(heads.sum())
    number[heads] = np.arange(count)
    return np.where(unknown, number[own], -1), count


def solve_directly(task: Task, injected: list[Floats]) -> list[Floats]:
    """Solve a network for several currents with one factorisation.

    Parameters
    ----------
    task : Task
        The network.
    injected : list of numpy.ndarray, shape (rows, columns)
        Currents driven in, ampere.

    Returns
    -------
    list of numpy.ndarray, shape (rows, columns)
        Voltages; 0 where nothing passes.
    """
    number, count = _nodes(task)
    shape = task.grid.ohm.shape
    cells = number.reshape(shape)
    own = np.zeros(count + 1)
    if task.leak is not None:
        own += np.bincount(number + 1, task.leak.ravel(), count + 1)
    start, end, weight = [], [], []
    for first, second, siemens in edges(task.grid):
        present = siemens > 0
        a, b, g = cells[first][present], cells[second][present], siemens[present]
        across = a != b
        a, b, g = a[across], b[across], g[across]
        own += np.bincount(a + 1, g, count + 1) + np.bincount(b + 1, g, count + 1)
        free = (a >= 0) & (b >= 0)
        start.append(a[free])
        end.append(b[free])
        weight.append(g[free])
    if count == 0:
        return [np.zeros(shape) for _ in injected]
    i, j, g = np.concatenate(start), np.concatenate(end), np.concatenate(weight)
    coupling = csc_array((g, (i, j)), shape=(count, count))
    matrix = (diags_array(own[1:]) - coupling - coupling.T).tocsc()
    factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    found = []
    for current in injected:
        drive = np.bincount(number + 1, current.ravel(), count + 1)[1:]
        volt = factors.solve(drive)
        volt += factors.solve(drive - matrix @ volt)
        found.append(np.append(volt, 0.0)[number].reshape(shape))
    return found
